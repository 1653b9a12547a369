"""The shell of a page: cut from the engine's output, made small, and stamped with each page's own text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import BuildError

SLOTS = ("title", "description", "head", "address", "body")
_MARK = re.compile(r"slot-([a-z]+)-7c5e1f")

# Elements that only the theme's own script and search ask for, a link to skip what partials/header.html has too,
# colours that are the theme's own, and elements that hold one other, which shell.css sets in their place; they stand
# outside the blocks that overrides/main.html can replace. Texts are escaped and never look like these.
_NEEDLESS = re.compile(
    r'(?<=<html lang="en") class="no-js"'
    r'|<input [^>]*id="__(?:search|drawer)"[^>]*>'
    r'|<label class="md-overlay" for="__drawer"></label>'
    r'|<div data-md-component="skip">\s*(?:<a [^>]*>[^<]*</a>)?\s*</div>'
    r'|<div data-md-component="announce">\s*</div>'
    r'|<div class="md-dialog"[^>]*>\s*<div [^>]*></div>\s*</div>'
    r'|(?<=<main) class="md-main" data-md-component="main"'
    r'|<div class="md-main__inner md-grid">'
    r"|</div>\s*(?=</main>)"
    r'|<div class="md-container" data-md-component="container">'
    r"|(?<=</footer>)\s*</div>"
    r'| data-md-color-(?:primary="indigo"|accent="indigo"|scheme="default")'
)

JOINED = "assets/stylesheets/site.css"

# A page's way to the site's root, and a stylesheet below that. Files elsewhere may name others relative to their place.
_LINK = re.compile(rb'<link rel="stylesheet" href="([^"]*?)(assets/stylesheets/[^"]+)">\n?')


def mark(slot: str) -> str:
    """Return the text that keeps a slot's place through the engine."""
    return f"slot-{slot}-7c5e1f"


@dataclass(frozen=True, slots=True)
class Shell:
    """A built page cut at its slots: a text in UTF-8, then slots, each with the text behind it."""

    texts: tuple[bytes, ...]
    slots: tuple[str, ...]


def cut(html: str, root: str, shell_address: str) -> Shell:
    """Return the shell in a page that the engine built at that address below the site's root.

    The page's own address becomes a slot as well, wherever it is an attribute's whole value: in the canonical link and
    its like. Raises BuildError where the theme left a slot out.
    """
    html = html.replace(f'="{root}{shell_address}"', f'="{root}{mark("address")}"')
    html = html.replace(f'<h1 id="content">{mark("body")}</h1>', mark("body"))
    pieces = _MARK.split(html)
    texts, slots = pieces[::2], pieces[1::2]
    missing = [slot for slot in SLOTS if slot not in slots]
    if missing:
        raise BuildError(f"the theme leaves out {', '.join(missing)} of a page; see overrides/main.html")
    return Shell(tuple(text.encode() for text in texts), tuple(slots))


def stamp(shell: Shell, values: Mapping[str, str]) -> bytes:
    """Return the page in UTF-8: each slot filled with its value, which must be escaped for its place already."""
    filled = {slot: value.encode() for slot, value in values.items()}
    pieces = [b""] * (2 * len(shell.slots) + 1)
    pieces[::2] = shell.texts
    pieces[1::2] = [filled[slot] for slot in shell.slots]
    return b"".join(pieces)


def squeeze(html: str) -> str:
    """Return the page without blank lines, indents and needless elements outside its article, which stays as it is.

    Browsers show the same: the theme has no preformatted text, and a line break stays where there was one. What is
    left out is more than 1 kB of a paper's page, a hundred thousand times.
    """
    before, start, rest = html.partition("<article")
    inside, end, after = rest.rpartition("</article>")
    return f"{_squeezed(before)}{start}{inside}{end}{_squeezed(after)}"


def _squeezed(html: str) -> str:
    return "\n".join(filter(None, (line.strip(" \t\r") for line in _NEEDLESS.sub("", html).split("\n"))))


def join_styles(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a site, the stylesheets that all its pages name, in the same order, as one.

    Where pages differ in that, all stays as it is.
    """
    pages = {path: data for path, data in files.items() if path.endswith(".html")}
    named = {tuple(path.decode() for _, path in _LINK.findall(data)) for data in pages.values()}
    sheets = named.pop() if len(named) == 1 else ()
    if not sheets or not files.keys() >= set(sheets):
        return dict(files)
    others = {path: data for path, data in files.items() if path not in sheets}
    return {
        **others,
        **{path: _with_one(data) for path, data in pages.items()},
        JOINED: b"\n".join(files[path] for path in sheets),
    }


def _with_one(page: bytes) -> bytes:
    """Return the page with a link to the joined file in the place of all others."""
    first = _LINK.search(page)
    if not first:
        return page
    link = b'<link rel="stylesheet" href="%b%b">\n' % (first[1], JOINED.encode())
    return page[: first.start()] + link + _LINK.sub(b"", page[first.end() :])
