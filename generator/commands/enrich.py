"""`papers enrich`: complete papers that are known by their title alone."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import click

from generator.archive.ingest import Ingest
from generator.archive.load import load_archive
from generator.archive.models import Paper
from generator.collect.enrich import Outcome, enrich_papers
from generator.commands.options import abstracts_option, archive_option, content_of, now, tracked, writes_content
from generator.commands.sources import open_finders
from generator.publish.settings import read_source


@click.command()
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Try this many papers at most.")
@abstracts_option
@archive_option
@writes_content
def enrich(limit: int | None, no_abstracts: bool, root: Path) -> None:
    """Find arXiv id, authors, abstract, date and links of papers that are known by their title alone.

    Hugging Face is asked first, then arXiv, which takes three seconds a paper. Only a paper of the very same title
    counts; where there are several, they are named and left to you. Keys and addresses do not change.

    HF_ENDPOINT, HF_TOKEN and ARXIV_ENDPOINT are used where they are set.
    """
    content = content_of(root)
    papers = _unidentified(load_archive(content).papers)[:limit]
    ingest = Ingest(content, now=now(), abstracts=read_source(root).abstracts and not no_abstracts)
    with open_finders(root) as finders:
        counts = Counter[Outcome]()
        tried = enrich_papers(papers, ingest, finders)
        for paper in tracked(tried, len(papers), "tried", lambda paper: paper.outcome == "found"):
            counts[paper.outcome] += 1
            if paper.said:
                click.echo(f"{paper.key}: {paper.outcome}: {paper.said}")
    for problem in finders.problems:
        click.echo(problem, err=True)
    click.echo(", ".join(f"{counts[outcome]} {outcome}" for outcome in get_args(Outcome)))
    if finders.problems:
        sys.exit(1)


def _unidentified(papers: tuple[Paper, ...]) -> list[Paper]:
    """Return the papers without an arXiv id, those that were listed last first."""
    unknown = [paper for paper in papers if not paper.arxiv_id]
    return sorted(unknown, key=lambda paper: paper.days[-1] if paper.days else date.min, reverse=True)
