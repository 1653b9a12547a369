"""Identity: which sightings are the same paper, and the permanent key that each paper is given."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice, product
from types import MappingProxyType
from typing import NamedTuple

from slugify import slugify

from generator.archive.identifiers import fold_doi
from generator.archive.models import Correction, Record, Sighting
from generator.text import fold

MAX_KEY = 80
_NO_CORRECTION = Correction()
_FEW = 8  # papers of one title are compared one by one
_NAMED = 3
_ANY = "any"
_Told = tuple[date | str | None, int | str | None]  # date and number of authors; each known, unknown (None) or any


class Keys(NamedTuple):
    """The first few keys of papers, and how many keys there are in all."""

    first: tuple[str, ...]
    number: int

    @classmethod
    def of(cls, keys: Collection[str]) -> "Keys":
        """Return the first few of the keys, and their number."""
        return cls(tuple(islice(keys, _NAMED)), len(keys))

    def __str__(self) -> str:
        more = self.number - len(self.first)
        return " and ".join([*self.first, f"{more:,} more"] if more else self.first)


@dataclass(slots=True)
class _Facts:
    """The facts from the sightings of one paper, read lazily: few papers are ever looked up."""

    dates: set[date] = field(default_factory=set)
    counts: set[int] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    abstracts: set[str] = field(default_factory=set)
    unread: list[Sighting] = field(default_factory=list)

    def read(self) -> None:
        """Add the facts from the unread sightings."""
        for sighting in self.unread:
            if sighting.published:
                self.dates.add(sighting.published)
            if number := _author_count(sighting):
                self.counts.add(number)
            if sighting.abstract:
                self.abstracts.add(sighting.abstract)
            self.surnames |= _surnames(sighting)
        self.unread.clear()


class KnownPapers:
    """Every paper of the archive, recognised by its arXiv id, else its DOI, else its folded title and its facts.

    A title alone proves little: if dates or authors differ, two papers share it. Papers are also recognised by their
    corrected facts (`corrections`, by key), because a source may still give the wrong ones.
    """

    def __init__(self, records: Iterable[Record], corrections: Mapping[str, Correction] = MappingProxyType({})) -> None:
        self._key_of_arxiv_id: dict[str, str] = {}
        self._key_of_doi: dict[str, str] = {}  # folded, as below
        self._keys_of_title: dict[str, dict[str, int]] = {}  # numbered in the order they were added
        self._titles_of_key: dict[str, list[str]] = {}
        self._keys_of_facts: dict[str, dict[_Told, set[str]]] = {}  # by title, computed lazily
        self._arxiv_id_of_key: dict[str, str] = {}
        self._dois_of_key: dict[str, set[str]] = {}
        self._facts_of_key: dict[str, _Facts] = {}
        self._last_number: dict[str, int] = {}  # tried, by slug: all smaller ones are taken
        self._corrections = corrections
        for record in records:
            self.remember(record.key, record)
        for key, correct in corrections.items():
            if key in self._facts_of_key:
                self._learn(key, correct.title, correct.arxiv_id, correct.doi)

    def candidates(self, sighting: Sighting) -> tuple[str, ...]:
        """Return the key of the paper that was sighted, or several if its title is ambiguous.

        Papers that share the title but have another arXiv id, date or number of authors are excluded, and those that
        share one of these facts, or the abstract, take precedence over those of which nothing is known. A DOI does not
        make two arXiv ids one paper: one of the three is then a mistake.
        """
        if sighting.arxiv_id in self._key_of_arxiv_id:
            return (self._key_of_arxiv_id[sighting.arxiv_id],)
        key = self._key_of_doi.get(fold_doi(sighting.doi)) if sighting.doi else None
        if key and not (sighting.arxiv_id and key in self._arxiv_id_of_key):
            return (key,)
        possible = [key for key in self._comparable(sighting) if not self.difference(key, sighting)]
        agreeing = [key for key in possible if self._agrees(key, sighting)]
        return tuple(agreeing or possible)

    def find(self, sighting: Sighting) -> str | None:
        """Return the key of the paper that was sighted, None if it is unknown or ambiguous."""
        found = self.candidates(sighting)
        return found[0] if len(found) == 1 else None

    def namesakes(self, sighting: Sighting) -> Keys:
        """Return the keys of all papers with the sighting's title, whether or not they are the same paper."""
        return Keys.of(self._keys_of_title.get(fold(sighting.title), {}))

    def _comparable(self, sighting: Sighting) -> Iterable[str]:
        """Return the keys with the sighting's title; of many, only those with a compatible date and author count.

        This avoids comparing every pair among many papers of one title.
        """
        title = fold(sighting.title)
        keys = self._keys_of_title.get(title, {})
        published, authors = sighting.published, _author_count(sighting)
        if len(keys) <= _FEW or not (published or authors) or sighting.authors:
            return keys
        if title not in self._keys_of_facts:
            self._keys_of_facts[title] = {}
            for key in keys:
                self._sort_in(title, key)
        by_facts = self._keys_of_facts[title]
        wanted = product((published, None) if published else (_ANY,), (authors, None) if authors else (_ANY,))
        found = {key for facts in wanted for key in by_facts.get(facts, ())}
        return sorted(found, key=keys.__getitem__)

    def _sort_in(self, title: str, key: str) -> None:
        facts = self._facts(key)
        for told in product((*(facts.dates or (None,)), _ANY), (*(facts.counts or (None,)), _ANY)):
            self._keys_of_facts[title].setdefault(told, set()).add(key)

    def difference(self, key: str, sighting: Sighting) -> str | None:
        """Return the fact that shows that a sighting is not the paper with this key, None if there is none."""
        arxiv_id, facts = self._arxiv_id_of_key.get(key), self._facts(key)
        if sighting.arxiv_id and arxiv_id not in (None, sighting.arxiv_id):
            return "another arXiv id"
        if sighting.doi and (dois := self._dois_of_key.get(key)) and fold_doi(sighting.doi) not in dois:
            return "another DOI"
        if sighting.published and facts.dates and sighting.published not in facts.dates:
            return "another date"
        if sighting.authors and facts.surnames:
            return "other authors" if facts.surnames.isdisjoint(_surnames(sighting)) else None
        count = _author_count(sighting)
        return "another number of authors" if count and facts.counts and count not in facts.counts else None

    def _agrees(self, key: str, sighting: Sighting) -> bool:
        facts = self._facts(key)
        return (
            sighting.published in facts.dates
            or _author_count(sighting) in facts.counts
            or not facts.surnames.isdisjoint(_surnames(sighting))
            or sighting.abstract in facts.abstracts
        )

    def _facts(self, key: str) -> _Facts:
        """Return what is known of a paper. Each sighting is read only once."""
        facts = self._facts_of_key[key]
        facts.read()
        return facts

    def new_key(self, sighting: Sighting) -> str:
        """Return a key that no paper has yet: the arXiv id if known and in the new scheme, else a slug."""
        if sighting.arxiv_id and "/" not in sighting.arxiv_id and sighting.arxiv_id not in self._facts_of_key:
            return sighting.arxiv_id
        slug = first = _slug(sighting.title, MAX_KEY)
        for number in count(self._last_number.get(first, 2)):
            if slug not in self._facts_of_key:
                break
            suffix = f"-{number}"
            slug = _slug(sighting.title, MAX_KEY - len(suffix)) + suffix
            self._last_number[first] = number
        return slug

    def remember(self, key: str, sighting: Sighting) -> None:
        """Add a sighting of the paper, which may bring a new arXiv id, DOI or title to recognise it by."""
        if key not in self._facts_of_key:
            corrected = self._corrections.get(key, _NO_CORRECTION).published
            self._facts_of_key[key] = _Facts(dates={corrected} if corrected else set())
        self._facts_of_key[key].unread.append(sighting)
        self._learn(key, sighting.title, sighting.arxiv_id, sighting.doi)
        for title in self._titles_of_key[key]:
            if title in self._keys_of_facts:
                self._sort_in(title, key)

    def _learn(self, key: str, title: str | None, arxiv_id: str | None, doi: str | None) -> None:
        titles = self._titles_of_key.setdefault(key, [])
        if title and (folded := fold(title)) not in titles:
            titles.append(folded)
            keys = self._keys_of_title.setdefault(folded, {})
            keys[key] = len(keys)
        if arxiv_id:
            self._key_of_arxiv_id.setdefault(arxiv_id, key)
            self._arxiv_id_of_key.setdefault(key, arxiv_id)
        if doi:
            self._key_of_doi.setdefault(fold_doi(doi), key)
            self._dois_of_key.setdefault(key, set()).add(fold_doi(doi))


def _author_count(sighting: Sighting) -> int | None:
    return sighting.author_count or len(sighting.authors) or None


def _surnames(sighting: Sighting) -> set[str]:
    return {fold(name.split()[-1]) for name in sighting.authors if name.strip()}


def _slug(title: str, longest: int) -> str:
    """Return the title in ASCII, words joined by hyphens; if nothing remains, a hash of the title."""
    slug = slugify(
        title,
        max_length=longest,
        word_boundary=True,
        save_order=True,  # otherwise a later, shorter word replaces one that is too long
        entities=False,
        decimal=False,
        hexadecimal=False,
    )
    return slug or f"paper-{hashlib.sha256(title.encode()).hexdigest()[:12]}"
