"""The command line: joins collecting, the archive and publishing, and reports to people.

Each command has a module in `commands/`, loaded only when the command is used: otherwise the modules that read live
sources or send mail would slow down every other command.
"""

import gc
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from keyword import iskeyword
from pathlib import Path
from typing import NoReturn

import click

from generator.commands.options import fail, leading_archive_option, report_problems
from generator.commands.usage import Group
from generator.errors import ArchiveError, ProblemsError

_COMMANDS = {  # by the section of the help
    "Collect": ["fetch", "import", "enrich", "status"],
    "Curate": ["topics", "curate", "follow", "check", "compare"],
    "Publish": ["build", "serve", "digest"],
    "Set up": ["init", "completion"],
}
_ENGINES = {"MkDocs": "mkdocs", "Material for MkDocs": "mkdocs-material", "Zensical": "zensical"}


class Commands(Group):
    """All commands, loaded lazily (click's documentation, "Lazily Loading Subcommands")."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the name of every command."""
        return [name for commands in _COMMANDS.values() for name in commands]

    def sections(self, ctx: click.Context) -> Mapping[str, Sequence[str]]:  # noqa: ARG002
        """Return the names of the commands in each section."""
        return _COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of the module that has its name, None if there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"generator.commands.{name}"), name)
        return command


def _versions(_context: click.Context) -> str:
    """Return the versions that decide what a site looks like, one a line."""
    engines = [f"{name} {_version(package)}" for name, package in _ENGINES.items()]
    return "\n".join([f"papers {_version('daily-papers-archive')}", f"Python {platform.python_version()}", *engines])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "is not installed"


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`papers COMMAND --help` explains a command. Exit codes: 0 success, 1 problems were found or a source "
    "failed, 2 wrong usage, 130 interrupted.",
)
@click.custom_version_option(_versions, help="Show the versions of papers, Python and the engines, and exit.")
@leading_archive_option
def papers(root: Path | None) -> None:
    """Keep an archive of daily research papers, and publish it as a site."""


def main() -> NoReturn:
    """Run the command line; any error that a user can cause ends with a message and an exit code, never a traceback."""
    try:
        papers(prog_name="papers", standalone_mode=False)
    except ProblemsError as error:
        report_problems(error.problems)
    except ArchiveError as error:
        fail(f"Error: {error}", 1)
    except OSError as error:
        fail(f"Error: {error.filename or 'the disk'}: {error.strerror or error}", 1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        fail("Interrupted", 130)
    gc.freeze()  # the garbage collection at exit would walk through all papers of a large archive
    sys.exit(0)
