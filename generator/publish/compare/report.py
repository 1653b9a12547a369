"""The report on changes: for a comment on a pull request, or for a terminal.

A comment is Markdown with GitHub's additions: @name notifies a person, #number links to an issue, and addresses become
links. None of that may come from a paper's title.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.publish.addresses import paper_address, query_address, topic_address
from generator.publish.compare.changes import (
    Changes,
    Difference,
    Filing,
    First,
    Item,
    PaperName,
    QueryChange,
    TopicChange,
)
from generator.publish.render import Markdown, markdown_text, render_markdown
from generator.text import counted, shorten

LONGEST = 60_000  # characters; GitHub allows 65,536 in a comment
_LONGEST_TITLE = 120

# Where GitHub recognises a person, an issue, an address or an emoji; a zero-width space after it prevents that.
_TRIGGER = re.compile(r"[@#:](?=\S)|\bGH-|\bwww(?=\.)", re.IGNORECASE)
_WITHOUT_WIDTH = "\u200b"


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of change: a heading, one line per change, and the number of changes not shown."""

    title: str
    lines: list[Markdown]
    more: int = 0


def report_text(changes: Changes) -> str:
    """Return the report for a terminal."""
    return _report(changes, _Names())


def report_markdown(changes: Changes, site_url: str) -> str:
    """Return the report as a comment, cut to the length that GitHub allows; it links only to pages of the site."""
    text = _report(changes, _Links(site_url))
    if len(text) <= LONGEST:
        return text
    return text[: text.rindex("\n", 0, LONGEST)] + "\n\nThe rest is omitted: a comment cannot be longer.\n"


class _Names:
    """Formats names and links as plain text."""

    def words(self, text: str) -> Markdown:
        """Return text from outside, shortened."""
        return Markdown(shorten(text, _LONGEST_TITLE))

    def code(self, name: str) -> Markdown:
        """Return a name or an address that matched its pattern."""
        return Markdown(name)

    def link(self, text: Markdown, _address: str) -> Markdown:
        """Return text that links to a page of the current site."""
        return text


class _Links(_Names):
    """Formats names and links as Markdown for GitHub."""

    def __init__(self, site_url: str) -> None:
        self._site_url = site_url

    def words(self, text: str) -> Markdown:
        guarded = _TRIGGER.sub(lambda match: match[0] + _WITHOUT_WIDTH, shorten(text, _LONGEST_TITLE))
        return Markdown(markdown_text(guarded))

    def code(self, name: str) -> Markdown:
        return Markdown(f"`{name}`")

    def link(self, text: Markdown, address: str) -> Markdown:
        return Markdown(f"[{text}]({self._site_url}{address})")


def _report(changes: Changes, names: _Names) -> str:
    parts = (_paper_sections, _topic_sections, _query_sections, _page_sections)
    sections = [section for part in parts for section in part(changes, names)]
    everywhere = [name for name, differs in (("mkdocs.yml", changes.settings), ("the theme", changes.theme)) if differs]
    return render_markdown("compare/changes.md", everywhere=everywhere, sections=sections)


def _paper_sections(changes: Changes, names: _Names) -> Iterator[Section]:
    def known(paper: PaperName) -> Markdown:
        return names.link(names.words(paper.title), paper_address(paper.key))

    yield from _section(
        changes.retagged,
        "with changed topics",
        lambda paper: f"{known(paper)}: {_filing(paper.before, names)} → {_filing(paper.after, names)}",
    )
    yield from _section(changes.summarised, "with a changed summary", known)
    yield from _section(
        changes.corrected,
        "with changed facts",
        lambda paper: f"{known(paper)}: {', '.join(fact.replace('_', ' ') for fact in paper.facts)}",
    )
    yield from _section(changes.hidden, "hidden", known)
    yield from _section(changes.removed, "removed", known)
    yield from _section(changes.added, "added", lambda paper: names.words(paper.title))


def _topic_sections(changes: Changes, names: _Names) -> Iterator[Section]:
    def line(topic: TopicChange) -> str:
        title = names.words(topic.title)
        shown = title if topic.before is None else names.link(title, topic_address(topic.name))
        moved = ", ".join(
            f"{number:,} {word}" for number, word in ((topic.gained, "gained"), (topic.lost, "lost")) if number
        )
        counts = f"{_number(topic.before)} → {_number(topic.after)} papers"
        return f"{shown}: {counts} ({moved})" if moved else f"{shown}: {counts}"

    yield from _section(changes.topics, "with changed papers", line, "topic")


def _query_sections(changes: Changes, names: _Names) -> Iterator[Section]:
    def line(query: QueryChange) -> str:
        title = names.words(query.title)
        shown = title if query.before is None else names.link(title, query_address(query.name))
        moved = [f"{number:,} {word}" for number, word in ((query.gained, "gained"), (query.lost, "lost")) if number]
        said = [word for word, is_so in (("edited", query.edited), ("ended", query.ended)) if is_so]
        counts = f"{shown}: {_number(query.before)} → {_number(query.after)} papers"
        return f"{counts} ({', '.join([*said, *moved])})" if said or moved else counts

    yield from _section(changes.queries, "new, changed or ended", line, "requested feed")


def _page_sections(changes: Changes, names: _Names) -> Iterator[Section]:
    if changes.pages:
        lines = [line for kind, found in changes.pages.items() for line in _differences(found, kind, names)]
        yield Section(_totals("page", changes.pages.values()), lines)
    if changes.feeds.count:
        yield Section(_totals("feed", [changes.feeds]), list(_differences(changes.feeds, "feeds/", names)))


def _section(found: First[Item], what: str, line: Callable[[Item], str], noun: str = "paper") -> Iterator[Section]:
    if found.count:
        yield Section(
            f"{counted(found.count, noun)} {what}", [Markdown(line(item)) for item in found.first], found.more
        )


def _differences(found: Difference, kind: str, names: _Names) -> Iterator[Markdown]:
    """Yield one line each for the changed, new and gone pages of a kind."""
    where = f" in {names.code(kind)}" if kind else ""
    for part, what, linked in ((found.changed, "changed", True), (found.new, "new", False), (found.gone, "gone", True)):
        if part.count:
            named = [(names.code(at.removeprefix(kind) or "/"), at) for at in part.first]
            shown = ", ".join(names.link(name, at) if linked else name for name, at in named)
            more = f" and {part.more:,} more" if part.more else ""
            yield Markdown(f"{part.count:,} {what}{where}: {shown}{more}")


def _totals(noun: str, found: Iterable[Difference]) -> str:
    differences = list(found)
    numbers = {
        what: sum(getattr(difference, what).count for difference in differences) for what in ("changed", "new", "gone")
    }
    (first, number), *rest = [(what, number) for what, number in numbers.items() if number]
    return ", ".join([f"{counted(number, noun)} {first}", *(f"{number:,} {what}" for what, number in rest)])


def _filing(filing: Filing, names: _Names) -> str:
    topics = ", ".join(names.code(name) for name in filing.topics) or "no topic"
    return f"{topics} (suggested)" if filing.suggested else topics


def _number(count: int | None) -> str:
    return "none" if count is None else f"{count:,}"
