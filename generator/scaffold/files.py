"""The files of a new archive: rendered from templates, or copied from the project's own."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.project import PROJECT
from generator.scaffold.workflows import INSTALL, action, project_text, section, without_comment, workflow

SourceName = Literal["huggingface", "none"]

SETTINGS = "mkdocs.yml"

# Each file that is rendered, and its template; workflows and forms that only one kind of archive has come below.
_TEMPLATES = {
    SETTINGS: "mkdocs.yml",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore",
    ".github/dependabot.yml": "dependabot.yml",
    ".github/workflows/check.yml": "workflows/check.yml",
    ".github/workflows/suggest-topics.yml": "workflows/suggest-topics.yml",
}
_OF_A_SOURCE = {".github/workflows/daily.yml": "workflows/daily.yml"}
_OF_NONE = {
    ".github/workflows/publish.yml": "workflows/publish.yml",
    ".github/ISSUE_TEMPLATE/missing-paper.yml": "missing-paper.yml",
    "content/topics.yml": "topics.yml",
}
_TOPICS, _FEEDS = Path("content") / "topics.yml", Path("content") / "feeds.yml"
_FORMS = Path(".github") / "ISSUE_TEMPLATE"
_SPECIAL = re.compile(r"([\\`*_\[\]<>#&|~])")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new archive is to be: its name, its source, and the addresses of site and repository, empty if unknown."""

    name: str
    source: SourceName
    url: str
    repo: str


def archive_files(wanted: Wanted, requirement: str, day: date) -> dict[str, bytes]:
    """Return every file of a new archive by its path, the settings last: they make a folder an archive."""
    is_fetched = wanted.source != "none"
    values = {
        "name": wanted.name,
        "is_fetched": is_fetched,
        "url": wanted.url,
        "repo": wanted.repo,
        "authority": f"{urlsplit(wanted.url).hostname},{day.year}" if wanted.url else "",
        "year": day.year,
        "source": section(project_text(Path(SETTINGS)), "source", "  "),
        "comment": _comment(project_text(_TOPICS)),
        "requirement": requirement,
    }
    templates = _TEMPLATES | (_OF_A_SOURCE if is_fetched else _OF_NONE)
    files = {path: _ENVIRONMENT.get_template(name).render(values) for path, name in templates.items()}
    files |= dict(_copied(is_fetched=is_fetched))
    files |= {f".ci/{name}": project_text(Path(".ci") / name) for name in _scripts(files)}
    files[SETTINGS] = files.pop(SETTINGS)
    return {path: text.encode() for path, text in files.items()}


def _copied(*, is_fetched: bool) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file that an archive has from the project."""
    for form in ("suggest-topics.yml", "follow.yml"):
        yield (_FORMS / form).as_posix(), without_comment(project_text(_FORMS / form))
    yield _FEEDS.as_posix(), _comment(project_text(_FEEDS)) + "\n"
    if is_fetched:
        yield (_FORMS / "missing-paper.yml").as_posix(), project_text(_FORMS / "missing-paper.yml")
        yield _TOPICS.as_posix(), project_text(_TOPICS)


def _scripts(files: Mapping[str, str]) -> list[str]:
    """Return the names of the project's scripts that workflows among the files run."""
    workflows = "".join(text for path, text in files.items() if path.startswith(".github/workflows/"))
    return sorted(path.name for path in (PROJECT / ".ci").iterdir() if re.search(rf"\.ci/{path.name}\b", workflows))


def _comment(text: str) -> str:
    """Return the comment at the top of a file."""
    return text[: len(text) - len(without_comment(text))].rstrip()


def _yaml(text: str) -> str:
    """Return a text as YAML on one line, quoted only if it must be."""
    return yaml.safe_dump(text, allow_unicode=True, width=float("inf")).removesuffix("...\n").rstrip("\n")


def _markdown(text: str) -> str:
    """Return a text with Markdown's special characters escaped (CommonMark, "Backslash escapes")."""
    return _SPECIAL.sub(r"\\\1", text)


# Markers that neither GitHub's expressions nor YAML use.
_ENVIRONMENT = Environment(
    loader=PackageLoader("generator.scaffold"),
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
)
_ENVIRONMENT.filters |= {"yaml": _yaml, "quoted": json.dumps, "markdown": _markdown}
_ENVIRONMENT.globals |= {"action": action, "install": INSTALL, "section": section, "workflow": workflow}
