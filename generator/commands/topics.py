"""`papers topics`: list topics, explain suggestions, and measure them."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.archive.evaluation import Agreement, agreement, agreement_by_topic, choices, is_held_out
from generator.archive.keywords import ENOUGH, MOST_SUGGESTED, TIMES, WEIGHTS, Match, Suggestion
from generator.commands.completion import complete_key
from generator.commands.loading import loaded
from generator.commands.lookup import find_paper
from generator.commands.options import archive_option
from generator.commands.progress import working
from generator.commands.usage import Group

_PLACES = {"title": "the title", "keywords": "the paper's keywords", "abstract": "the abstract"}


@click.group(cls=Group, invoke_without_command=True)
@archive_option
@click.pass_context
def topics(context: click.Context, root: Path) -> None:
    """List the topics; explain and measure suggestions.

    Without a command, the topics of content/topics.yml are listed by group, each with the number of papers that people
    filed under it and the number for which it is only suggested.
    """
    if context.invoked_subcommand:
        return
    archive = loaded(root)
    curated = Counter(name for paper in archive.papers if not paper.topics_suggested for name in paper.topics)
    suggested = Counter(name for paper in archive.papers if paper.topics_suggested for name in paper.topics)
    table = _table("Topic", "Curated", "Suggested")
    for group, members in archive.topics.groups().items():
        table.add_row(Text(group, "bold"))
        for topic in members:
            table.add_row(f"  {topic.name}", str(curated[topic.name]), str(suggested[topic.name]))
        table.add_section()
    Console().print(table)


@topics.command()
@click.argument("key", shell_complete=complete_key)
@archive_option
def suggest(key: str, root: Path) -> None:
    """Show which words of a paper suggest which topics.

    KEY is the paper's key, its arXiv id or its title. Topics that people chose for the paper are shown too.
    """
    archive = loaded(root)
    paper = find_paper(archive, key)
    found = archive.topics.weigh(paper.title, paper.keywords, paper.abstract)
    enough = archive.topics.suggest(paper.title, paper.keywords, paper.abstract)
    click.echo(f"{paper.key}: {paper.title}")
    chosen = () if paper.topics_suggested else paper.topics
    click.echo(f"People chose {', '.join(chosen)}." if chosen else "Nobody has chosen its topics yet.")
    for suggestion in found:
        remarks = ["suggested" if suggestion.topic in enough else "not suggested"]
        remarks += ["people chose it too"] if suggestion.topic in chosen else []
        click.echo(f"\n{suggestion.topic}: {suggestion.score}, {', '.join(remarks)}")
        for line in _reasons(suggestion):
            click.echo(f"  {line}")
    for name in chosen:
        if name not in {suggestion.topic for suggestion in found}:
            click.echo(f"\n{name}: 0, people chose it, but the paper contains none of its keywords")
    click.echo(f"\n{_RULE}")


@topics.command()
@archive_option
def evaluate(root: Path) -> None:
    """Compare suggested topics with those that people chose.

    Precision is the share of suggestions that people chose, recall the share of people's choices that were suggested. A
    dash is a share of nothing. Every fifth paper, by a hash of its key, is held out: nobody looks at these papers while
    writing keywords, so their figures show how well suggestions fit new papers.
    """
    archive = loaded(root)
    with working("Comparing topics"):
        found = choices(archive.papers, archive.topics)
    if not found:
        click.echo("No paper has curated topics yet, so there is nothing to compare suggestions with.")
        click.echo("To choose the topics of a paper: papers curate KEY --topics A,B")
        return
    table = _table("Topic", "Precision", "Recall", "F1", "Chosen")
    for name, of_topic in agreement_by_topic(found.values(), archive.topics).items():
        table.add_row(name, *_figures(of_topic))
    table.add_section()
    held_out = agreement(choice for key, choice in found.items() if is_held_out(key))
    others = agreement(choice for key, choice in found.items() if not is_held_out(key))
    table.add_row("all papers", *_figures(agreement(found.values())))
    table.add_row("held-out papers", *_figures(held_out))
    table.add_row("other papers", *_figures(others))
    Console().print(table)
    click.echo(f"{len(found):,} papers with curated topics, {sum(map(is_held_out, found)):,} of them held out")


_RULE = (
    f"A keyword counts {WEIGHTS['title']} in the title, {WEIGHTS['keywords']} among the paper's keywords, and "
    f"{WEIGHTS['abstract']} each time it stands in the abstract, up to {TIMES['abstract']} times.\n"
    f"Topics with {ENOUGH} or more are suggested, at most {MOST_SUGGESTED}: first those of the title, then the "
    "strongest others.\nIf there is none, the strongest is suggested."
)


def _reasons(suggestion: Suggestion) -> Iterator[str]:
    for match in suggestion.matches:
        yield f'"{match.keyword}" in {_PLACES[match.place]}{_times(match)}: {match.weight}'


def _times(match: Match) -> str:
    return f", {match.times} times" if match.times > 1 else ""


def _table(first: str, *numbers: str) -> Table:
    table = Table(first)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _figures(found: Agreement) -> tuple[str, ...]:
    """Return the figures of a row; a share of nothing is a dash."""
    shares = (
        (found.precision, found.suggested),
        (found.recall, found.chosen),
        (found.f1, found.chosen + found.suggested),
    )
    return (*(f"{share:.2f}" if of else "-" for share, of in shares), str(found.chosen))
