"""The pages of days: all papers, also by group of topics."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.archive.dates import Period, long_day, short_day, weekday_of
from generator.archive.models import Topic
from generator.publish.addresses import ARCHIVE, bibtex_address, day_address, period_address, to_root
from generator.publish.catalog import Catalog
from generator.publish.feeds.feed import period_feeds
from generator.publish.feeds.formats import feed_links
from generator.publish.pages.descriptions import described, with_titles
from generator.publish.pages.jsonld import collection
from generator.publish.paper import Papers, PaperView
from generator.publish.theme.page import Around, Page, PageKind, PagePlan, Place, neighbours
from generator.text import counted, shorten

DAY_PAGE = PageKind("days/shell/", "day")

UNKNOWN_DAY = "Listing date unknown"


_LONGEST_NAME = 40  # characters of a title beside its card, which has all of it


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The papers of a group of topics on a day's page; `look` is the group's class."""

    title: str
    anchor: str
    look: str
    papers: Papers

    @property
    def cards(self) -> list[tuple[str, str]]:
        """The anchors of the papers' cards on the page, each with its title or the start of it."""
        return [(f"paper-{paper.key}", shorten(paper.title, _LONGEST_NAME)) for paper in self.papers]


def topic_groups(topics: Iterable[Topic], papers: Papers) -> list[TopicGroup]:
    """Return the papers by group of topics, most papers first; a paper is in the group of each of its topics.

    A day has too few papers for its topics to be worth a list each.
    """
    numbers = {topic.group: topic.group_number for topic in topics}
    found: dict[str, list[PaperView]] = {group: [] for group in numbers}
    for paper in papers:
        for group in dict.fromkeys(topic.group for topic in paper.topics):
            found[group].append(paper)
    return [
        TopicGroup(group, f"group-{numbers[group]}", f"g{numbers[group]}", Papers(found[group]))
        for group in sorted(found, key=lambda group: -len(found[group]))
        if found[group]
    ]


def day_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of every listing, including that of the undated papers."""
    groups = list(catalog.groups)  # equally large ones come in this order
    for before, day, after in neighbours(list(catalog.days)):
        papers, unlisted = catalog.days[day], catalog.unlisted[day]
        yield PagePlan(
            day_address(day),
            DAY_PAGE,
            (before, day, after, papers, unlisted, groups),
            partial(_dated_page, catalog, before, day, after),
            changed=day,
        )
    if catalog.undated is not None:
        yield PagePlan.of(_undated_page(catalog, catalog.undated))


def _dated_page(catalog: Catalog, before: date | None, day: date, after: date | None) -> Page:
    papers, unlisted = catalog.days[day], catalog.unlisted[day]
    root = to_root(day_address(day))
    return _day_page(
        catalog,
        day,
        papers,
        listed=len(papers) - unlisted,
        title=f"Papers of {long_day(day)}",
        head="\n".join(feed_links(feed, root) for feed in period_feeds(catalog.site, "day")),
        description=described(long_day(day), papers, len(papers)),
        changed=day,
        heading=weekday_of(day),
        lead=_lead(papers, unlisted),
        around=Around(
            _day_place(before, day) if before else None,
            _day_place(after, day) if after else None,
            [_period_place(Period.of("week", day)), _period_place(Period.of("month", day))],
        ),
        bibtex=None,
    )


def _undated_page(catalog: Catalog, papers: Papers) -> Page:
    number = counted(len(papers), "paper")
    return _day_page(
        catalog,
        None,
        papers,
        listed=len(papers),
        title=UNKNOWN_DAY,
        description=with_titles(f"{number} with an unknown listing date", papers),
        heading=UNKNOWN_DAY,
        lead=number,
        around=Around(None, None, [Place("All days", ARCHIVE)]),
        bibtex=bibtex_address() if papers else None,
    )


def _day_page(
    catalog: Catalog,
    day: date | None,
    papers: Papers,
    *,
    listed: int,
    title: str,
    description: str,
    head: str = "",
    changed: date | None = None,
    **values: object,
) -> Page:
    page = DAY_PAGE.at(
        day_address(day),
        title=title,
        description=description,
        head=head,
        changed=changed,
        papers=papers[:listed],
        unlisted=papers[listed:],
        groups=topic_groups(catalog.topics, papers[:listed]),
        suggested=any(paper.topics and paper.topics_suggested for paper in papers),
        **values,
    )
    return collection(catalog.site, page, above=ARCHIVE)


def _day_place(day: date, beside: date) -> Place:
    """Return the link to a day from the page of a day beside it, which tells the year if that is another one."""
    return Place(short_day(day) if day.year == beside.year else long_day(day), day_address(day))


def _period_place(period: Period) -> Place:
    title = period.heading.partition(" of ")[0] if period.kind == "week" else period.title
    return Place(title, period_address(period))


def _lead(papers: Papers, unlisted: int) -> str:
    """Return how many papers a day lists."""
    if not papers:
        return "No papers were listed on this day."
    gone = f", {unlisted} no longer listed" if unlisted else ""
    return f"{counted(len(papers) - unlisted, 'paper')} listed{gone}"
