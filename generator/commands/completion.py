"""`papers completion`: what a shell needs to complete commands, options, topics and keys of papers."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, get_args

import click
import msgspec
from click.shell_completion import CompletionItem, get_completion_class

from generator.archive.listings import listing_paths
from generator.archive.topics import read_topics
from generator.commands.usage import Choice
from generator.errors import ArchiveError

Shell = Literal["bash", "zsh", "fish"]


@click.command()
@click.argument("shell", metavar="SHELL", type=Choice[Shell](get_args(Shell)))
@click.pass_context
def completion(context: click.Context, shell: Shell) -> None:
    """Print the completion script of a shell: bash, zsh or fish.

    \b
    bash   echo 'eval "$(papers completion bash)"' >> ~/.bashrc
    zsh    echo 'eval "$(papers completion zsh)"' >> ~/.zshrc
    fish   papers completion fish > ~/.config/fish/completions/papers.fish

    Then start a new shell. Topics and keys are completed from the archive in the current folder, or in that of -C.
    """  # noqa: D301 - click keeps the lines of a paragraph that begins with this sign
    program = context.find_root()
    script = get_completion_class(shell)
    if script:  # click has one for each
        name = program.info_name or "papers"
        click.echo(script(program.command, {}, name, f"_{name}_COMPLETE".upper()).source(), nl=False)


def complete_topic(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the topics that begin with the text."""
    return list(_topics(context, incomplete))


def complete_topics(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the topics that begin with what follows the last comma, behind what comes before it."""
    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(before + comma + item.value, help=item.help) for item in _topics(context, last)]


def complete_key(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the keys of papers that begin with the text."""
    return [CompletionItem(key) for key in sorted(set(_keys(context))) if key.startswith(incomplete)]


def _topics(context: click.Context, incomplete: str) -> Iterator[CompletionItem]:
    with suppress(ArchiveError):  # a shell has no place for errors, and nothing can be completed
        topics = read_topics(_content(context) / "topics.yml")
        yield from (CompletionItem(name, help=topics[name].title) for name in topics if name.startswith(incomplete))


class _Paper(msgspec.Struct):
    key: str


class _Listing(msgspec.Struct):
    """As little of a listing as completion needs: it is read ten times as fast as a whole one."""

    papers: tuple[_Paper, ...]


def _keys(context: click.Context) -> Iterator[str]:
    for path in listing_paths(_content(context)):
        with suppress(OSError, msgspec.DecodeError):
            yield from (paper.key for paper in msgspec.json.decode(path.read_bytes(), type=_Listing).papers)


def _content(context: click.Context) -> Path:
    """Return the folder of the archive that -C names, on whichever side of the command; else the current one."""
    named: Path | None = None
    at: click.Context | None = context
    while at and not named:
        named, at = at.params.get("root"), at.parent
    return (named or Path()) / "content"
