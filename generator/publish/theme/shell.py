"""Page shells: cut from the engine's output, minified, and stamped with each page's content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import BuildError

SLOTS = ("title", "description", "head", "address", "body")
_MARK = re.compile(r"slot-([a-z]+)-7c5e1f")

# Markup to remove that overrides/main.html cannot, because it is outside the theme's blocks: elements for the theme's
# own script and search, a second skip link (partials/header.html has one), the theme's default colours, and wrappers
# that shell.css makes unnecessary. Page texts are escaped, so they never match.
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

# A tag, and a quoted value in it that needs no quotes (HTML, section 13.1.2.3). Before `/>` it would take in the slash.
_TAG = re.compile(r"<[a-z][^>]*>")
_QUOTED = re.compile(r"""="([^\s"'=<>`]+)"(?=[\s>])""")

JOINED = "assets/stylesheets/site.css"

# A comment on lines of its own. Those after code are short, and telling them from strings would take a parser.
_COMMENT = re.compile(rb"^[ \t]*/\*(?!!)(?:[^*]|\*(?!/))*\*/[ \t]*\n", re.MULTILINE)

# The relative path to the site's root, and a stylesheet below it.
_LINK = re.compile(rb'<link rel="stylesheet" href="([^"]*?)(assets/stylesheets/[^"]+)">\n?')


def mark(slot: str) -> str:
    """Return the placeholder for a slot in the engine's input."""
    return f"slot-{slot}-7c5e1f"


@dataclass(frozen=True, slots=True)
class Shell:
    """A page cut at its slots: `texts` in UTF-8, with one slot between each two."""

    texts: tuple[bytes, ...]
    slots: tuple[str, ...]


def cut(html: str, root: str, shell_address: str) -> Shell:
    """Return the shell cut from the page that the engine built at the address below the site's root.

    The page's own address also becomes a slot wherever it is an attribute's whole value, as in the canonical link.
    Raises BuildError if the theme left a slot out.
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
    """Return the page in UTF-8, with each slot filled by its value, which must already be escaped."""
    filled = {slot: value.encode() for slot, value in values.items()}
    pieces = [b""] * (2 * len(shell.slots) + 1)
    pieces[::2] = shell.texts
    pieces[1::2] = [filled[slot] for slot in shell.slots]
    return b"".join(pieces)


def squeeze(html: str) -> str:
    """Return the page without blank lines, indentation, unneeded elements and unneeded quotes outside its article.

    It looks the same in browsers: the theme has no preformatted text, and line breaks stay. This saves more than 1 kB
    on every paper's page, of which there may be a hundred thousand. Quotes in the head stay, because it holds slots.
    """
    before, start, rest = html.partition("<article")
    inside, end, after = rest.rpartition("</article>")
    head, body, header = _squeezed(before).partition("<body")
    return f"{head}{_unquoted(body + header)}{start}{inside}{end}{_unquoted(_squeezed(after))}"


def _squeezed(html: str) -> str:
    return "\n".join(filter(None, (line.strip(" \t\r") for line in _NEEDLESS.sub("", html).split("\n"))))


def _unquoted(html: str) -> str:
    return _TAG.sub(lambda tag: _QUOTED.sub(r"=\1", tag[0]), html)


def uncommented(asset: bytes) -> bytes:
    """Return a script or a stylesheet without comments on lines of their own, which are a sixth of what is loaded.

    Licences stay: they begin with `/*!`.
    """
    return _COMMENT.sub(b"", asset)


def join_styles(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a site's files with the pages' stylesheets joined into one.

    Files are unchanged if the pages do not all link the same stylesheets in the same order.
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
    """Return the page with one link to the joined stylesheet instead of the separate ones."""
    first = _LINK.search(page)
    if not first:
        return page
    link = b'<link rel="stylesheet" href="%b%b">\n' % (first[1], JOINED.encode())
    return page[: first.start()] + link + _LINK.sub(b"", page[first.end() :])
