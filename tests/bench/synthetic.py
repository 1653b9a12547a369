"""Invented archives of any size whose lengths, shares and vocabulary are those of real ones.

Every word is made up or an everyday one. A day's papers depend on the day and the seed alone, so an archive of more
papers holds those of a smaller one, and "one more day" is `listing_of` the next weekday.

    papers_of(18_000, seed=1)               # records, the oldest first
    listings_of(18_000, seed=1)             # the same by day
    write_archive(folder, 18_000, seed=1)   # content/ and mkdocs.yml, to be built
"""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, product
from pathlib import Path
from random import Random

from generator.archive.curation import curation_path
from generator.archive.dates import is_weekend
from generator.archive.listings import write_listing
from generator.archive.models import Links, Listing, Record
from tests.support.archives import REPOSITORY

FIRST_DAY, LAST_DAY = date(1991, 1, 1), date(2025, 6, 30)  # no archive may begin sooner
PER_DAY = 25
TITLE, ABSTRACT, SENTENCE = (5, 13), (120, 240), (12, 28)  # words, from and to
TOPICS, GROUPS = 90, 9

_LITTLE = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "we",
    "for",
    "is",
    "that",
    "on",
    "with",
    "this",
    "our",
    "by",
    "are",
    "as",
    "it",
    "an",
    "be",
    "from",
    "which",
    "can",
    "at",
    "or",
    "have",
    "not",
    "these",
    "more",
    "than",
    "their",
    "its",
    "has",
    "such",
    "also",
    "both",
    "but",
    "into",
    "each",
    "while",
    "when",
    "however",
    "show",
    "through",
    "only",
    "between",
    "all",
    "over",
]
_FIELD = [
    "model",
    "language",
    "data",
    "learning",
    "training",
    "method",
    "image",
    "task",
    "performance",
    "large",
    "reasoning",
    "video",
    "network",
    "generation",
    "approach",
    "result",
    "new",
    "text",
    "framework",
    "code",
    "benchmark",
    "system",
    "agent",
    "domain",
    "input",
    "work",
    "quality",
    "human",
    "feature",
    "attention",
    "token",
    "space",
    "problem",
    "state",
    "policy",
    "reward",
    "scale",
    "memory",
    "search",
    "visual",
    "speech",
    "graph",
    "robot",
    "world",
    "context",
    "prompt",
    "answer",
    "question",
    "user",
    "error",
    "signal",
    "layer",
    "sample",
    "noise",
    "motion",
    "scene",
    "object",
    "depth",
    "sound",
    "music",
    "story",
    "game",
    "weight",
    "cost",
    "speed",
    "size",
    "level",
    "step",
    "loss",
    "rate",
    "test",
    "sense",
    "light",
    "field",
    "point",
    "pair",
    "form",
    "base",
    "part",
    "key",
    "map",
    "view",
]
_STARTS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "sh",
    "sk",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ai", "ea", "io", "or", "en"]
_ENDS = ["", "l", "m", "n", "r", "s", "t", "x", "nd", "ck"]
_WORDS = 60_000


def papers_of(count: int, seed: int) -> Iterator[Record]:
    """Yield that many papers, the oldest first."""
    return (paper for listing in listings_of(count, seed) for paper in listing.papers)


def listings_of(count: int, seed: int) -> Iterator[Listing]:
    """Yield the listings of that many papers, one a day; the first may hold fewer."""
    days = days_of(count)
    for day in days:
        listing = listing_of(day, seed)
        spare = len(days) * PER_DAY - count if day == days[0] else 0
        yield Listing(day=day, source="synthetic", status="complete", papers=listing.papers[spare:])


