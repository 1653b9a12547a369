"""The page of the reader's own library, which scripts fill from the browser's storage."""

from collections.abc import Iterator

from generator.publish.addresses import LIBRARY, to_root
from generator.publish.catalog import Catalog
from generator.publish.theme.page import Page, PageKind

LIBRARY_PAGE = PageKind(LIBRARY, "library")

# No quotation marks: join_styles() of theme/shell.py joins the stylesheets that all pages share, and not this one.
_HEAD = "<link rel=stylesheet href={}assets/stylesheets/library.css>"


def library_pages(_: Catalog) -> Iterator[Page]:
    """Yield the library page. It is the same in every archive, because it has nothing but the reader's own."""
    yield LIBRARY_PAGE.at(
        LIBRARY,
        title="Library",
        description="Papers that you saved and what you follow, kept in your browser alone.",
        head=_HEAD.format(to_root(LIBRARY)),
    )
