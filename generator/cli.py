"""The command line: joins collecting, keeping and publishing, and speaks to people.

Each command has a module in `commands/`, which is loaded when the command is asked for: what reads live sources or
sends mail would else cost every other command its time.
"""

import gc
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from generator.commands.options import fail, leading_archive_option, tell_problems
from generator.errors import ArchiveError, ProblemsError

_COMMANDS = {
    "build": ("build", "build"),
    "check": ("check", "check"),
    "compare": ("compare", "compare_"),
    "curate": ("curate", "curate"),
    "digest": ("digest", "digest"),
    "enrich": ("enrich", "enrich"),
    "fetch": ("fetch", "fetch"),
    "import": ("import_", "import_"),
    "serve": ("serve", "serve"),
    "status": ("status", "status"),
    "topics": ("topics", "topics"),
}


class Commands(click.Group):
    """A group that loads its commands late (click's documentation, "Lazily Loading Subcommands")."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the name of every command."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of the name, None where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"generator.commands.{module}"), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="daily-papers-archive", prog_name="papers")
@leading_archive_option
def papers(root: Path | None) -> None:
    """Keep an archive of daily research papers, and publish it as a site.

    \b
    papers fetch                                  read the last fifteen days of Daily Papers
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


def main() -> NoReturn:
    """Run the command line; whatever a user can cause ends with a sentence and an exit code, never a traceback."""
    try:
        papers(standalone_mode=False)
    except ProblemsError as error:
        tell_problems(error.problems)
    except ArchiveError as error:
        fail(f"Error: {error}", 1)
    except OSError as error:
        fail(f"Error: {error.filename or 'the disk'}: {error.strerror or error}", 1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        fail("Interrupted", 130)
    gc.freeze()  # the last search for garbage, at the end, would walk through all papers of a large archive
    sys.exit(0)