def days_of(count: int) -> list[date]:
    """Return the days of that many papers: weekdays up to the last day, weekends too where there are not enough."""
    days = [LAST_DAY - timedelta(back) for back in range((LAST_DAY - FIRST_DAY).days)]
    return sorted(sorted(days, key=is_weekend)[: max(1, -(-count // PER_DAY))])


def next_day(day: date) -> date:
    """Return the weekday after a day."""
    day += timedelta(1)
    return next_day(day) if is_weekend(day) else day


def listing_of(day: date, seed: int) -> Listing:
    """Return what was listed on a day."""
    random = Random(f"{seed} {day}")  # noqa: S311 - the same each time is what is wanted
    papers = tuple(_paper(random, day, place) for place in range(PER_DAY))
    return Listing(day=day, source="synthetic", status="complete", papers=papers)


def write_archive(folder: Path, count: int, seed: int) -> Path:
    """Make a folder an archive of that many papers: listings, topics, some curation, and the project's mkdocs.yml."""
    content = folder / "content"
    content.mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    (content / "topics.yml").write_text(topics_text(), "utf-8")
    for listing in listings_of(count, seed):
        write_listing(content, listing)
        if listing.day and listing.day.day % 10 == 0:  # people look at a part of it
            path = curation_path(content, listing.day)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_curation_text(listing, seed), "utf-8")
    return folder


def topics_text() -> str:
    """Return the text of a topics.yml whose topics suit some papers each."""
    lines = []
    for number, (name, *keywords) in enumerate(_topics()):
        if number % (TOPICS // GROUPS) == 0:
            lines += [f"- group: Group {number * GROUPS // TOPICS + 1}", "  topics:"]
        lines += [f"    {name}:", f"      title: {name.capitalize()}", f"      description: All about {name}."]
        lines += [f"      keywords: [{', '.join((name, *keywords))}]"]
    return "\n".join(lines) + "\n"


def vocabulary() -> tuple[str, ...]:
    """Return all words, the most common first."""
    return _vocabulary()[0]


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]:
    """Return the words, and their shares in abstracts and in titles as `random.choices` wants them, summed up.

    The shares are Zipf's, with Mandelbrot's shift; titles have few of the little words.
    """
    syllables = ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS)]
    made = map("".join, product(Random("words").sample(syllables, 250), repeat=2))  # noqa: S311
    tail = Random("order").sample(list(made), _WORDS)  # noqa: S311
    words = tuple(dict.fromkeys([*_LITTLE, *_FIELD, *tail]))
    shares = [1 / (rank + 3.7) for rank in range(len(words))]
    little = len(_LITTLE)
    titles = [share * (0.2 if rank < little else 1) for rank, share in enumerate(shares)]
    return words, tuple(accumulate(shares)), tuple(accumulate(titles))


@cache
def _topics() -> tuple[tuple[str, ...], ...]:
    """Return the name and the other keywords of each topic: words that one abstract in ten to a hundred has."""
    words = vocabulary()
    start = len(_LITTLE) + 20
    return tuple(
        (words[start + at], words[start + TOPICS + at], words[start + 2 * TOPICS + at]) for at in range(TOPICS)
    )


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...], tuple[float, ...]]:
    """Return first and last names, and the shares of the last ones, summed up."""
    made = vocabulary()[-32_000:]
    last = made[2_000:]
    shares = accumulate(1 / (rank + 200) for rank in range(len(last)))
    return tuple(word.capitalize() for word in made[:2_000]), tuple(word.capitalize() for word in last), tuple(shares)


def _paper(random: Random, day: date, place: int) -> Record:
    arxiv_id = f"{day:%y%m}.{day.day * 300 + place:05}" if random.random() < 0.95 else None
    return Record(
        key=arxiv_id or f"synthetic-{day}-{place}",
        arxiv_id=arxiv_id,
        title=_title(random),
        abstract=_abstract(random),
        authors=tuple(_author(random) for _ in range(min(1 + int(random.expovariate(1 / 4.2)), 40))),
        published=day - timedelta(random.randint(1, 4)),
        upvotes=min(int(2 / random.random() ** 0.8), 900),
        comments=int(random.expovariate(0.6)),
        links=Links(code=f"https://code.example/{day}/{place}" if random.random() < 0.5 else None),
        keywords=tuple(dict.fromkeys(_draw(random, random.randint(0, 4), titled=True))),
    )


def _draw(random: Random, count: int, *, titled: bool = False) -> list[str]:
    words, shares, title_shares = _vocabulary()
    return random.choices(words, cum_weights=title_shares if titled else shares, k=count)


def _title(random: Random) -> str:
    title = " ".join(_draw(random, random.randint(*TITLE), titled=True)).title()
    coined = "".join(random.choice(_STARTS) + random.choice(_MIDDLES) for _ in range(3)).capitalize()
    return f"{coined}: {title}" if random.random() < 0.4 else title


def _abstract(random: Random) -> str:
    words = _draw(random, random.randint(*ABSTRACT))
    sentences = []
    while words:
        length = random.randint(*SENTENCE)
        sentences.append(" ".join(words[:length]).capitalize() + ".")
        words = words[length:]
    return " ".join(sentences)


def _author(random: Random) -> str:
    first, last, shares = _names()
    return f"{random.choice(first)} {random.choices(last, cum_weights=shares)[0]}"


def _curation_text(listing: Listing, seed: int) -> str:
    random = Random(f"curation {seed} {listing.day}")  # noqa: S311
    lines = [f"# Papers listed on {listing.day}."]
    for paper in sorted(listing.papers, key=lambda paper: paper.key):
        topics = random.sample([name for name, *_ in _topics()], random.randint(1, 3))
        summary = " ".join(_draw(random, 18)).capitalize()
        lines += [f'"{paper.key}":', f"  topics: [{', '.join(topics)}]", f"  summary: {summary}."]
    return "\n".join(lines) + "\n"
