"""Invented archives of any size that have everything that real ones have, with the same lengths and shares.

Every word is made up or an everyday one. A paper is about a theme, whose words it shares with others, so that as many
papers as in the real history have similar ones: seven in ten. A day's papers depend on the day and the seed alone, so
an archive of more papers holds those of a smaller one, and "one more day" is `listing_of` the next weekday.

    papers_of(18_000, seed=1)               # records, the oldest first
    listings_of(18_000, seed=1)             # the same by day
    write_archive(folder, 18_000, seed=1)   # content/ and mkdocs.yml, to be built
"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import log
from pathlib import Path
from random import Random

from generator.archive.curation import curation_path
from generator.archive.dates import is_weekend
from generator.archive.listings import write_listing
from generator.archive.models import DatedUpvotes, Links, Listing, Record
from tests.bench.vocabulary import (
    FIELD,
    GROUPS,
    TOPICS,
    Drawn,
    coined_name,
    draw_theme,
    organizations,
    people,
    topics,
    words_of_abstracts,
    words_of_titles,
)
from tests.support.archives import copy_settings

FIRST_DAY, LAST_DAY = date(1991, 1, 1), date(2025, 6, 30)  # no archive may begin sooner
PER_DAY = 25
QUERIES = 20

# Lengths and shares of the Daily Papers from May 2023 to August 2026, and of their last year where it differs.
_TITLE, _ABSTRACT, _SENTENCE, _KEYWORDS, _KEYWORD = (4, 12), (120, 240), (12, 28), (5, 13), (1, 3)  # from and to
_AUTHORS, _UPVOTES = (log(7), 0.75), (log(10), 1.1)  # of a log-normal distribution
_COINED, _WITH_ARXIV_ID, _WITH_KEYWORDS, _WITH_CODE, _WITH_PROJECT, _WITH_ORGANIZATION = 0.7, 0.95, 0.9, 0.5, 0.3, 0.6
# Which share of a text's words comes from its theme: chosen so that a third of 18,000 papers have similar ones, which
# of the Daily Papers with abstracts 0.39 do.
_OF_THEME_IN_TITLE, _OF_THEME_IN_ABSTRACT, _OF_THEME_IN_KEYWORDS = 0.5, 0.3, 0.8

_COUNTED_AFTER = {1: 0.4, 3: 0.7, 7: 0.9, 14: 1.0}  # days, and the share of all upvotes that a paper has by then
# arXiv's numbers of one month end far below, so that an invented paper has the id of no real one.
_FIRST_NUMBER = 90_000


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
    """Make a folder an archive of that many papers that has everything which an archive can have."""
    content = folder / "content"
    content.mkdir(parents=True)
    copy_settings(folder)
    (content / "topics.yml").write_text(topics_text(), "utf-8")
    (content / "feeds.yml").write_text(queries_text(), "utf-8")
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
    for number, (name, *keywords) in enumerate(topics()):
        if number % (TOPICS // GROUPS) == 0:
            lines += [f"- group: Group {number * GROUPS // TOPICS + 1}", "  topics:"]
        lines += [f"    {name}:", f"      title: {name.capitalize()}", f"      description: All about {name}."]
        lines += [f"      keywords: [{', '.join((name, *keywords))}]"]
    return "\n".join(lines) + "\n"


def queries_text() -> str:
    """Return the text of a feeds.yml whose queries ask for topics, words and authors, and rule some out."""
    random, lines = Random("queries"), []  # noqa: S311
    names = [name for name, *_ in topics()]
    for number in range(QUERIES):
        topic, other, *words = [*random.sample(names, 2), *draw_theme(random).words[:3]]
        asked = (
            f"{{topics: [{topic}], words: [{', '.join(words)}]}}",
            f"{{words: [{', '.join(words)}, {random.choice(FIELD)} {random.choice(FIELD)}]}}",
            f"{{authors: [{', '.join(people().draw(random, 5))}]}}",
            f"{{topics: [{topic}], not: {{topics: [{other}], words: [{words[0]}]}}}}",
        )
        lines += [f"query-{number + 1}:", f"  title: What somebody asked for, {number + 1}"]
        lines += ["  description: Papers that somebody wants to know of.", f"  query: {asked[number % len(asked)]}"]
    return "\n".join(lines) + "\n"


def _paper(random: Random, day: date, place: int) -> Record:
    theme = draw_theme(random)
    number = _FIRST_NUMBER + day.day * 300 + place
    arxiv_id = f"{day:%y%m}.{number}" if random.random() < _WITH_ARXIV_ID else None
    authors = people().draw(random, min(max(int(random.lognormvariate(*_AUTHORS)), 1), 100))
    upvotes = min(int(random.lognormvariate(*_UPVOTES)), 900)
    return Record(
        key=arxiv_id or f"synthetic-{day}-{place}",
        arxiv_id=arxiv_id,
        title=_title(random, theme),
        abstract=_abstract(random, theme),
        authors=tuple(dict.fromkeys(authors)),
        organization=organizations().draw(random, 1)[0] if random.random() < _WITH_ORGANIZATION else None,
        published=day - timedelta(random.randint(1, 4)),
        upvotes=upvotes,
        upvotes_at=_upvotes_at(day, upvotes),
        comments=int(random.expovariate(0.6)),
        links=Links(
            code=f"https://code.example/{day}/{place}" if random.random() < _WITH_CODE else None,
            project=f"https://project.example/{day}/{place}" if random.random() < _WITH_PROJECT else None,
        ),
        keywords=_keywords(random, theme),
    )


def _upvotes_at(day: date, upvotes: int) -> tuple[DatedUpvotes, ...]:
    """Return the dated counts of a paper, as if the archive was last fetched on its last day."""
    counted = {day + timedelta(age): int(share * upvotes) for age, share in _COUNTED_AFTER.items()}
    return tuple(DatedUpvotes(day=on, upvotes=count) for on, count in counted.items() if on <= LAST_DAY)


def _mixed(random: Random, theme: Drawn, others: Drawn, share: float, count: int) -> list[str]:
    """Return words of the theme and others, shuffled."""
    own = round(share * count)
    words = theme.draw(random, own) + others.draw(random, count - own)
    random.shuffle(words)
    return words


def _title(random: Random, theme: Drawn) -> str:
    words = _mixed(random, theme, words_of_titles(), _OF_THEME_IN_TITLE, random.randint(*_TITLE))
    title = " ".join(words).title()
    return f"{coined_name(random)}: {title}" if random.random() < _COINED else title


def _abstract(random: Random, theme: Drawn) -> str:
    words = _mixed(random, theme, words_of_abstracts(), _OF_THEME_IN_ABSTRACT, random.randint(*_ABSTRACT))
    sentences = []
    while words:
        length = random.randint(*_SENTENCE)
        sentences.append(" ".join(words[:length]).capitalize() + ".")
        words = words[length:]
    return " ".join(sentences)


def _keywords(random: Random, theme: Drawn) -> tuple[str, ...]:
    if random.random() >= _WITH_KEYWORDS:
        return ()
    field = Drawn(tuple(FIELD), tuple(range(1, len(FIELD) + 1)))
    lengths = [random.randint(*_KEYWORD) for _ in range(random.randint(*_KEYWORDS))]
    phrases = (" ".join(_mixed(random, theme, field, _OF_THEME_IN_KEYWORDS, length)) for length in lengths)
    return tuple(dict.fromkeys(phrases))


def _curation_text(listing: Listing, seed: int) -> str:
    random = Random(f"curation {seed} {listing.day}")  # noqa: S311
    lines = [f"# Papers listed on {listing.day}."]
    for paper in sorted(listing.papers, key=lambda paper: paper.key):
        names = random.sample([name for name, *_ in topics()], random.randint(1, 3))
        summary = " ".join(words_of_abstracts().draw(random, 18)).capitalize()
        lines += [f'"{paper.key}":', f"  topics: [{', '.join(names)}]", f"  summary: {summary}."]
    return "\n".join(lines) + "\n"
