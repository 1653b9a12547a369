"""A page: where it stands, which shell it is stamped into, and what fills the shell's slots."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

import msgspec

from generator.publish.addresses import to_root
from generator.publish.render import Converter, Markdown, has_template, render_html, render_markdown

Item = TypeVar("Item")


class Page(msgspec.Struct, frozen=True):
    """One page: its body is the template filled with the values. Title and description are plain text, `head` is HTML.

    A body is Markdown, unless `format` says that there is only HTML: the engine can make that of no page then.
    `shell` is the address of the page that the engine builds for all pages of one kind; it is as deep as theirs,
    so that its ways to styles and scripts are theirs too. `changed` is the newest listing day that the page shows,
    None where it shows none; `source` says whether its Markdown is published beside it.
    """

    address: str
    shell: str
    title: str
    description: str
    template: str
    values: Mapping[str, object]
    format: Literal["markdown", "html"] = "markdown"
    head: str = ""
    changed: date | None = None
    source: bool = True

    def markdown(self) -> str:
        """Return the body as Markdown, or as HTML where it is that."""
        if self.format == "html":
            return render_html(f"{self.template}.html", **self.values).rstrip()
        return render_markdown(f"{self.template}.md", base=self._base, **self.values)

    def html(self, converter: Converter) -> str:
        """Return the body as HTML: what the engine would make of it.

        Pages of which there are many have a second template, which says in HTML what the first says in Markdown.
        It is right for the project's own Markdown extensions; an archive that chooses others gets what they make.
        """
        if self.format == "html":
            return self.markdown()
        if converter.chosen or not has_template(f"{self.template}.html"):
            return converter.convert(self.markdown())
        return render_markdown(f"{self.template}.html", base=self._base, **self.values).rstrip()

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


def markdown_page(
    template: str,
    address: str,
    *,
    shell: str,
    title: str,
    description: str,
    head: str = "",
    changed: date | None = None,
    source: bool = True,
    **values: object,
) -> Page:
    """Return a page whose body is the template's Markdown; `base` in it is the way to the site's root."""
    return Page(
        address,
        shell,
        title,
        description,
        template.removesuffix(".md"),
        values,
        head=head,
        changed=changed,
        source=source,
    )


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Yield each item between the one before it and the one after it."""
    return zip([None, *items], items, [*items[1:], None], strict=False)
