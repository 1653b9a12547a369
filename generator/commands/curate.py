"""`papers curate`: write people's decisions to the right file."""

from pathlib import Path

import click

from generator.archive.curation import curation_path, parse_curation
from generator.archive.load import WITHOUT_SUGGESTIONS
from generator.archive.yaml_io.editor import Edit, edit_curation, new_curation
from generator.collect.issue_form import EXAMPLE, Suggestion, read_form, topics_in
from generator.commands.completion import complete_key, complete_topics
from generator.commands.loading import loaded
from generator.commands.lookup import NoPaperError, find_paper, topic_names
from generator.commands.options import answering, archive_option, content_of, form_option, writes_content
from generator.errors import ArchiveError, ProblemsError
from generator.files import replace_file
from generator.text import clean


@click.command()
@click.argument("key", required=False, shell_complete=complete_key)
@click.option(
    "--topics",
    metavar="A,B",
    shell_complete=complete_topics,
    help="The paper's new topics, the most specific first.",
)
@click.option("--summary", metavar="TEXT", help="The paper's new summary: one sentence in your own words.")
@form_option("Suggest topics")
@archive_option
@writes_content
def curate(key: str | None, topics: str | None, summary: str | None, form: Path | None, root: Path) -> None:
    """Write a paper's topics or summary to its curation file.

    KEY is the last part of the address of the paper's page; its arXiv id or title works too. Only what you give is
    replaced: every other line of the file stays as it is. The result is checked first, and nothing is written if it is
    invalid.
    """
    if bool(form) == bool(key) or (form and (topics or summary)):
        raise click.UsageError("Give either a KEY or --form, and no other option with --form.")
    with answering(form):
        click.echo(_from_form(root, form) if form else _curate(root, _suggestion(key or "", topics, summary)))


def _from_form(root: Path, form: Path) -> str:
    suggestion = read_form(form.read_text("utf-8", "replace"))
    try:
        return _curate(root, suggestion)
    except NoPaperError as error:
        if suggestion.paper != EXAMPLE:
            raise
        message = f'"{EXAMPLE}" is the example of the form: give the paper that you mean'
        raise ArchiveError(message) from error


def _suggestion(key: str, topics: str | None, summary: str | None) -> Suggestion:
    chosen = None if topics is None else topics_in(topics)
    written = None if summary is None else clean(summary)
    if not chosen and not written:
        raise click.UsageError("Give --topics, --summary or both; neither may be empty.")
    return Suggestion(key, chosen or None, written or None)


def _curate(root: Path, suggestion: Suggestion) -> str:
    """Write the suggestion; return one line that says what changed. Raises ArchiveError before it writes anything."""
    archive = loaded(root, WITHOUT_SUGGESTIONS)
    paper = find_paper(archive, suggestion.paper)
    path = archive.curated_in.get(paper.key) or curation_path(content_of(root), paper.day)
    old = path.read_bytes().decode() if path in archive.curation_files else new_curation(paper.day)
    topics = None if suggestion.topics is None else topic_names(suggestion.topics, archive.topics)
    edit = Edit(paper.key, paper.title, topics, suggestion.summary, suggestion.authors, suggestion.withdrawn)
    new = edit_curation(path, old, edit)
    try:
        parse_curation(path, new.removeprefix("\ufeff"), archive.topics)
    except ProblemsError as error:  # the file was valid before, so all of them are about the new entry
        raise ArchiveError("\n".join(problem.message for problem in error.problems)) from error
    if new == old:
        return f"{paper.key}: nothing to change in {path}"
    replace_file(path, new.encode())
    before = () if paper.topics_suggested else paper.topics
    changes = [
        f"topics {', '.join(topics)} (before: {', '.join(before) or 'none'})" if topics and topics != before else "",
        "a new summary" if suggestion.summary not in (None, paper.summary) else "",
        "corrected authors" if suggestion.authors not in (None, paper.authors) else "",
        f"withdrawn on {suggestion.withdrawn}" if suggestion.withdrawn not in (None, paper.withdrawn) else "",
    ]
    return f"{paper.key}: {'; '.join(filter(None, changes))}; written to {path}"
