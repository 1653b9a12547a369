"""Every error a user can meet: one tree, each with a sentence that says what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class ArchiveError(Exception):
    """Something a person can put right; the command line prints it without a traceback and exits with 1."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold, at one place: printed as `path:line: message`.

    A warning is a problem that leaves the meaning of the content clear, so a site is built nevertheless; it is printed
    as `path:line: warning: message`, as compilers do (GNU Coding Standards, "Formatting Error Messages").
    """

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {'warning: ' if self.warning else ''}{self.message}")


def printable(text: str) -> str:
    """Return the text as one line that a terminal only shows: characters that do more are written as escapes."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are more than warnings."""
    return [problem for problem in problems if not problem.warning]


class ProblemsError(ArchiveError):
    """Content that does not hold what it must, with every problem found at once, each once, warnings included."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class ScrapeError(ArchiveError):
    """A scrape that cannot be read as a page of papers at all."""


class ConfigError(ArchiveError):
    """A folder that is no archive, or an mkdocs.yml that does not hold what it must."""


class BuildError(ArchiveError):
    """A site that could not be built: the engine, another build or the disk stood in the way."""


class SourceError(ArchiveError):
    """A live source that did not answer, or whose answer cannot be read; the message names address and cause."""


class SourceDownError(SourceError):
    """A live source that cannot be reached, does not answer in time, or says that it cannot answer at present."""


class MailError(ArchiveError):
    """A message that cannot be addressed, or that a mail server did not take; the message names server and cause."""
