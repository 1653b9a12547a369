"""The commands of the live sources: fetch and enrich."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import click

from generator.archive.dates import days_between, parse_month
from generator.archive.load import load_archive
from generator.archive.mending import mend_listings
from generator.archive.models import Paper
from generator.archive.reading import RECENT
from generator.archive.source import DAILY_PAPERS
from generator.collect.arxiv import Arxiv
from generator.collect.enrich import Finders, Outcome, PaperKeeper, enrich_papers
from generator.collect.fetch import DayKeeper, Read, fetch_days, fetch_month
from generator.collect.http import Web
from generator.collect.huggingface import HuggingFace
from generator.commands.options import (
    abstracts_option,
    archive_option,
    checked,
    content_of,
    listed_day_option,
    now,
    setting,
    tracked,
    writes_content,
)
from generator.publish.settings import read_site

_ARXIV_PAUSE = 3.0  # seconds between two requests, as https://info.arxiv.org/help/api/tou.html asks


@click.command()
@listed_day_option("--date", "day", text="This day alone.")
@listed_day_option("--since", text="From this day on. Days that are whole and older than a week are not read again.")
@listed_day_option("--until", text="With --since: up to this day. Default: today.")
@click.option("--month", metavar="YYYY-MM", callback=checked(parse_month), help="This month, in one go.")
@abstracts_option
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@archive_option
@writes_content
def fetch(
    *,
    day: date | None,
    since: date | None,
    until: date | None,
    month: str | None,
    no_abstracts: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Read what Hugging Face's Daily Papers listed; without an option, on the last seven days.

    Lists keep filling for two days, and papers move: so recent days are read again. Values follow the source, and
    nothing that was kept is lost. Each day is written as soon as it was read, so after an interruption the same
    command goes on where it stopped. What changed is printed, one line a day.

    HF_ENDPOINT and HF_TOKEN are used where they are set; no login is needed.
    """
    at = now()
    days = _days(at.date(), day, since, until, month)
    for path in () if dry_run else mend_listings(content_of(root)):
        click.echo(f"{path}: rewritten without invisible characters and links that lead nowhere")
    keeper = DayKeeper(content_of(root), now=at, abstracts=not no_abstracts, dry_run=dry_run)
    wanted = days if day or month else keeper.worth_reading(days)
    with Web(contact=_contact(root)) as web:
        source = _hugging_face(web)
        reads = fetch_month(source, keeper, month, days) if month else fetch_days(source, keeper, wanted)
        told = list(_told(tracked(reads, len(wanted), "days", lambda read: read.papers), source))
    unread = sum(read.problem is not None for read in told)
    changed = sum(read.change is not None for read in told)
    papers = sum(read.papers for read in told)
    done = "would be written" if dry_run else "written"
    click.echo(f"{len(told) - unread} days read, {papers:,} papers listed; {changed} listings {done}", err=True)
    if any(read.failed for read in told):
        sys.exit(1)


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
    contact = _contact(root)
    with Web(contact=contact) as web, Web(contact=contact, pause=_ARXIV_PAUSE) as slow_web:
        arxiv = Arxiv(slow_web, endpoint=setting("ARXIV_ENDPOINT", "https://export.arxiv.org"))
        finders = Finders({"Hugging Face": _hugging_face(web).find, "arXiv": arxiv.find})
        counts = Counter[Outcome]()
        tried = enrich_papers(papers, PaperKeeper(content), finders, abstracts=not no_abstracts)
        for paper in tracked(tried, len(papers), "tried", lambda paper: paper.outcome == "found"):
            counts[paper.outcome] += 1
            if paper.said:
                click.echo(f"{paper.key}: {paper.outcome}: {paper.said}")
    for problem in finders.problems:
        click.echo(problem, err=True)
    click.echo(", ".join(f"{counts[outcome]} {outcome}" for outcome in get_args(Outcome)))
    if finders.problems:
        sys.exit(1)


def _days(today: date, day: date | None, since: date | None, until: date | None, month: str | None) -> list[date]:
    """Return the days that were asked for. Raises UsageError for what cannot be asked."""
    if sum(map(bool, (day, since, month))) > 1 or (until and not since):
        raise click.UsageError("Give --date, or --month, or --since with or without --until.")
    if day:
        return [day]
    if month:
        try:
            return DAILY_PAPERS.days_of(month, today)
        except ValueError as error:
            raise click.UsageError(f"Invalid value for '--month': {error}") from error
    first = since or max(today - timedelta(days=RECENT - 1), DAILY_PAPERS.first_day)
    last = until or today
    if last < first:
        raise click.UsageError(f"--until {last} must not be before --since {first}.")
    return days_between(first, last)


def _told(reads: Iterator[Read], source: HuggingFace) -> Iterator[Read]:
    """Yield what was read, and say what it changed or what was in the way, and what was left out of it."""
    for read in reads:
        if read.problem:
            click.echo(f"{read.span}: not fetched: {read.problem}", err=True)
        elif read.change:
            click.echo(f"{read.span}: {read.change}")
        for part in read.unread:
            click.echo(f"{read.span}: not read as a whole: {part}", err=True)
        while source.notes:
            click.echo(source.notes.pop(0), err=True)
        yield read


def _unidentified(papers: tuple[Paper, ...]) -> list[Paper]:
    """Return the papers without an arXiv id, those that were listed last first."""
    unknown = [paper for paper in papers if not paper.arxiv_id]
    return sorted(unknown, key=lambda paper: paper.days[-1] if paper.days else date.min, reverse=True)


def _hugging_face(web: Web) -> HuggingFace:
    endpoint = setting("HF_ENDPOINT", "https://huggingface.co")
    return HuggingFace(web, endpoint=endpoint, token=os.environ.get("HF_TOKEN"))


def _contact(root: Path) -> str:
    """Return where the people behind the requests can be found."""
    site = read_site(root)
    return site.repo_url or site.url
