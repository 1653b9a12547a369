"""A new archive's workflows: the project's own, with the steps that install and build by `make` replaced."""

import re
from pathlib import Path

from generator.project import PROJECT

WORKFLOWS = Path(".github") / "workflows"

INSTALL = "python -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt"

# What the project's workflows say, and what an archive's say instead: it has neither a Makefile nor the program's code.
_REPLACED = {
    r"run: make \.venv/\.ready": f"run: {INSTALL}",
    r"make site": ".venv/bin/papers build",
    r" +- name: Check code and content\n +run: make check\n": "",  # its content was checked in the step before
    r" +# No cache here: .* hashes in requirements\.lock\.\n": "",
    r" +# The fetch may have been skipped .*\n": "",
}


def project_text(path: Path) -> str:
    """Return the text of one of the project's files."""
    return (PROJECT / path).read_text("utf-8")


def without_comment(text: str) -> str:
    """Return a file without the comment at its top, which speaks of the project."""
    return re.sub(r"\A(#.*\n)+", "", text)


def workflow(name: str) -> str:
    """Return the project's workflow of the name as an archive has it, without the comment at its top."""
    text = without_comment(project_text(WORKFLOWS / f"{name}.yml"))
    for pattern, new in _REPLACED.items():
        text = re.sub(pattern, new, text)
    return text.strip()


def section(text: str, name: str, indent: str = "") -> str:
    """Return a section of a workflow, such as a job, without blank lines at its end."""
    found = re.search(rf"^{indent}{name}:.*\n(?:(?:{indent} .*)?\n)*", text, re.MULTILINE)
    if not found:
        raise KeyError(name)
    return found[0].rstrip()


def action(name: str) -> str:
    """Return an action as the project's workflows use it: pinned to a commit, with its release as a comment."""
    used = "".join(project_text(WORKFLOWS / f"{workflow}.yml") for workflow in ("daily", "report"))
    found = re.search(rf"uses: ({name}@.*)", used)
    if not found:
        raise KeyError(name)
    return found[1]
