"""A reference implementation of the search that scans every record for every query."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from generator.publish.search.document import SearchRecord, head_of, rank
from generator.publish.search.words import joined_of, without_umlauts, words_of
from generator.stems import stem

WORTH = (12, 8, 4, 2)
ALL = 1 << 16
PLACE, UPVOTES = 10, 1
LITTLE = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "can", "could", "do", "does", "for", "from", "has", "have"),
        *("how", "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "should", "that", "the", "their"),
        *("there", "these", "this", "those", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why"),
        *("will", "with", "would", "you", "your"),
    ]
)

_LITTLE_TERMS = frozenset(map(stem, LITTLE))
_ADDRESS = re.compile(
    r"""[^\s"“”]*?(?:(?<![0-9])([0-9]{4}\.[0-9]{4,5})(?![0-9])"""
    r"""|(?<![a-z-])([a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?![0-9]))[^\s"“”]*"""
)


def terms_of(text: str) -> list[str]:
    """Return the terms of a text in order: the stems of its words."""
    return list(map(stem, words_of(text)))


@cache
def all_terms_of(text: str) -> list[str]:
    """Return the terms of a text, including those of its words spelled without umlauts."""
    return terms_of(text) + list(map(stem, without_umlauts(text)))


@cache
def joined_terms_of(text: str) -> set[str]:
    """Return the terms of a text's compounds."""
    return set(map(stem, joined_of(text)))


@dataclass(frozen=True, slots=True)
class Found:
    """The addresses of the matches in order, how many of them have all words, and how many of those are of each year.

    The years are counted whatever months are asked for.
    """

    addresses: list[str]
    complete: int
    years: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Word:
    term: str
    required: bool
    begun: bool
    little: bool = False
    joined: tuple["_Word", ...] = ()


def plain_search(records: Sequence[SearchRecord], query: str, *, sort: str = "best", **filters: str) -> Found:
    """Return the matches of a query among the records."""
    words, phrases = _question(query)
    if not words and not filters:
        return Found([], 0, {})
    worth = {word: [_worth(record, word) for record in records] for word in words}
    rarity = {word: (len(records) // max(sum(map(bool, found)), 1)).bit_length() for word, found in worth.items()}
    needed = {word for word in words if not word.little}
    scored: list[tuple[int, SearchRecord]] = []
    whole: set[str] = set()
    for record in sorted(records, key=rank):
        found = {word: value for word in words if (value := _worth(record, word))}
        if not _kept(record, filters) or (needed and needed.isdisjoint(found)):
            continue
        if any(word.required and word not in found for word in words):
            continue
        if not all(_has_phrase(record, phrase) for phrase in phrases):
            continue
        scored.append((sum(rarity[word] * _points(record, word, value) for word, value in found.items()), record))
        if needed <= found.keys():
            whole.add(record.address)
    years = Counter(str(record.day.year) for _, record in scored if record.day and record.address in whole)
    kept = [(score, record) for score, record in scored if _within(record, filters)]
    kept.sort(key=lambda one: (one[1].address not in whole, -_sort_key(sort, *one)))
    addresses = [record.address for _, record in kept]
    return Found(addresses, len(whole.intersection(addresses)), dict(sorted(years.items())))


def _points(record: SearchRecord, word: _Word, value: int) -> int:
    return PLACE * value + (0 if word.little else ALL + UPVOTES * record.upvotes.bit_length())


def _sort_key(sort: str, score: int, record: SearchRecord) -> int:
    day = record.day.toordinal() if record.day else 0
    return {"best": score, "newest": day, "upvotes": record.upvotes}[sort]


def _within(record: SearchRecord, filters: dict[str, str]) -> bool:
    month = f"{record.day:%Y-%m}" if record.day else ""
    return filters.get("from", "") <= month and (not filters.get("to") or "" < month <= filters["to"])


def _question(query: str) -> tuple[list[_Word], list[list[str]]]:
    query = _ADDRESS.sub(lambda address: address[1] or address[2], query)
    phrases = [terms_of(quoted) for quoted in re.findall('["“”]([^"“”]*)["“”]', query)]
    loose = re.sub('["“”]([^"“”]*)["“”]', " ", query)
    words = {term: _Word(term, required=True, begun=False) for phrase in phrases for term in phrase}
    typed = terms_of(loose)
    last = len(typed) - 1 if typed and words_of(loose[-1]) else None
    pairs = _pairs(loose, last)
    for place, term in enumerate(typed):
        before = words.get(term, _Word(term, required=False, begun=False))
        joined = (*before.joined, *(pairs[at] for at in (place - 1, place) if at in pairs))
        if not before.required:
            words[term] = _Word(term, required=False, begun=place == last, joined=joined)
    first = list(words.values())[:16]
    little = [not word.required and word.term in _LITTLE_TERMS for word in first]
    first = [replace(word, little=is_little and not all(little)) for word, is_little in zip(first, little, strict=True)]
    return first, [phrase for phrase in phrases if len(phrase) > 1]


def _pairs(text: str, last: int | None) -> dict[int, _Word]:
    """Return the possible compounds of neighbouring words, by the position of the first."""
    words, parted = words_of(text), joined_of(text)
    pairs = {place: first + second for place, (first, second) in enumerate(pairwise(words))}
    few = len(words) <= 3
    return {
        place: _Word(stem(pair), required=False, begun=place + 1 == last)
        for place, pair in pairs.items()
        if few or pair in parted or re.match("v?[0-9]", words[place + 1])
    }


def _kept(record: SearchRecord, filters: dict[str, str]) -> bool:
    return filters.get("topic") in (None, *(topic.name for topic in record.topics)) and (
        "author" not in filters or words_of(filters["author"]) in [words_of(name) for name in record.authors]
    )


def _worth(record: SearchRecord, word: _Word) -> int:
    """Return the word's score in its best place in the record, or 0; less if it is only found in a compound."""
    return max(_worth_of(record, word), *(_worth_of(record, pair, less=1) for pair in word.joined), 0)


def _worth_of(record: SearchRecord, word: _Word, less: int = 0) -> int:
    for worth, text in zip(WORTH, _places(record), strict=True):
        terms = all_terms_of(text)
        if word.term in terms or word.term in joined_terms_of(text):
            return worth - less
        if word.begun and any(term.startswith(word.term) for term in terms):
            return worth - 1
    return 0


def _places(record: SearchRecord) -> tuple[str, str, str, str]:
    about = "\n".join([record.summary, *(topic.title for topic in record.topics), *record.authors, record.arxiv_id])
    return head_of(record.title), record.title, about, "\n".join(record.abstract)


def _has_phrase(record: SearchRecord, phrase: list[str]) -> bool:
    texts = (record.title, record.summary, *record.abstract, ", ".join(record.authors))
    return any(terms[at : at + len(phrase)] == phrase for terms in map(terms_of, texts) for at in range(len(terms)))
