"""The small changes of every day, each made anew at every turn: a listing more, another topic, another title."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from generator.archive.curation import curation_paths
from generator.archive.listings import listing_paths, write_listing
from generator.files import replace_file
from tests.bench.synthetic import listing_of, next_day

UNKNOWN_TOPIC = "no-such-topic"

_TOPIC = re.compile(r"^    (\S+):\n      title: (.+)$", re.MULTILINE)
_DECISION = re.compile(r'^"?([^"\s]+?)"?:[^\n]*\n  topics: \[(.*)\]', re.MULTILINE)


def later_days(root: Path) -> Iterator[date]:
    """Yield the weekdays after the last listing of an archive."""
    day = max(date.fromisoformat(path.stem) for path in listing_paths(root / "content") if path.stem[0].isdigit())
    while True:
        day = next_day(day)
        yield day


def add_day(root: Path, day: date, seed: int, *, abstracts: bool = True) -> None:
    """List invented papers of that day."""
    listing = listing_of(day, seed)
    if not abstracts:
        papers = tuple(msgspec.structs.replace(paper, abstract=None) for paper in listing.papers)
        listing = msgspec.structs.replace(listing, papers=papers)
    write_listing(root / "content", listing)


def change_topics(root: Path, turn: int) -> tuple[str, str]:
    """Give a paper another topic at each turn; return the address of its page and what will stand there.

    It is the first in a file of decisions from the middle of the archive.
    """
    names = [name for name, _ in _TOPIC.findall(_topics_file(root).read_text("utf-8"))]
    others = [name for name in names if name not in _decision(root)[2].split(", ")]
    name = others[turn % len(others)]
    return f"papers/{decide(root, name)}/", f"topics/{name}/"


def change_title(root: Path, turn: int) -> tuple[str, str]:
    """Give a topic another title at each turn; return the address of its page and what will stand there.

    It is one from the middle of topics.yml.
    """
    path = _topics_file(root)
    text = path.read_text("utf-8")
    found = list(_TOPIC.finditer(text))
    topic, title = found[len(found) // 2], f"Topic of turn {turn}"
    replace_file(path, f"{text[: topic.start(2)]}{title}{text[topic.end(2) :]}".encode())
    return f"topics/{topic[1]}/", title


def topics_of_paper(root: Path) -> str:
    """Return the topics of the paper that `change_topics` changes."""
    return _decision(root)[2]


def decide(root: Path, topics: str) -> str:
    """Give that paper these topics, be they names that do not exist, and return its key."""
    path = _decisions_file(root)
    decision, text = _decision(root), path.read_text("utf-8")
    replace_file(path, f"{text[: decision.start(2)]}{topics}{text[decision.end(2) :]}".encode())
    return decision[1]


def _topics_file(root: Path) -> Path:
    return root / "content" / "topics.yml"


def _decisions_file(root: Path) -> Path:
    paths = sorted(curation_paths(root / "content"))
    return paths[len(paths) // 2]


def _decision(root: Path) -> re.Match[str]:
    """Return the first decision about topics in the file: the paper's key and the topics."""
    found = _DECISION.search(_decisions_file(root).read_text("utf-8"))
    assert found, "people have chosen topics for a paper"
    return found
