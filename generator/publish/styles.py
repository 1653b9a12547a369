"""Styles: the stylesheets that every page names one after the other become one file, which costs a page one line."""

import re
from collections.abc import Mapping

JOINED = "assets/stylesheets/site.css"

# A page's way to the site's root, and a stylesheet below that. Files elsewhere may name others relative to their place.
_LINK = re.compile(rb'<link rel="stylesheet" href="([^"]*?)(assets/stylesheets/[^"]+)">\n?')


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
