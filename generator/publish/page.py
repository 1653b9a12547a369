"""A page: where it stands, which shell it is stamped into, and what fills the shell's slots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from generator.publish.addresses import to_root
from generator.publish.escape import Markdown
from generator.publish.render import render_markdown

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Title and description are plain text, `head` is HTML, the body is what `format` says.

    `shell` is the address of the page that the engine builds for all pages of one kind; it is as deep as theirs,
    so that its ways to styles and scripts are theirs too.
    """

    address: str
    shell: str
    title: str
    description: str
    body: str
    format: Literal["markdown", "html"] = "markdown"
    head: str = ""


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
    template: str, address: str, *, shell: str, title: str, description: str, head: str = "", **values: object
) -> Page:
    """Return a page whose body is the template's Markdown; `base` in it is the way to the site's root."""
    body = render_markdown(template, base=Markdown(to_root(address)), **values)
    return Page(address, shell, title, description, body, head=head)


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Yield each item between the one before it and the one after it."""
    return zip([None, *items], items, [*items[1:], None], strict=False)
