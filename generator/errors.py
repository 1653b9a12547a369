"""Every error a user can meet: one tree, each with a sentence that says what to do."""

from dataclasses import dataclass
from pathlib import Path


class ArchiveError(Exception):
    """Something a person can put right; the command line prints it without a traceback and exits with 1."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that does not hold, at one place: printed as `path:line: message`."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line}: {self.message}")


def printable(text: str) -> str:
    """Return the text as one line that a terminal only shows: characters that do more are written as escapes."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


class ProblemsError(ArchiveError):
    """Content that does not hold what it must, with every problem found at once, each once."""

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


class MailError(ArchiveError):
    """A message that cannot be addressed, or that a mail server did not take; the message names server and cause."""
