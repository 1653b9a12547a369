"""Pages: their kinds, each with a shell and a template, and what fills the shell's slots on one page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

import msgspec

from generator.publish.addresses import to_root
from generator.publish.render import Converter, Markdown, has_template, render_html, render_markdown

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: the template of its bodies, and the shell that all its pages are stamped into.

    `shell` is the address at which the engine builds that shell. It is as deep as the pages' own addresses, so that
    relative links to styles and scripts are right on all of them; a page that is the only one of its kind is its own
    shell. Bodies are Markdown, unless `format` is HTML, which no engine can make of the page. `source` tells whether
    the Markdown is published beside the page.
    """

    shell: str
    template: str
    format: Literal["markdown", "html"] = "markdown"
    source: bool = True

    def __post_init__(self) -> None:
        file = f"{self.template}.{'md' if self.format == 'markdown' else 'html'}"
        if not has_template(file):
            raise LookupError(f"a kind of page needs the template {file} in generator/publish/templates")

    def at(
        self,
        address: str,
        *,
        title: str,
        description: str,
        head: str = "",
        changed: date | None = None,
        **values: object,
    ) -> "Page":
        """Return the page of this kind at the address, its template filled with the values."""
        if address.count("/") != self.shell.count("/"):
            raise ValueError(f"{address}: must be as deep as {self.shell}, the shell of its kind")
        return Page(address, self, title, description, values, head, changed)


class Page(msgspec.Struct, frozen=True):
    """One page: title and description are plain text, `head` is HTML, the values fill the template of its kind.

    `changed` is the newest listing day that the page shows, None where it shows none.
    """

    address: str
    kind: PageKind
    title: str
    description: str
    values: Mapping[str, object]
    head: str = ""
    changed: date | None = None

    def markdown(self) -> str:
        """Return the body as Markdown, or as HTML if its kind has only that. `base` leads to the site's root."""
        if self.kind.format == "html":
            return render_html(f"{self.kind.template}.html", **self.values).rstrip()
        return render_markdown(f"{self.kind.template}.md", base=self._base, **self.values)

    def html(self, converter: Converter) -> str:
        """Return the body as HTML: what the engine would make of it.

        Pages of which there are many have a second template, which says in HTML what the first says in Markdown.
        It is right for the project's own Markdown extensions; an archive that chooses others gets what they make.
        """
        if self.kind.format == "html":
            return self.markdown()
        if converter.chosen or not has_template(f"{self.kind.template}.html"):
            return converter.convert(self.markdown())
        return render_markdown(f"{self.kind.template}.html", base=self._base, **self.values).rstrip()

    @property
    def _base(self) -> Markdown:
        return Markdown(to_root(self.address))


@dataclass(frozen=True, slots=True)
class Place:
    """A page as another page names it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Around:
    """The pages before and after one in time, and those that it is a part of."""

    previous: Place | None
    next: Place | None
    above: list[Place]


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Yield each item between the one before it and the one after it."""
    return zip([None, *items], items, [*items[1:], None], strict=False)
