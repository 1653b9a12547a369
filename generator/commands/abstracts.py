"""Whether abstracts are kept: what the command was asked, the variable ABSTRACTS, or the archive's settings say."""

from pathlib import Path

import click

from generator.archive.abstracts import remove_abstracts
from generator.commands.options import content_of, setting
from generator.errors import ConfigError
from generator.publish.settings import keeps, read_site
from generator.text import counted

abstracts_option = click.option(
    "--abstracts/--no-abstracts",
    default=None,
    help="Keep abstracts or leave them out. Default: as ABSTRACTS or extra.abstracts in mkdocs.yml says.",
)


def leaves_out_abstracts(root: Path) -> bool:
    """Return whether the archive leaves abstracts out: the environment's ABSTRACTS wins over its mkdocs.yml.

    Raises ConfigError.
    """
    wanted = setting("ABSTRACTS", "" if (root / "mkdocs.yml").is_file() else "keep")
    if not wanted:
        return not read_site(root).keeps_abstracts
    try:
        return not keeps(wanted)
    except ValueError as error:
        raise ConfigError(f"The environment's ABSTRACTS {error}") from error


def keeps_abstracts(root: Path, *, asked: bool | None) -> bool:
    """Return whether a command keeps the abstracts that it reads; `asked` is its option. Raises ConfigError."""
    return not leaves_out_abstracts(root) if asked is None else asked


def remove_left_out(root: Path, *, asked: bool | None) -> None:
    """Remove the abstracts that are there from an archive that leaves them out, and say so; `--abstracts` saves them.

    `--no-abstracts` alone removes nothing: it is about what the command reads. Raises ArchiveError.
    """
    if not asked and leaves_out_abstracts(root) and (paths := list(remove_abstracts(content_of(root)))):
        click.echo(f"{counted(len(paths), 'listing')} rewritten without abstracts, as the archive leaves them out")
