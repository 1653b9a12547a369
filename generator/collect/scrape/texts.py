"""Titles and abstracts, told apart by their length and by how they end."""

import re

LONGEST_TITLE = 300  # seen: titles of up to 206 characters
SURE_ABSTRACT = 250  # seen: abstracts of 500 to 1,920 characters
_SURE_QUESTION = 120  # few titles that end in `?` or `!` are longer; seen: 126 characters
_SURE_SENTENCES = 80

_SENTENCE_BREAK = re.compile(r"\. [A-Z]")
_CLOSING = "\"'”\u2019»)]}"


def is_abstract(text: str) -> bool:
    """Return whether a text looks like an abstract, as most abstracts and hardly any titles do.

    A long title that ends in `?` or contains a full stop (“… vs. …”) looks like one: see `_walk` in `cards`.
    """
    return is_certain_abstract(text) or (
        not _is_markdown_link(text)
        and (
            (len(text) >= _SURE_QUESTION and text.rstrip(_CLOSING)[-1:] in {"?", "!"})
            or (len(text) >= _SURE_SENTENCES and _SENTENCE_BREAK.search(text) is not None)
        )
    )


def is_certain_abstract(text: str) -> bool:
    """Return whether a text is an abstract rather than a title, by its length or by how it ends."""
    return (len(text) >= SURE_ABSTRACT or ends_sentence(text)) and not _is_markdown_link(text)


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as sentences do, and titles hardly ever."""
    return text.rstrip(_CLOSING)[-1:] in {".", "…"}


def _is_markdown_link(text: str) -> bool:
    return text.startswith("[") and "](http" in text
