"""Identity: which sightings are one paper, and the key that a paper is given once and keeps for ever."""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import count
from types import MappingProxyType

from slugify import slugify

from generator.archive.models import Correction, Record, Sighting
from generator.archive.text import fold

MAX_KEY = 80


class KnownPapers:
    """Every paper of the archive by what it is recognised by: its arXiv id, else its folded title.

    Corrections, by the key of their paper, say what it is recognised by as well: a source may go on being wrong.
    """

    def __init__(self, records: Iterable[Record], corrections: Mapping[str, Correction] = MappingProxyType({})) -> None:
        self._key_of_arxiv_id: dict[str, str] = {}
        self._key_of_title: dict[str, str] = {}
        self._arxiv_id_of_key: dict[str, str] = {}
        self._keys: set[str] = set()
        for record in records:
            self.remember(record.key, record)
        for key, correct in corrections.items():
            if key in self._keys:
                self._learn(key, correct.title, correct.arxiv_id)

    def find(self, sighting: Sighting) -> str | None:
        """Return the key of the paper that was sighted, None if the archive does not hold it.

        Two papers of one title are two papers where their arXiv ids differ.
        """
        arxiv_id = sighting.arxiv_id
        if arxiv_id and arxiv_id in self._key_of_arxiv_id:
            return self._key_of_arxiv_id[arxiv_id]
        key = self._key_of_title.get(fold(sighting.title))
        if key and arxiv_id and self._arxiv_id_of_key.get(key, arxiv_id) != arxiv_id:
            return None
        return key

    def new_key(self, sighting: Sighting) -> str:
        """Return a key that no paper has yet: the arXiv id of the new scheme where it is known, else a slug."""
        if sighting.arxiv_id and "/" not in sighting.arxiv_id and sighting.arxiv_id not in self._keys:
            return sighting.arxiv_id
        slug = _slug(sighting.title, MAX_KEY)
        for number in count(2):
            if slug not in self._keys:
                break
            suffix = f"-{number}"
            slug = _slug(sighting.title, MAX_KEY - len(suffix)) + suffix
        return slug

    def remember(self, key: str, sighting: Sighting) -> None:
        """Recognise the paper from now on by what was sighted too: an arXiv id or a title may be news."""
        self._keys.add(key)
        self._learn(key, sighting.title, sighting.arxiv_id)

    def _learn(self, key: str, title: str | None, arxiv_id: str | None) -> None:
        if title:
            self._key_of_title.setdefault(fold(title), key)
        if arxiv_id:
            self._key_of_arxiv_id.setdefault(arxiv_id, key)
            self._arxiv_id_of_key.setdefault(key, arxiv_id)


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
