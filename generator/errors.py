"""All errors that users can see, in one hierarchy; each message says what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class ArchiveError(Exception):
    """An error that a person can fix; the command line prints it without a traceback and exits with 1."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem at one place in the content, printed as `path:line: message`.

    A warning is a problem that leaves the meaning of the content clear, so the site is built anyway. It is printed
    as `path:line: warning: message`, as compilers do (GNU Coding Standards, "Formatting Error Messages").
    """

    path: Path
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {'warning: ' if self.warning else ''}{self.message}")


def printable(text: str) -> str:
    """Return the text as one harmless line for a terminal: characters that are not printable are escaped."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are not warnings."""
    return [problem for problem in problems if not problem.warning]


class ProblemsError(ArchiveError):
    """Invalid content, with every problem found (each once, including warnings)."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class ScrapeError(ArchiveError):
    """A scrape that cannot be read as a page of papers."""


class ConfigError(ArchiveError):
    """A folder that is not an archive, or an invalid mkdocs.yml."""


class BuildError(ArchiveError):
    """A site that could not be built because of the engine, another build or the disk."""


class SourceError(ArchiveError):
    """A live source that did not answer, or whose answer cannot be read; the message has the address and the cause."""


class SourceDownError(SourceError):
    """A live source that cannot be reached, does not answer in time, or says that it cannot answer at present."""


class MailError(ArchiveError):
    """Mail with an invalid address, or that a server did not accept; the message has the server and the cause."""
