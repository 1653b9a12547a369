"""The days that a command can be asked for: those that the source of the archive can have listed."""

from collections.abc import Callable
from datetime import date

import click

from generator.archive.dates import parse_day
from generator.commands.options import checked, today
from generator.publish.settings import read_source


def listed_day_option(*names: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return an option that takes a day on which the source can have listed papers."""

    def listed(context: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
        source = read_source(context.params["root"])
        return checked(lambda text: source.checked_day(parse_day(text), today()))(context, parameter, text)

    return click.option(*names, metavar="YYYY-MM-DD", callback=listed, help=text)
