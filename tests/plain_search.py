"""The search's promise, kept the slow way: every record is looked at for every query."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.search_records import SearchRecord, rank
from generator.publish.search_words import stem, words_of

WORTH = (8, 4, 2)
ALL = 4096


def terms_of(text: str) -> list[str]:
    """Return the terms of a text in order: its words, each in the singular."""
    return list(map(stem, words_of(text)))


@dataclass(frozen=True, slots=True)
class Found:
    """The addresses of what was found, the best first, and how many of them have every word."""

    addresses: list[str]
    complete: int


@dataclass(frozen=True, slots=True)
class _Word:
    term: str
    required: bool
    begun: bool


def plain_search(records: Sequence[SearchRecord], query: str, **filters: str) -> Found:
    """Return what a query finds among the records."""
    ordered = [record for record in sorted(records, key=rank) if _kept(record, filters)]
    words, phrases = _question(query)
    if not words:
        return Found([record.address for record in ordered] if filters else [], len(ordered) if filters else 0)
    worth = {word: [_worth(record, word) for record in records] for word in words}
    rarity = {word: (len(records) // max(sum(map(bool, found)), 1)).bit_length() for word, found in worth.items()}
    scored = []
    for place, record in enumerate(ordered):
        found = {word: value for word in words if (value := _worth(record, word))}
        if not found or any(word.required and word not in found for word in words):
            continue
        if not all(_has_phrase(record, phrase) for phrase in phrases):
            continue
        score = sum(rarity[word] * (ALL + value) for word, value in found.items())
        scored.append((-score, place, record.address, len(found) == len(words)))
    scored.sort()
    return Found([address for _, _, address, _ in scored], sum(every for *_, every in scored))


def _question(query: str) -> tuple[list[_Word], list[list[str]]]:
    phrases = [terms_of(quoted) for quoted in re.findall('["“”]([^"“”]*)["“”]', query)]
    loose = re.sub('["“”]([^"“”]*)["“”]', " ", query)
    words = {term: _Word(term, required=True, begun=False) for phrase in phrases for term in phrase}
    typed = terms_of(loose)
    last = typed[-1] if typed and words_of(loose[-1]) else None
    for term in typed:
        if term not in words or (term == last and not words[term].required):
            words[term] = _Word(term, required=False, begun=term == last)
    return list(words.values())[:16], [phrase for phrase in phrases if len(phrase) > 1]


def _kept(record: SearchRecord, filters: dict[str, str]) -> bool:
    return (
        filters.get("topic") in (None, *(topic.name for topic in record.topics))
        and filters.get("year") in (None, *record.years)
        and ("author" not in filters or words_of(filters["author"]) in [words_of(name) for name in record.authors])
    )


def _worth(record: SearchRecord, word: _Word) -> int:
    """Return what the word is worth in the best place where the record has it, or 0."""
    about = "\n".join([record.summary, *(topic.title for topic in record.topics), *record.authors, record.arxiv_id])
    for worth, text in zip(WORTH, (record.title, about, "\n".join(record.abstract)), strict=True):
        terms = terms_of(text)
        if word.term in terms:
            return worth
        if word.begun and any(term.startswith(word.term) for term in terms):
            return worth - 1
    return 0


def _has_phrase(record: SearchRecord, phrase: list[str]) -> bool:
    texts = (record.title, record.summary, *record.abstract, ", ".join(record.authors))
    return any(terms[at : at + len(phrase)] == phrase for terms in map(terms_of, texts) for at in range(len(terms)))
