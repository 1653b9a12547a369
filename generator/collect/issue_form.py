"""Issue forms: what a person entered on GitHub, parsed from the Markdown of the issue.

GitHub writes each field as a heading, `### Label`, with its value below, `_No response_` if empty. The labels are those
of `.github/ISSUE_TEMPLATE/suggest-topics.yml`; `follow_form` has those of `follow.yml`. Everything else in an issue is
untrusted text: it is treated as data, never run, and limited in length.
"""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from generator.errors import ArchiveError
from generator.text import clean, shorten

PAPER = "Paper: key, arXiv id or address of its page"
TOPICS = "Topics, the most specific first"
SUMMARY = "Summary"
AUTHORS = "Authors, one on each line, in their order"
WITHDRAWN = "Withdrawn on"
WHY = "Why, if it is not plain from the abstract"

EXAMPLE = "2403.09629"  # the placeholder of the form's first field

_LONGEST = 20_000  # characters of an issue
_LONGEST_SUMMARY = 2_000
_LONGEST_PAPER = 300
_FEWEST_WORDS = 8  # of a summary: fewer cannot say what was done and what came of it
_MOST_TOPICS, _LONGEST_TOPIC = 20, 60
_LONGEST_NAME = 100
_NOTHING = {"_no response_", "n/a", "na", "none", "nothing", "-", "--", "."}

_KEY = r"(?P<word>[a-z0-9.-]{1,100}(?:/[0-9]{7})?)"  # arXiv ids had a slash until 2007
_ADDRESS = r"(?:https?://)?[^\s()<>\[\]]+/(?:papers|abs|pdf|html)/"  # on the site, at Hugging Face or at arXiv
_DOI = r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\."  # which arXiv registers for each paper
_END = r"(?:\.pdf|/)?(?:[?#]\S*)?"
_WORD = re.compile(rf"(?:{_ADDRESS}|{_DOI}|arxiv:\s*)?{_KEY}{_END}", re.IGNORECASE | re.ASCII)
_IN_A_TEXT = re.compile(
    rf"(?:{_ADDRESS}|{_DOI}){_KEY}|\b(?P<id>[0-9]{{4}}\.[0-9]{{4,5}}(?:v[0-9]+)?)\b", re.IGNORECASE | re.ASCII
)
_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\(\s*<?(?P<address>[^\s()<>]*)>?[^()]*\)")  # CommonMark 6.3, inline links
_AROUND = " \t`*_<>\"'\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Suggested facts of a paper: `paper` is a key, an arXiv id or a title; None leaves a fact unchanged."""

    paper: str
    topics: tuple[str, ...] | None = None
    summary: str | None = None
    authors: tuple[str, ...] | None = None
    withdrawn: date | None = None


def read_form(body: str) -> Suggestion:
    """Return what the issue suggests. Raises ArchiveError with a sentence for each problem."""
    if len(body) > _LONGEST:
        raise ArchiveError(
            f"The issue is too long: a paper, some topics and a sentence fit into {_LONGEST:,} characters."
        )
    fields, wrong = fields_of(body, (PAPER, TOPICS, SUMMARY, AUTHORS, WITHDRAWN, WHY), required=(PAPER, TOPICS))
    paper = _paper(fields.get(PAPER, ""), wrong)
    topics = topics_in(fields.get(TOPICS, ""))
    if len(topics) > _MOST_TOPICS:
        wrong.append(f'"{TOPICS}" names {len(topics)} topics; a paper has a few.')
    summary = clean(fields.get(SUMMARY, ""))
    words = len(summary.split())
    if len(summary) > _LONGEST_SUMMARY:
        wrong.append(f'"{SUMMARY}" must be one sentence.')
    elif 0 < words < _FEWEST_WORDS:
        wrong.append(
            f'"{SUMMARY}" has {words} word{"" if words == 1 else "s"}: say in one sentence of 15 to 40 words what was '
            "done, and what came of it, or leave it empty."
        )
    authors = lines_in(fields.get(AUTHORS, ""), _LONGEST_NAME)
    withdrawn = _day(fields.get(WITHDRAWN, ""), wrong)
    if not (topics or summary or authors or fields.get(WITHDRAWN)):
        wrong.append(f'"{TOPICS}", "{SUMMARY}", "{AUTHORS}" and "{WITHDRAWN}" are all empty: fill in one of them.')
    if wrong:
        raise ArchiveError("\n".join(wrong))
    return Suggestion(paper, topics or None, summary or None, authors or None, withdrawn)


def _paper(text: str, wrong: list[str]) -> str:
    """Return the key or arXiv id in the text, or else the text, which may be a title; add problems to `wrong`."""
    bare = clean(text).removeprefix("- ").strip(_AROUND)
    if not bare or len(bare) > _LONGEST_PAPER:
        wrong.append(f'"{PAPER}" must name one paper: by its title, its arXiv id or the address of its page.')
        return ""
    if link := _LINK.fullmatch(bare):
        bare = link["address"] if _WORD.fullmatch(link["address"]) else link["text"].strip(_AROUND)
    if word := _WORD.fullmatch(bare):
        return word["word"]
    named = {match["word"] or match["id"] for match in _IN_A_TEXT.finditer(bare)}
    if len(named) > 1:
        wrong.append(f'"{PAPER}" names {len(named)} papers; open an issue for each of them.')
    return named.pop() if named else bare


def topics_in(text: str) -> tuple[str, ...]:
    """Return the topics in a text, separated by commas, semicolons or line breaks, with or without list markers."""
    words = (clean(word).strip("-*` ") for word in re.split(r"[,;\r\n]", text))
    return tuple(shorten(word, _LONGEST_TOPIC) for word in words if word)


def lines_in(text: str, longest: int) -> tuple[str, ...]:
    """Return the names or phrases in a text, one per line, with or without list markers, each cut to a length."""
    lines = (clean(re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", line)) for line in text.splitlines())
    return tuple(shorten(line, longest) for line in lines if line)


def _day(text: str, wrong: list[str]) -> date | None:
    """Return the day in the text, None if it is empty; add problems to `wrong`."""
    bare = clean(text).strip(_AROUND)
    if not bare:
        return None
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", bare, re.ASCII):
            return date.fromisoformat(bare)
    wrong.append(f'"{WITHDRAWN}" must be a day such as 2024-05-02.')
    return None


def fields_of(body: str, labels: Collection[str], required: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the text below each heading of a form with these labels, and what is wrong with the headings."""
    found: dict[str, list[str]] = {}
    wrong = []
    lines: list[str] = []  # lines above the first heading belong to no field
    for line in body.splitlines():
        label = line.removeprefix("### ").strip()
        if not line.startswith("### ") or label not in labels:
            lines.append(line)
        elif label in found:
            wrong.append(f'The heading "{label}" is in the issue twice; remove one of them.')
        else:
            found[label] = lines = []
    wrong += [f'The heading "{label}" is missing; put it back.' for label in required if label not in found]
    texts = {label: "\n".join(lines).strip() for label, lines in found.items()}
    return {label: "" if text.lower() in _NOTHING else text for label, text in texts.items()}, wrong
