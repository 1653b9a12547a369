"""The form that asks for a feed: what a person entered on GitHub, parsed from the Markdown of the issue.

The labels are those of `.github/ISSUE_TEMPLATE/follow.yml`; `issue_form` explains how GitHub writes a form.
"""

from dataclasses import dataclass

from generator.collect.issue_form import fields_of, lines_in, topics_in
from generator.errors import ArchiveError
from generator.text import clean

TITLE = "Title of the feed"
WORDS = "Words or phrases, one on each line"
AUTHORS = "Authors, one on each line"
TOPICS = "Topics, separated by commas"
WITHOUT = "Words that rule a paper out, one on each line"
ABOUT = "What the feed is for, in one sentence"
LABELS = (TITLE, WORDS, AUTHORS, TOPICS, WITHOUT, ABOUT)

_LONGEST = 20_000  # characters of an issue
_LONGEST_TITLE, _LONGEST_ABOUT, _LONGEST_PHRASE = 100, 300, 100
_QUOTES = "\"'\u2018\u2019\u201c\u201d`"


@dataclass(frozen=True, slots=True)
class Wish:
    """A feed that somebody asks for; `about` is empty if they did not say what it is for."""

    title: str
    words: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    about: str = ""


def read_wish(body: str) -> Wish:
    """Return the feed that the issue asks for. Raises ArchiveError with a sentence for each problem."""
    if len(body) > _LONGEST:
        raise ArchiveError(f"The issue is too long: a feed fits into {_LONGEST:,} characters.")
    fields, wrong = fields_of(body, LABELS, required=(TITLE,))
    wish = Wish(
        title=clean(fields.get(TITLE, "")),
        words=_phrases(fields.get(WORDS, "")),
        authors=lines_in(fields.get(AUTHORS, ""), _LONGEST_PHRASE),
        topics=topics_in(fields.get(TOPICS, "")),
        without=_phrases(fields.get(WITHOUT, "")),
        about=clean(fields.get(ABOUT, "")),
    )
    if not 0 < len(wish.title) <= _LONGEST_TITLE:
        wrong.append(f'"{TITLE}" must be a title of at most {_LONGEST_TITLE} characters.')
    if len(wish.about) > _LONGEST_ABOUT:
        wrong.append(f'"{ABOUT}" must have at most {_LONGEST_ABOUT} characters.')
    if not (wish.words or wish.authors or wish.topics):
        wrong.append(f'"{WORDS}", "{AUTHORS}" and "{TOPICS}" are all empty: fill in one of them.')
    if wrong:
        raise ArchiveError("\n".join(wrong))
    return wish


def _phrases(text: str) -> tuple[str, ...]:
    """Return the words and phrases in a text, one per line, without the quotes around them."""
    return tuple(filter(None, (line.strip(_QUOTES + " ") for line in lines_in(text, _LONGEST_PHRASE))))
