"""What is wrong with an archive's mkdocs.yml, at the line that says so."""

import re
from pathlib import Path

import yaml

from generator.errors import ConfigError, Problem
from generator.files import read_text
from generator.publish.settings import read_site

# The name of a setting at the beginning of a message: `extra.source.url must ...`, `extra.source: name: must ...`.
_SETTING = re.compile(r"\w+(?:(?:\.|: )\w+)*")
_UNKNOWN = re.compile(r'there is no field "(\w+)"')


def settings_problem(root: Path) -> Problem | None:
    """Return the problem for which no site can be built from an archive's mkdocs.yml, None if there is none.

    An archive without such a file has none. Raises ProblemsError if the file cannot be read.
    """
    path = root / "mkdocs.yml"
    try:
        if path.is_file():
            read_site(root)
    except ConfigError as error:
        said = " ".join(str(error).removeprefix(f"{path}:").split())
        line, _, rest = said.partition(": ")
        return (
            Problem(path, int(line), rest) if line.isdecimal() else Problem(path, _line_of(read_text(path), said), said)
        )
    return None


def _line_of(text: str, message: str) -> int:
    """Return the line that a message is about: of the setting that it names, or where YAML cannot be read."""
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark else 1
    line, named = 0, _SETTING.match(message)
    for name in [*re.findall(r"\w+", named[0] if named else ""), *_UNKNOWN.findall(message)]:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == name:
                line, node = key.start_mark.line, value
    return line + 1
