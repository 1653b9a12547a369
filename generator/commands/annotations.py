"""Problems as annotations on the lines of a pull request on GitHub.

A workflow command is one line of output (GitHub Docs, "Workflow commands for GitHub Actions"). GitHub shows at most
ten errors and ten warnings of one step as annotations; the step's log contains all of them.
"""

from pathlib import Path

from generator.errors import Problem, printable

_TITLE = "papers check"
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def annotation(problem: Problem, folder: Path) -> str:
    """Return the workflow command that annotates the line; its file is relative to the repository's folder."""
    path = problem.path.resolve()
    file = path.relative_to(folder.resolve()) if path.is_relative_to(folder.resolve()) else problem.path
    place = f"file={file.as_posix().translate(_PROPERTY)},line={problem.line},title={_TITLE}"
    kind = "warning" if problem.warning else "error"
    return f"::{kind} {place}::{printable(problem.message).translate(_DATA)}"
