"""`papers init`: start an archive of one's own."""

import re
import shlex
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

import click

from generator.commands.options import today
from generator.commands.usage import Choice
from generator.errors import printable
from generator.publish.settings import address_problem, site_address
from generator.scaffold.files import SourceName, Wanted, archive_files
from generator.scaffold.requirement import PACKAGE, requirement
from generator.scaffold.writing import Written, write_archive
from generator.text import counted, hidden_problem

# A repository on GitHub: `owner/name`, or its address as browsers and git write it.
_REPOSITORY = re.compile(
    r"(?:(?:https?://)?(?:www\.)?github\.com/|git@github\.com:|ssh://git@github\.com/)?"
    r"(?P<owner>[A-Za-z0-9-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?",
    re.ASCII,
)

_NO_SCHEME = re.compile(r"(?:(?:[A-Za-z]+:)?/+)?(.*)", re.DOTALL)  # what follows a scheme, even a mistyped one


def _site_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """Return the site's address with a slash at its end, empty if there is none."""
    if value is None:
        return ""
    text = value.strip()
    url = site_address(text)
    if not (problem := address_problem(url)):
        return url
    guess = site_address(f"https://{_NO_SCHEME.fullmatch(text)[1]}")  # type: ignore[index]  # always matches
    hint = "" if address_problem(guess) else f" Did you mean {guess!r}?"
    raise click.BadParameter(f"{problem}.{hint}")


def _repository(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """Return the repository's address, empty if there is none."""
    if value is None:
        return ""
    if found := _REPOSITORY.fullmatch(value.strip()):
        return f"https://github.com/{found['owner']}/{found['name']}"
    url = value.strip().rstrip("/").removesuffix(".git")
    if address_problem(f"{url}/") or not urlsplit(url).path.strip("/"):
        raise click.BadParameter("must be OWNER/NAME on GitHub, or the repository's address: https://HOST/OWNER/NAME")
    return url


def _folder(_context: click.Context, _parameter: click.Parameter, value: str) -> Path:
    """Return the folder; an empty text, as of a variable that is not set, is not the current one."""
    if not value:
        raise click.BadParameter("must not be empty; . is the current folder")
    return Path(value)


def _name(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    name = " ".join(value.split())
    if not name:
        raise click.BadParameter("must not be empty")
    if problem := hidden_problem(name):
        raise click.BadParameter(problem)
    return name


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False), callback=_folder)
@click.option("--name", metavar="TEXT", callback=_name, help="What the archive is called. Default: as its folder.")
@click.option(
    "--source",
    type=Choice[SourceName](["huggingface", "none"]),
    default="huggingface",
    show_default=True,
    help="huggingface: Hugging Face's Daily Papers, fetched every day. none: papers that people add or import.",
)
@click.option("--url", metavar="URL", callback=_site_url, help="The site's address. Default: that of --repo's Pages.")
@click.option("--repo", metavar="OWNER/NAME", callback=_repository, help="Its repository on GitHub, or an address.")
def init(*, folder: Path, name: str | None, source: SourceName, url: str, repo: str) -> None:
    """Start an archive of your own in a folder.

    Writes settings, topics, a README, issue forms, and workflows that publish the archive on GitHub Pages. DIR is
    created if it does not exist; `.` is the current folder. Files that are there already stay as they are.

    \b
    papers init robots --source none --repo example/robots
    cd robots
    papers build
    """  # noqa: D301 - click keeps the lines of a paragraph that begins with this sign
    wanted = Wanted(name=name or _name_of(folder), source=source, url=url or _pages_address(repo), repo=repo)
    package = distribution(PACKAGE)
    needed = requirement(package.version, package.read_text("direct_url.json"))
    _report(folder, write_archive(folder, archive_files(wanted, needed, today())))


def _name_of(folder: Path) -> str:
    """Return a name made from that of a folder."""
    words = re.sub(r"[-_.\s]+", " ", folder.resolve().name).strip()
    if not words or hidden_problem(words):
        raise click.UsageError(f"No name can be made from {str(folder)!r}: give one with --name")
    return words[0].upper() + words[1:]


def _pages_address(repo: str) -> str:
    """Return the address that GitHub Pages gives to a repository's site (GitHub Docs, "What is GitHub Pages?")."""
    if not repo.startswith("https://github.com/"):
        return ""
    owner, name = repo.removeprefix("https://github.com/").split("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def _report(folder: Path, written: Written) -> None:
    click.echo(f"{printable(str(folder))}: {counted(len(written.new), 'file')} written")
    if written.kept:
        click.echo(f"Already there, and left as they were: {', '.join(sorted(written.kept))}")
    if ".gitignore" in written.kept:
        click.echo("Make sure that .gitignore lists /build/ and /site/, which are generated")
    click.echo("To see the site:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {shlex.quote(printable(str(folder)))}")
    click.echo("  papers serve")
    click.echo("README.md says how to publish it.")
