"""Builds the pages of an archive and nothing else, for what renders pages alone is to be compared with its like.

Run by `python -m tests.bench.pages_only build -C ARCHIVE`: it is `papers` with another plan.
"""

from collections.abc import Iterator, Mapping

from generator.cli import main
from generator.incremental.task import Made, Unit
from generator.publish import plan
from generator.publish.plan import Plan


class PagesOnly(Plan):
    """A plan without feeds, search, data and sitemaps."""

    def page_units(self) -> Iterator[Unit]:
        """Yield the pages, and every file of the theme."""
        return (unit for unit in super().page_units() if unit.kind == "pages")

    def search_parts(self) -> list[Unit]:
        """Return nothing: there is no search."""
        return []

    def other_units(self) -> Iterator[Unit]:
        """Yield nothing beside the pages."""
        return iter(())

    def search_segments(self) -> list[Unit]:
        """Return nothing: there is no search."""
        return []

    def closing_units(self, made: Mapping[str, Made]) -> Iterator[Unit]:  # noqa: ARG002
        """Yield nothing: there are no files that others speak of."""
        return iter(())


if __name__ == "__main__":
    vars(plan)["Plan"] = PagesOnly  # for this process alone
    main()
