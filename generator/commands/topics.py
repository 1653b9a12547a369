"""`papers topics`: list topics, explain suggestions, and measure them."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.archive.evaluation import (
    Agreement,
    agreement,
    agreement_by_topic,
    choices,
    is_held_out,
    read_test_set,
)
from generator.archive.keywords import ENOUGH, MOST_SUGGESTED, TIMES, WEIGHTS, Suggestion
from generator.archive.topics import Topics
from generator.commands.completion import complete_key
from generator.commands.loading import loaded
from generator.commands.lookup import find_paper
from generator.commands.options import archive_option, content_of
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
        remarks = [_verdict(suggestion, enough, archive.topics)]
        remarks += ["people chose it too"] if suggestion.topic in chosen else []
        click.echo(f"\n{suggestion.topic}: {suggestion.score}, {', '.join(remarks)}")
        for match in suggestion.matches:
            times = f", {match.times} times" if match.times > 1 else ""
            click.echo(f'  "{match.keyword}" in {_PLACES[match.place]}{times}: {match.weight}')
    for name in chosen:
        if name not in {suggestion.topic for suggestion in found}:
            click.echo(f"\n{name}: 0, people chose it, but the paper contains none of its keywords")
    click.echo(f"\n{_RULE}")


@topics.command()
@archive_option
def evaluate(root: Path) -> None:
    """Compare suggested topics with those that people chose.

    Precision is the share of suggestions that people chose, recall the share of people's choices that were suggested. A
    dash is a share of nothing. Test papers are those of content/test-set.yml; held out is every fifth other paper, by a
    hash of its key. Nobody looks at these papers while writing keywords, so their figures show how well suggestions fit
    new papers.
    """
    test_set = read_test_set(content_of(root) / "test-set.yml")
    archive = loaded(root)
    with working("Comparing topics"):
        found = choices(archive.papers, archive.topics)
        from_titles = choices(archive.papers, archive.topics, titles_alone=True)
    if not found:
        click.echo("No paper has curated topics yet, so there is nothing to compare suggestions with.")
        click.echo("To choose the topics of a paper: papers curate KEY --topics A,B")
        return
    table = _table("Topic", "Precision", "Recall", "F1", "Chosen")
    for name, of_topic in agreement_by_topic(found.values(), archive.topics).items():
        table.add_row(name, *_figures(of_topic))
    table.add_section()
    tested = found.keys() & test_set
    held_out = set(filter(is_held_out, found)) - tested
    for name, keys in (("test papers", tested), ("held-out papers", held_out)):
        table.add_row(name, *_figures(agreement(found[key] for key in keys)))
        table.add_row(f"{name}, by title alone", *_figures(agreement(from_titles[key] for key in keys)))
    table.add_row("other papers", *_figures(agreement(found[key] for key in found.keys() - tested - held_out)))
    table.add_row("all papers", *_figures(agreement(found.values())))
    Console().print(table)
    click.echo(
        f"{len(found):,} papers with curated topics: {len(tested):,} of the {len(test_set):,} test papers, "
        f"{len(held_out):,} held out"
    )


_RULE = (
    f"A keyword counts {WEIGHTS['title']} in the title, {WEIGHTS['keywords']} among the paper's keywords, and "
    f"{WEIGHTS['abstract']} each time it stands in the abstract, up to {TIMES['abstract']} times.\n"
    f"Topics of the title and others with {ENOUGH} or more are suggested, at most {MOST_SUGGESTED}: first those of the "
    "title, then the strongest others.\nA broader topic gives way to a narrower one. If there is none, the strongest "
    "is suggested."
)


def _verdict(found: Suggestion, suggested: Collection[str], topics: Topics) -> str:
    if found.topic in suggested:
        return "suggested"
    narrower = topics.narrower_among(found.topic, suggested)
    strong = found.titled or found.score >= ENOUGH
    return f"not suggested beside {', '.join(narrower)}, which is narrower" if strong and narrower else "not suggested"


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
