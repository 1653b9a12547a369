"""Pairs of changes that are each valid and merge without a conflict, and repositories with both merged."""

from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from generator.archive.listings import encode_listing
from generator.archive.models import Listing, Record
from generator.cli import papers
from tests.support.git import git

KETTLES, MOTHS = Record(key="kettles", title="Slow Kettles"), Record(key="moths", title="Moths at Night")
TOPICS = """\
- group: Water
  topics:
    boiling:
      title: Boiling
      description: What boils.
      keywords: [kettle]
    ferries:
      title: Ferries
      description: What waits.
      keywords:
        - ferry

- group: Air
  topics:
    flying:
      title: Flying
      description: What flies.
      keywords: [moth]
"""
BOATS = "    boats:\n      title: {}\n      description: What floats.\n      keywords: [boat]\n"
MONDAY_FILE, TUESDAY_FILE = "curation/2025/2025-03-10.yml", "curation/2025/2025-03-11.yml"

Change = dict[str, str]


def topics_with(old: str, new: str) -> Change:
    changed = TOPICS.replace(old, new)
    assert changed != TOPICS
    return {"topics.yml": changed}


def decided(path: str, what: str, key: str = "kettles") -> Change:
    return {path: f"{key}:\n{what}"}


def listed(day: str, *records: Record) -> Change:
    """Return a change that writes a day's listing."""
    listing = Listing(day=date.fromisoformat(day), source="a test", status="complete", papers=records)
    return {f"listings/{day[:4]}/{day}.json": encode_listing(listing).decode()}


WITHOUT_FERRIES = topics_with(TOPICS[TOPICS.index("    ferries:") : TOPICS.index("\n- group: Air")], "")
CLEAR: dict[str, tuple[Change, Change, str]] = {
    "equal decisions in two files": (
        decided(MONDAY_FILE, "  topics: [boiling]\n"),
        decided(TUESDAY_FILE, "  topics: [boiling]\n"),
        "already curated in 2025-03-10.yml",
    ),
    "different decisions in two files": (
        decided(MONDAY_FILE, "  topics: [ferries]\n  summary: Boils.\n"),
        decided(TUESDAY_FILE, "  topics: [boiling]\n"),
        "already curated in 2025-03-10.yml",
    ),
    "one hides, one decides topics": (
        decided(MONDAY_FILE, "  correct: {hide: true, reason: Listed by mistake.}\n"),
        decided(TUESDAY_FILE, "  topics: [boiling]\n"),
        "already curated in 2025-03-10.yml",
    ),
    "a new topic in two groups": (
        topics_with("    boiling:\n", BOATS.format("Boats") + "    boiling:\n"),
        topics_with("    flying:\n", BOATS.format("Balloons") + "    flying:\n"),
        'topic "boats" stands in two groups',
    ),
    "a new topic in two places of a group": (
        topics_with("    boiling:\n", BOATS.format("Boats") + "    boiling:\n"),
        topics_with("\n- group: Air", BOATS.format("Balloons") + "\n- group: Air"),
        '"boats" is given twice, and this one counts',
    ),
    "an alias that becomes a topic": (
        topics_with("[kettle]\n", "[kettle]\n      aliases: [boats]\n"),
        topics_with("\n- group: Air", BOATS.format("Boats") + "\n- group: Air"),
        'alias "boats" is the name of a topic',
    ),
    "a topic that becomes part of another, and a paper of both": (
        {**WITHOUT_FERRIES, "topics.yml": WITHOUT_FERRIES["topics.yml"] + "      aliases: [ferries]\n"},
        decided(MONDAY_FILE, "  topics: [flying, ferries]\n"),
        'topic "ferries" is the same as "flying"',
    ),
    "a keyword that both add": (
        topics_with("        - ferry\n", "        - crossing\n        - ferry\n"),
        topics_with("        - ferry\n", "        - ferry\n        - crossing\n"),
        'keyword "crossing" is listed twice',
    ),
    "a keyword and a phrase that excludes it": (
        topics_with("        - ferry\n", "        - ferry tale\n        - ferry\n"),
        topics_with("        - ferry\n", "        - ferry\n      exclude: [ferry tale]\n"),
        'keyword "ferry tale" never counts',
    ),
}
UNCLEAR: dict[str, tuple[Change, Change, str]] = {
    "a topic that one removes and one uses": (
        WITHOUT_FERRIES,
        decided(MONDAY_FILE, "  topics: [boiling, ferries]\n"),
        '"ferries" is not a topic',
    ),
    "an old name that two topics claim": (
        topics_with("[kettle]\n", "[kettle]\n      aliases: [boats]\n"),
        topics_with("[moth]\n", "[moth]\n      aliases: [boats]\n"),
        'alias "boats" is also an alias of topic "boiling"',
    ),
    "two pages of one address": (
        {"pages/team.md": "# Team\n"},
        {"pages/team/index.md": "# The team\n"},
        "pages/team/index.md:1: team.md has this address as well",
    ),
    "one arXiv id for two papers": (
        decided(MONDAY_FILE, '  correct: {arxiv_id: "2503.00042"}\n'),
        decided(TUESDAY_FILE, '  correct: {arxiv_id: "2503.00042"}\n', "moths"),
        "cannot both have the arXiv id 2503.00042",
    ),
}


def write(content: Path, change: Change) -> None:
    for name, text in change.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def commit(repository: Path, change: Change) -> None:
    write(repository / "content", change)
    git(repository, "add", "content")
    git(repository, "commit", "--quiet", "--message", "Change")


def check(repository: Path, *options: str) -> Result:
    return CliRunner().invoke(papers, ["check", "-C", str(repository), *options], catch_exceptions=False)


def merge(folder: Path, first: Change, second: Change) -> Path:
    """Return a repository with both changes merged, after checking that each is valid by itself."""
    repository = folder / "repository"
    git(folder, "init", "--quiet", "--initial-branch", "main", str(repository))
    days = {**listed("2025-03-10", KETTLES), **listed("2025-03-11", KETTLES, MOTHS)}
    commit(repository, {**days, "topics.yml": TOPICS})
    for branch, change in (("one", first), ("two", second)):
        git(repository, "checkout", "--quiet", "-b", branch, "main")
        commit(repository, change)
        assert check(repository).exit_code == 0
        assert ": warning: " not in check(repository).stdout
    git(repository, "checkout", "--quiet", "main")
    for branch in ("one", "two"):
        git(repository, "merge", "--quiet", "--no-edit", branch)
    return repository
