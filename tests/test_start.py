"""The start of the program: a command loads what it needs, and nothing that others need."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from generator.cli import papers
from generator.publish.site import build_site
from tests.support.archives import silent

PROGRAM = """
import sys
from generator.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
MAKING = {"feedgen", "jinja2", "lxml", "markdown", "pylatexenc", "generator.publish.plan"}
SOURCES = {"requests", "urllib3", "defusedxml", "generator.collect"}
ARRAYS = {"numpy"}
MAIL = {"smtplib", "generator.commands.smtp"}
TERMINAL = {"rich"}


def loaded_by(*arguments: str | Path) -> set[str]:
    """Return every module that a command loads where it does not speak to a terminal."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(result.stderr.splitlines()[-1].split())


def test_a_build_of_what_did_not_change_loads_nothing_that_makes_a_site(archive: Path) -> None:
    build_site(archive, report=silent)
    assert loaded_by("build", "-C", archive) & (MAKING | ARRAYS | SOURCES | MAIL | TERMINAL) == set()


def test_a_build_loads_what_makes_a_site_and_no_live_source(archive: Path) -> None:
    assert loaded_by("build", "-C", archive) & (MAKING | SOURCES | MAIL | TERMINAL) == MAKING


def test_a_check_loads_no_part_of_the_site_but_its_settings(archive: Path) -> None:
    loaded = {name for name in loaded_by("check", "-C", archive) if name.startswith("generator.publish")}
    assert loaded == {"generator.publish", "generator.publish.settings"}


@pytest.mark.parametrize("name", papers.list_commands(click.Context(papers)))
def test_each_command_is_found_under_its_name(name: str) -> None:
    command = papers.get_command(click.Context(papers), name)
    assert command
    assert command.name == name
    assert command.help
