"""The commands of topics: which there are, why one is suggested for a paper, and how well suggestions fit."""

from collections import Counter
from collections.abc import Collection, Iterator
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
from generator.archive.keywords import ENOUGH, MOST_SUGGESTED, TIMES, WEIGHTS, Match, Suggestion
from generator.archive.load import load_archive
from generator.archive.topics import Topics
from generator.commands.lookup import find_paper
from generator.commands.options import archive_option, content_of

_PLACES = {"title": "the title", "keywords": "the paper's keywords", "abstract": "the abstract"}


@click.group(invoke_without_command=True)
@archive_option
@click.pass_context
def topics(context: click.Context, root: Path) -> None:
    """List all topics: for how many papers people chose each, and for how many it is only suggested.

    Each topic of content/topics.yml stands under its group.
    """
    if context.invoked_subcommand:
        return
    archive = load_archive(content_of(root))
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
@click.argument("key")
@archive_option
def suggest(key: str, root: Path) -> None:
    """Explain which topics the words of a paper suggest, and which words do.

    KEY is the paper's key or its arXiv id. For a paper whose topics people chose, these are shown beside.
    """
    archive = load_archive(content_of(root))
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
        for line in _reasons(suggestion):
            click.echo(f"  {line}")
    for name in chosen:
        if name not in {suggestion.topic for suggestion in found}:
            click.echo(f"\n{name}: 0, people chose it although none of its keywords stands in the paper")
    click.echo(f"\n{_RULE}")


@topics.command()
@archive_option
def evaluate(root: Path) -> None:
    """Compare suggested topics with those that people chose, topic by topic and over all.

    Precision is the share of suggestions that people chose too, recall the share of people's choices that were
    suggested. Test papers are those of content/test-set.yml; held out is every fifth other paper, by a hash of its key.
    Nobody looks at these while writing keywords, so their figures tell how suggestions fit new papers.
    """
    content = content_of(root)
    test_set = read_test_set(content / "test-set.yml")
    archive = load_archive(content)
    found = choices(archive.papers, archive.topics)
    from_titles = choices(archive.papers, archive.topics, titles_alone=True)
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
    return (f"{found.precision:.2f}", f"{found.recall:.2f}", f"{found.f1:.2f}", str(found.chosen))
