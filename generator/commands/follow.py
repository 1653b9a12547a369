"""`papers follow`: ask for a feed of topics, words or authors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from generator.archive.load import Archive
from generator.archive.matching import matches
from generator.archive.queries import MOST_QUERIES, Query, Terms
from generator.archive.query_editor import named, with_query
from generator.collect.follow_form import Wish, read_wish
from generator.collect.issue_form import topics_in
from generator.commands.completion import complete_topics
from generator.commands.loading import loaded
from generator.commands.lookup import topic_names
from generator.commands.options import answering, archive_option, content_of, form_option, writes_content
from generator.errors import ArchiveError
from generator.files import read_text, replace_file
from generator.text import clean, counted

_MOST_NAMED = 3  # terms of a list in a description


@click.command()
@click.argument("title", required=False)
@click.option("--words", metavar="TEXT", multiple=True, help="A word or phrase to look for. Repeatable.")
@click.option("--author", "authors", metavar="NAME", multiple=True, help="An author's full name. Repeatable.")
@click.option(
    "--topics", metavar="A,B", default="", shell_complete=complete_topics, help="Topics, one of which counts."
)
@click.option("--without", metavar="TEXT", multiple=True, help="A word or phrase that rules a paper out. Repeatable.")
@click.option("--about", metavar="TEXT", default="", help="What the feed is for, in one sentence.")
@form_option("Follow")
@archive_option
@writes_content
def follow(*, title: str | None, form: Path | None, root: Path, **given: Any) -> None:  # noqa: ANN401 - the wish's own
    """Add a feed of words, authors or topics.

    A paper is in the feed if it has one of the words, one of the authors and one of the topics, as far as they are
    given. TITLE is its title; its name, which is part of its address, is made of that. Feeds are in content/feeds.yml.
    """
    if bool(form) == bool(title) or (form and any(given.values())):
        raise click.UsageError("Give either a TITLE or --form, and no other option with --form.")
    if not form and not (given["words"] or given["authors"] or given["topics"]):
        raise click.UsageError("Give --words, --author or --topics.")
    with answering(form):
        wish = read_wish(form.read_text("utf-8", "replace")) if form else _wish(title or "", **given)
        click.echo(_follow(root, wish))


def _wish(
    title: str, *, words: tuple[str, ...], authors: tuple[str, ...], topics: str, without: tuple[str, ...], about: str
) -> Wish:
    cleaned = [tuple(map(clean, texts)) for texts in (words, authors, without)]
    return Wish(clean(title), cleaned[0], cleaned[1], topics_in(topics), cleaned[2], clean(about))


def _follow(root: Path, wish: Wish) -> str:
    """Add the feed; return one line that says so. Raises ArchiveError before it writes anything."""
    archive, content = loaded(root), content_of(root)
    wanted = Terms(topic_names(wish.topics, archive.topics), wish.authors, wish.words)
    query = Query("", wish.title, wish.about or _description(wanted, archive), wanted, Terms(words=wish.without))
    _check(query, archive)
    taken = {name for one in archive.queries for name in (one.name, *one.aliases)}
    query = named(query, taken | {path.stem for path in (content / "matches").glob("*.json")})
    path = content / "feeds.yml"
    text = read_text(path) if path.exists() else ""
    replace_file(path, with_query(path, text, query, archive.topics).encode())
    found = matches([query], archive.topics, archive.papers)[query.name]
    return f"{query.name}: {counted(len(found), 'paper')} at present; written to {path}"


def _check(query: Query, archive: Archive) -> None:
    """Raise ArchiveError if there is such a feed, or no room for another."""
    for one in archive.queries:
        if one.meaning == query.meaning and not one.removed:
            raise ArchiveError(f'the feed "{one.name}" ({one.title}) looks for exactly that already')
    if len(archive.queries) >= MOST_QUERIES:
        raise ArchiveError(f"there are {MOST_QUERIES} feeds, and no more are allowed: end one that nobody reads")


def _description(wanted: Terms, archive: Archive) -> str:
    """Return what a feed is for where nobody said so."""
    titles = [archive.topics[name].title if name in archive.topics else name for name in wanted.topics]
    parts = (("on", titles), ("with", [f"\u201c{word}\u201d" for word in wanted.words]), ("by", list(wanted.authors)))
    said = [f"{word} {_either(terms)}" for word, terms in parts if terms]
    return f"Papers {' '.join(said)}."


def _either(terms: Sequence[str]) -> str:
    named = [*terms[:_MOST_NAMED], *(["others"] if len(terms) > _MOST_NAMED else [])]
    return " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
