"""Commands and option values that name the nearest match for a mistyped word, as click does for options."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import click
from click.exceptions import NoSuchCommand

Value = TypeVar("Value")

_UNCUT = 1_000  # characters, more than any first sentence has


class Group(click.Group):
    """A group whose help never cuts a sentence, and that suggests the nearest command."""

    def sections(self, ctx: click.Context) -> Mapping[str, Sequence[str]]:
        """Return the names of the commands in each section of the help."""
        return {"Commands": self.list_commands(ctx)}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first sentence of each command's help, by section; click would cut what needs two lines."""
        widest = max(map(len, self.list_commands(ctx)))
        for title, names in self.sections(ctx).items():
            commands = [(name.ljust(widest), self.get_command(ctx, name)) for name in names]
            rows = [(name, command.get_short_help_str(_UNCUT)) for name, command in commands if command]
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name. Raises NoSuchCommand with the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            found = _near(error.command_name, self.list_commands(ctx))
            possibilities = [found] if found else None
            raise NoSuchCommand(error.command_name.casefold(), error.message, possibilities, ctx) from None


class Choice(click.Choice[Value]):
    """An option's choice of values that suggests the nearest value."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """Return what the value must be, and the nearest."""
        message = super().get_invalid_choice_message(value, ctx)
        found = _near(str(value), [self.normalize_choice(choice, ctx) for choice in self.choices])
        return f"{message} Did you mean {found!r}?" if found else message


def _near(word: str, words: Iterable[str]) -> str | None:
    from generator.archive.messages import near  # noqa: PLC0415 - only a mistyped word needs it

    return near(word, words)
