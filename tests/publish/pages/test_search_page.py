"""The search page: the queries that it offers as examples find something."""

from datetime import date

from lxml import html

from generator.archive.models import Record
from generator.publish.pages.search import search_pages
from generator.publish.render import Converter
from tests.support.archives import xpath
from tests.support.feeds import catalog_with, listing


def test_its_examples_are_the_largest_topic_and_what_the_month_before_the_newest_has() -> None:
    days = [
        listing(
            date(2025, month, 10),
            [Record(key=f"robots-{month}-{n}", title=f"Bolt{month}{n}: Robots", authors=("Ada Finch",), upvotes=n)
             for n in range(2)],
        )
        for month in (1, 2, 3)
    ]  # fmt: skip
    catalog = catalog_with(days)
    (plan,) = search_pages(catalog)
    tree = html.fromstring(plan.make().html(Converter(catalog.site)))
    found = [example.text_content() for example in xpath(tree, "//ul[@class='search-examples']/li")]
    assert found == ["Robotics", "February 2025", "Bolt21", "Ada Finch"]
