"""The command line: joins collecting, keeping and publishing, and speaks to people."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from generator import __version__
from generator.annotations import annotation
from generator.archive.ids import KnownPapers
from generator.archive.listings import listing_path, write_listing
from generator.archive.load import load_archive, load_listings
from generator.archive.merge import file_sightings, update_listing, without_abstract
from generator.archive.models import Listing
from generator.cli_compare import compare_
from generator.cli_curate import curate
from generator.cli_digest import digest
from generator.cli_sources import enrich, fetch, status
from generator.cli_topics import topics
from generator.collect.scrape import Scrape, decode_scrape, read_scrape
from generator.errors import ArchiveError, Problem, ProblemsError
from generator.options import abstracts_option, archive_option, content_of, day_option
from generator.publish.build import STAGES, build_site
from generator.publish.engine import Engine
from generator.publish.serve import serve_site

SCRAPE_SOURCE = "huggingface.co/papers, text scrape"

engine_option = click.option(
    "--engine",
    type=click.Choice(["mkdocs", "zensical"]),
    default="mkdocs",
    show_default=True,
    help="What renders the theme. Both read the same mkdocs.yml.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="papers")
def papers() -> None:
    """Keep an archive of daily research papers, and publish it as a site.

    \b
    papers fetch                                  read the last seven days of Daily Papers
    papers import scrape.txt --date 2025-03-11    take in the text of a Daily Papers page
    papers enrich                                 find arXiv ids for papers known by title alone
    papers status                                 see what the archive has of each day, and what it lacks
    papers curate KEY --topics a,b                write what you decided about a paper into the right file
    papers topics                                 list topics, explain suggestions, see how well they fit
    papers check                                  see that all content holds what it must
    papers compare ../as-it-was                   see what a change changes for readers
    papers digest                                 make a letter of the newest day's papers, and send it
    papers build                                  make the site
    papers serve                                  look at it, and see each change as it is saved

    Exit codes: 0 fine, 1 problems were found or a source failed, 2 wrong usage, 130 interrupted.
    """  # noqa: D301 - by that sign click knows lines that are to be kept


@papers.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@day_option("--date", "day", text="The pages' day.")
@abstracts_option
@archive_option
def import_(files: tuple[Path, ...], day: date | None, no_abstracts: bool, root: Path) -> None:
    """Take in text scrapes of huggingface.co/papers pages.

    A page shows its day without the year. Where its papers' dates tell the year, nothing is asked; else --date
    gives it. Papers of a page whose day nobody knows are kept in a listing without a day.

    Importing a file again changes nothing. What cannot be read is named with file and line; a file that cannot be
    read at all costs no other file.
    """
    content = content_of(root)
    listings = {listing.day: listing for listing in load_listings(content)}
    failed = False
    for file in files:
        try:
            scrape = read_scrape(decode_scrape(_read_bytes(file)), day=day)
            click.echo(f"{file}: {_import(content, listings, scrape, abstracts=not no_abstracts)}")
        except ArchiveError as error:
            click.echo(f"{file}: not imported: {error}", err=True)
            failed = True
            continue
        for unread in scrape.unread:
            click.echo(f"{file}:{unread.line}: {unread.message}", err=True)
        for note in scrape.notes:
            click.echo(f"{file}: {note}")
    if failed:
        sys.exit(1)


@papers.command()
@engine_option
@click.option("--plain", is_flag=True, help="Hand every page to the engine instead of stamping shells. Slower.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many processes work at a time. Default: one a core.")
@click.option("--clean", is_flag=True, help="Make everything, whatever the last build made.")
@archive_option
def build(engine: Engine, plain: bool, jobs: int | None, clean: bool, root: Path) -> None:
    """Make the site: pages, feeds and search, into the folder site/ of the archive.

    Only what changed since the last build is made, and only files that differ are written; files that are no longer
    part of the site are removed. At the end it says what was done and how many seconds each stage took; those of
    processes that work side by side are added up.
    """
    with _stages() as report:
        built = build_site(root, engine=engine, plain=plain, jobs=jobs, clean=clean, report=report)
    written = built.written
    click.echo(
        f"{built.folder}: {built.pages:,} pages of {built.papers:,} papers; files: {written.changed:,} written, "
        f"{written.unchanged:,} unchanged, {written.removed:,} removed"
    )
    click.echo(" · ".join(f"{stage} {seconds:.1f} s" for stage, seconds in built.seconds.items()))


@papers.command()
@engine_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@archive_option
def serve(engine: Engine, host: str, port: int, root: Path) -> None:
    """Look at the site in a browser, and see each change to content or theme as it is saved. Ctrl+C ends it."""
    serve_site(root, engine=engine, host=host, port=port, report=click.echo)


@papers.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed: as path:line: message, or as annotations that GitHub shows on the changed lines.",
)
@archive_option
def check(form: str, root: Path) -> None:
    """See that everything below content/ holds what it must.

    Every problem is printed as path:line: message, all at once, and the exit code is 1 if there is one.
    """
    try:
        archive = load_archive(content_of(root))
    except ProblemsError as error:
        folder = Path.cwd()
        _tell(error.problems, str if form == "text" else lambda problem: annotation(problem, folder))
    click.echo(f"{root / 'content'}: {len(archive.papers):,} papers in {len(archive.listings):,} listings, no problems")


for command in (fetch, enrich, status, curate, topics, compare_, digest):
    papers.add_command(command)


def main() -> NoReturn:
    """Run the command line; whatever a user can cause ends with a sentence and an exit code, never a traceback."""
    try:
        papers(standalone_mode=False)
    except ProblemsError as error:
        _tell(error.problems, str)
    except ArchiveError as error:
        _fail(f"Error: {error}", 1)
    except OSError as error:
        _fail(f"Error: {error.filename or 'the disk'}: {error.strerror or error}", 1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("Interrupted", 130)
    sys.exit(0)


def _import(content: Path, listings: dict[date | None, Listing], scrape: Scrape, *, abstracts: bool) -> str:
    """File a scrape's papers into the listing of its day, there and on disk; return what that changed, in words."""
    known = KnownPapers(record for listing in listings.values() for record in listing.papers)
    filed = file_sightings(
        (found.paper if abstracts else without_abstract(found.paper) for found in scrape.papers), known
    )
    updated = update_listing(listings.get(scrape.day), scrape.day, SCRAPE_SOURCE, filed.records)
    changed = write_listing(content, updated)
    listings[scrape.day] = updated
    where = listing_path(content, scrape.day)
    undated = listings.get(None) if scrape.day else None
    twice = {record.key for record in undated.papers} & {record.key for record in filed.records} if undated else ()
    also = f"; {len(twice)} of them stand in {listing_path(content, None)} as well" if twice else ""
    return (
        f"{len(scrape.papers)} papers read, {len(filed.new)} new, {filed.known} already known, "
        f"{len(scrape.unread)} not readable; {where} {'written' if changed else 'unchanged'}{also}"
    )


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error


@contextmanager
def _stages() -> Iterator[Callable[[str], None]]:
    """Show stages as they begin: a progress bar on a terminal, a plain line each elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage: click.echo(stage, err=True)
        return
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    # Refreshed by hand: a thread that does it would not survive where processes are forked.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        task = progress.add_task("Starting", total=STAGES, completed=-1)
        yield lambda stage: progress.update(task, description=stage, advance=1, refresh=True)


def _tell(problems: Sequence[Problem], line_of: Callable[[Problem], str]) -> NoReturn:
    """Print every problem in the form that is wanted, and end with 1."""
    for problem in problems:
        click.echo(line_of(problem))
    _fail(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found", 1)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
