"""Where things stand in a YAML text: what its nodes' marks leave to be worked out.

Positions are indices into the text, lines count from 0, and both are as libyaml counts them.
"""

import re
from collections.abc import Iterator

import yaml

_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")  # to the end of the line, by YAML 1.1's breaks (b-char)
_BLOCK_HEAD = re.compile(r"[|>][^\s#]*[ \t]+(#[^\r\n\x85\u2028\u2029]*)")


def pair_of(node: yaml.MappingNode, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the nodes of a key and its value."""
    return next(((key, value) for key, value in node.value if key.value == name), None)


def end_of(text: str, node: yaml.Node) -> int:
    """Return where a node's last character stands, plus one.

    libyaml ends a block collection where the next token begins, and a block scalar after its empty lines.
    """
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return int(start + len(text[start:end].rstrip()))
    return int(end)


def line_at(text: str, index: int) -> int:
    """Return the line of a position."""
    return len(f"{text[:index]}.".splitlines()) - 1


def indented(node: yaml.Node, line: str) -> str:
    """Return a line that begins in the column in which the node does."""
    return " " * node.start_mark.column + line


def newline_of(text: str) -> str:
    """Return the first line's ending, the usual one where there is none."""
    first = next(iter(text.splitlines(keepends=True)), "")
    return next((ending for ending in ("\r\n", "\n", "\r") if first.endswith(ending)), "\n")


def comments_in(text: str, node: yaml.Node) -> Iterator[str]:
    """Yield the comments within a list or beside the head of a block scalar."""
    if isinstance(node, yaml.ScalarNode):
        if head := _BLOCK_HEAD.match(text, node.start_mark.index):
            yield head[1]
        return
    position = node.start_mark.index
    for item in node.value:
        yield from _COMMENT.findall(text, position, item.start_mark.index)
        position = end_of(text, item)
    yield from _COMMENT.findall(text, position, end_of(text, node))
