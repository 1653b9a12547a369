"""Stamping: the engine builds one shell a kind of page; here each page's values are joined with its shell.

A shell is a page of the engine's output in which marked slots stand where the values go, so any engine will do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import BuildError

SLOTS = ("title", "description", "head", "address", "body")
_MARK = re.compile(r"slot-([a-z]+)-7c5e1f")


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
