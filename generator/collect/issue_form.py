"""Issue forms: what a person filled in at GitHub, out of the Markdown that an issue then holds.

GitHub writes each field as a heading, `### Label`, and what was filled in below it, `_No response_` for nothing. The
labels are those of `.github/ISSUE_TEMPLATE/suggest-topics.yml`. Whatever else stands in an issue is somebody's text:
it is taken as such, never run, and never longer than it needs to be.
"""

import re
from dataclasses import dataclass

from generator.archive.text import clean, shorten
from generator.errors import ArchiveError

PAPER = "Paper: key, arXiv id or address of its page"
TOPICS = "Topics, the most specific first"
SUMMARY = "Summary"
WHY = "Why, if it is not plain from the abstract"

_LONGEST = 20_000  # characters of an issue
_LONGEST_SUMMARY = 2_000
_MOST_TOPICS, _LONGEST_TOPIC = 20, 60
_NOTHING = "_No response_"
_WORD = re.compile(
    r"(?:https?://\S+/(?:papers|abs|pdf)/|arxiv:\s*)?"  # an address on the site, at Hugging Face or at arXiv
    r"(?P<word>[a-z0-9.-]{1,100}(?:/[0-9]{7})?)"  # the slash is that of arXiv ids until 2007
    r"(?:\.pdf|/)?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is to be said of a paper: `paper` is a key or an arXiv id; None leaves topics or summary as they are."""

    paper: str
    topics: tuple[str, ...] | None = None
    summary: str | None = None


def read_form(body: str) -> Suggestion:
    """Return what the issue suggests. Raises ArchiveError with a sentence for everything that is wrong with it."""
    if len(body) > _LONGEST:
        raise ArchiveError(
            f"The issue is too long: a paper, some topics and a sentence fit into {_LONGEST:,} characters."
        )
    fields, wrong = _fields(body)
    word = _WORD.fullmatch(clean(fields.get(PAPER, "")))
    if not word:
        wrong.append(f'"{PAPER}" must name one paper: its key is the last part of the address of its page.')
    topics = topics_in(fields.get(TOPICS, ""))
    if len(topics) > _MOST_TOPICS:
        wrong.append(f'"{TOPICS}" names {len(topics)} topics; a paper has a few.')
    summary = clean(fields.get(SUMMARY, ""))
    if len(summary) > _LONGEST_SUMMARY:
        wrong.append(f'"{SUMMARY}" must be one sentence.')
    if not topics and not summary:
        wrong.append(f'"{TOPICS}" and "{SUMMARY}" are both empty: fill in one of them, or both.')
    if wrong or not word:
        raise ArchiveError("\n".join(wrong))
    return Suggestion(word["word"], topics or None, summary or None)


def topics_in(text: str) -> tuple[str, ...]:
    """Return the topics of a text that parts them by commas, semicolons or lines, be it as a list."""
    words = (clean(word).strip("-*` ") for word in re.split(r"[,;\r\n]", text))
    return tuple(shorten(word, _LONGEST_TOPIC) for word in words if word)


def _fields(body: str) -> tuple[dict[str, str], list[str]]:
    """Return the text below each heading of the form, and what is wrong with the headings."""
    found: dict[str, list[str]] = {}
    wrong = []
    lines: list[str] = []  # those above the first heading belong to no field
    for line in body.splitlines():
        label = line.removeprefix("### ").strip()
        if not line.startswith("### ") or label not in (PAPER, TOPICS, SUMMARY, WHY):
            lines.append(line)
        elif label in found:
            wrong.append(f'The heading "{label}" stands in the issue twice; take one of them out.')
        else:
            found[label] = lines = []
    wrong += [f'The heading "{label}" is missing; put it back.' for label in (PAPER, TOPICS) if label not in found]
    texts = {label: "\n".join(lines).strip() for label, lines in found.items()}
    return {label: "" if text == _NOTHING else text for label, text in texts.items()}, wrong
