"""Pages, made as a build makes them when they changed."""

from collections.abc import Iterable

from generator.publish.theme.page import Page, PagePlan


def made(plans: Iterable[PagePlan]) -> list[Page]:
    """Return the planned pages."""
    return [plan.make() for plan in plans]
