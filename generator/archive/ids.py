"""Identity: which sightings are one paper, and the key that a paper is given once and keeps for ever."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from types import MappingProxyType

from slugify import slugify

from generator.archive.models import Correction, Record, Sighting
from generator.text import fold

MAX_KEY = 80
_NO_CORRECTION = Correction()


class KnownPapers:
    """Every paper of the archive by what it is recognised by: its arXiv id, else its folded title and its facts.

    A title alone proves little: where dates or authors differ, two papers share it. Corrections, by the key of their
    paper, say what it is recognised by as well: a source may go on being wrong.
    """

    def __init__(self, records: Iterable[Record], corrections: Mapping[str, Correction] = MappingProxyType({})) -> None:
        self._key_of_arxiv_id: dict[str, str] = {}
        self._keys_of_title: dict[str, list[str]] = {}
        self._arxiv_id_of_key: dict[str, str] = {}
        self._sightings: dict[str, list[Sighting]] = {}
        self._corrections = corrections
        for record in records:
            self.remember(record.key, record)
        for key, correct in corrections.items():
            if key in self._sightings:
                self._learn(key, correct.title, correct.arxiv_id)

    def candidates(self, sighting: Sighting) -> tuple[str, ...]:
        """Return the key of the paper that was sighted, or several where its title does not tell which one it is.

        Of papers that share the title, those with another arXiv id, date or number of authors are out, and those that
        share one of these facts, or the abstract, come before those of which nothing is known.
        """
        if sighting.arxiv_id in self._key_of_arxiv_id:
            return (self._key_of_arxiv_id[sighting.arxiv_id],)
        possible = [key for key in self.namesakes(sighting) if not self.difference(key, sighting)]
        agreeing = [key for key in possible if self._agrees(key, sighting)]
        return tuple(agreeing or possible)

    def find(self, sighting: Sighting) -> str | None:
        """Return the key of the paper that was sighted, None if the archive does not hold it or may hold several."""
        found = self.candidates(sighting)
        return found[0] if len(found) == 1 else None

    def namesakes(self, sighting: Sighting) -> tuple[str, ...]:
        """Return the keys of all papers of the sighting's title, be they other papers or not."""
        return tuple(self._keys_of_title.get(fold(sighting.title), ()))

    def difference(self, key: str, sighting: Sighting) -> str | None:
        """Return what of a sighting shows that it is not the paper of this key, None where nothing does."""
        arxiv_id, dates, counts, names = self._facts(key)
        if sighting.arxiv_id and arxiv_id not in (None, sighting.arxiv_id):
            return "another arXiv id"
        if sighting.published and dates and sighting.published not in dates:
            return "another date"
        if sighting.authors and names:
            return "other authors" if names.isdisjoint(_surnames(sighting)) else None
        count = _author_count(sighting)
        return "another number of authors" if count and counts and count not in counts else None

    def _agrees(self, key: str, sighting: Sighting) -> bool:
        _, dates, counts, names = self._facts(key)
        abstract = sighting.abstract
        return (
            sighting.published in dates
            or _author_count(sighting) in counts
            or not names.isdisjoint(_surnames(sighting))
            or bool(abstract and any(abstract == known.abstract for known in self._sightings[key]))
        )

    def _facts(self, key: str) -> tuple[str | None, set[date], set[int], set[str]]:
        """Return what is known of a paper: arXiv id, dates on arXiv, numbers of authors and their surnames."""
        sightings = self._sightings[key]
        corrected = self._corrections.get(key, _NO_CORRECTION).published
        dates = {known.published for known in sightings} | {corrected}
        counts = {_author_count(known) for known in sightings}
        return (
            self._arxiv_id_of_key.get(key),
            {day for day in dates if day},
            {count for count in counts if count},
            set().union(*map(_surnames, sightings)),
        )

    def new_key(self, sighting: Sighting) -> str:
        """Return a key that no paper has yet: the arXiv id of the new scheme where it is known, else a slug."""
        if sighting.arxiv_id and "/" not in sighting.arxiv_id and sighting.arxiv_id not in self._sightings:
            return sighting.arxiv_id
        slug = _slug(sighting.title, MAX_KEY)
        for number in count(2):
            if slug not in self._sightings:
                break
            suffix = f"-{number}"
            slug = _slug(sighting.title, MAX_KEY - len(suffix)) + suffix
        return slug

    def remember(self, key: str, sighting: Sighting) -> None:
        """Recognise the paper from now on by what was sighted too: an arXiv id or a title may be news."""
        self._sightings.setdefault(key, []).append(sighting)
        self._learn(key, sighting.title, sighting.arxiv_id)

    def _learn(self, key: str, title: str | None, arxiv_id: str | None) -> None:
        if title:
            keys = self._keys_of_title.setdefault(fold(title), [])
            if key not in keys:
                keys.append(key)
        if arxiv_id:
            self._key_of_arxiv_id.setdefault(arxiv_id, key)
            self._arxiv_id_of_key.setdefault(key, arxiv_id)


def _author_count(sighting: Sighting) -> int | None:
    return sighting.author_count or len(sighting.authors) or None


def _surnames(sighting: Sighting) -> set[str]:
    return {fold(name.split()[-1]) for name in sighting.authors if name.strip()}


def _slug(title: str, longest: int) -> str:
    """Return the title in ASCII, words joined by hyphens; a title without any letter is named by its hash."""
    slug = slugify(
        title,
        max_length=longest,
        word_boundary=True,
        save_order=True,  # else a later, shorter word takes the place of one that is too long
        entities=False,
        decimal=False,
        hexadecimal=False,
    )
    return slug or f"paper-{hashlib.sha256(title.encode()).hexdigest()[:12]}"
