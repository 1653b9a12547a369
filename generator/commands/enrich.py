"""`papers enrich`: complete papers known only by their title."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import click

from generator.archive.ingest import Ingest
from generator.archive.load import WITHOUT_SUGGESTIONS
from generator.archive.models import Paper
from generator.collect.enrich import Outcome, enrich_papers
from generator.commands.abstracts import abstracts_option, keeps_abstracts, remove_left_out
from generator.commands.loading import loaded
from generator.commands.matches import record_matches
from generator.commands.options import archive_option, content_of, now, writes_content
from generator.commands.progress import tracked
from generator.commands.sources import open_finders


@click.command()
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Look up at most this many papers.")
@abstracts_option
@archive_option
@writes_content
def enrich(limit: int | None, abstracts: bool | None, root: Path) -> None:
    """Find arXiv ids for papers known only by title.

    Authors, abstract, date and links are added too. Hugging Face is searched first, then arXiv, which takes three
    seconds a paper. Only a paper with exactly the same title counts; if there are several, they are listed and the
    choice is yours. Keys and addresses do not change.

    HF_ENDPOINT, HF_TOKEN and ARXIV_ENDPOINT are used if set.
    """
    content = content_of(root)
    remove_left_out(root, asked=abstracts)
    papers = _unidentified(loaded(root, WITHOUT_SUGGESTIONS).papers)[:limit]
    ingest = Ingest(content, now=now(), abstracts=keeps_abstracts(root, asked=abstracts))
    with open_finders(root) as finders:
        counts = Counter[Outcome]()
        tried = enrich_papers(papers, ingest, finders)
        for paper in tracked(tried, len(papers), "tried", lambda paper: paper.outcome == "found"):
            counts[paper.outcome] += 1
            if paper.said:
                click.echo(f"{paper.key}: {paper.outcome}: {paper.said}")
    record_matches(root)
    for problem in finders.problems:
        click.echo(problem, err=True)
    click.echo(", ".join(f"{counts[outcome]} {outcome}" for outcome in get_args(Outcome)))
    if finders.problems:
        sys.exit(1)


def _unidentified(papers: tuple[Paper, ...]) -> list[Paper]:
    """Return the papers without an arXiv id, the most recently listed first."""
    unknown = [paper for paper in papers if not paper.arxiv_id]
    return sorted(unknown, key=lambda paper: paper.days[-1] if paper.days else date.min, reverse=True)
