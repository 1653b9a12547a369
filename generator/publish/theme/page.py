"""Pages and their kinds: each kind has a shell and a template, each page the values for them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

import msgspec

from generator.publish.addresses import to_root
from generator.publish.render import Converter, Markdown, has_template, load_template, render_html, render_markdown

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: the template of its bodies, and the shell that its pages are stamped into.

    `shell` is the address at which the engine builds the shell. It is as deep as the pages' own addresses, so that
    relative links to styles and scripts work on all of them. A page that is the only one of its kind is its own shell.
    `format` is the format of the template; pages in HTML have no Markdown. `source` publishes the Markdown beside the
    page.
    """

    shell: str
    template: str
    format: Literal["markdown", "html"] = "markdown"
    source: bool = True

    def __post_init__(self) -> None:
        file = f"{self.template}.{'md' if self.format == 'markdown' else 'html'}"
        if not has_template(f"pages/{file}"):
            raise LookupError(f"a kind of page needs the template {file} in generator/publish/templates/pages")

    def load_templates(self) -> None:
        """Load the templates of the kind, so that processes that are forked later need not."""
        for ending in ("md", "html"):
            if has_template(name := f"pages/{self.template}.{ending}"):
                load_template("html" if self.format == "html" else "markdown", name)

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
        """Return a page of this kind at the address; the values fill its template."""
        if address.count("/") != self.shell.count("/"):
            raise ValueError(f"{address}: must be as deep as {self.shell}, the shell of its kind")
        return Page(address, self, title, description, values, head, changed)


class Page(msgspec.Struct, frozen=True):
    """One page: title and description are plain text, `head` is HTML, and the values fill its kind's template.

    `changed` is the newest listing day on the page, or None.
    """

    address: str
    kind: PageKind
    title: str
    description: str
    values: Mapping[str, object]
    head: str = ""
    changed: date | None = None

    def markdown(self) -> str:
        """Return the body as Markdown, or as HTML if its kind has only HTML. `base` is the path to the site's root."""
        if self.kind.format == "html":
            return render_html(f"pages/{self.kind.template}.html", **self.values).rstrip()
        return render_markdown(f"pages/{self.kind.template}.md", base=self._base, **self.values)

    def html(self, converter: Converter) -> str:
        """Return the body as HTML, the same as the engine would render.

        Kinds with many pages have a second template that renders the same content directly as HTML. It matches the
        project's own Markdown extensions; if an archive sets others, its Markdown is converted with those.
        """
        if self.kind.format == "html":
            return self.markdown()
        if converter.chosen or not has_template(f"pages/{self.kind.template}.html"):
            return converter.convert(self.markdown())
        return render_markdown(f"pages/{self.kind.template}.html", base=self._base, **self.values).rstrip()

    @property
    def _base(self) -> Markdown:
        return Markdown(to_root(self.address))


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page that is made only if something changed in what it is made from.

    `made_from` holds every value that the page depends on, except for the recipe. `changed` is as in the page.
    """

    address: str
    kind: PageKind
    made_from: object
    make: Callable[[], Page]
    changed: date | None = None

    @classmethod
    def of(cls, page: Page) -> "PagePlan":
        """Return the plan of a page that is made already: one that shows little, or depends on everything."""
        return cls(page.address, page.kind, page, lambda: page, page.changed)


@dataclass(frozen=True, slots=True)
class Place:
    """A link to a page of the site."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Around:
    """Links to the previous and next page in time, and to the pages above."""

    previous: Place | None
    next: Place | None
    above: list[Place]


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Yield each item with its predecessor and successor, None at the ends."""
    return zip([None, *items], items, [*items[1:], None], strict=False)
