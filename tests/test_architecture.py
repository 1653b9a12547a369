"""The house: three rooms, imports in one direction, files and network each in few hands."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN = {
    "archive": ("generator.collect", "generator.publish", "generator.commands", "generator.cli"),
    "collect": ("generator.publish", "generator.commands", "generator.cli"),
    "publish": ("generator.collect", "generator.commands", "generator.cli"),
}
# Each module that reaches the network, and what it speaks there: HTTP to read sources, SMTP to send digests.
NETWORK = {
    "collect/http.py": {"http.client", "requests", "socket", "urllib.request", "urllib3"},
    "commands/mail.py": {"smtplib", "ssl"},
}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides the room it comes from"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called_names(path: Path) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    wrong = [name for name in imports_of(path) if name.startswith(FORBIDDEN.get(room, ("generator.cli.",)))]
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_reaches_the_network_but_the_module_made_for_it(path: Path) -> None:
    own = NETWORK.get(path.relative_to(PACKAGE).as_posix(), set())
    imported = set(imports_of(path)) | {name.rsplit(".", 1)[0] for name in imports_of(path)}
    assert imported & (set().union(*NETWORK.values()) - own) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_are_written_in_few_places(path: Path) -> None:
    writers = {"archive/files.py", "publish/engine.py", "publish/output.py"}
    writing = {"write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rmtree", "rename", "symlink_to", "copytree"}
    if path.relative_to(PACKAGE).as_posix() not in writers:
        assert not writing & called_names(path)


def test_no_module_is_in_a_circle() -> None:
    names = {
        f"generator.{path.relative_to(PACKAGE).with_suffix('').as_posix().replace('/', '.')}": path for path in MODULES
    }
    imported = {name: set(imports_of(path)) for name, path in names.items()}
    waiting = {
        name: {wanted for wanted in names if any(i == wanted or i.startswith(f"{wanted}.") for i in found)}
        for name, found in imported.items()
    }
    while waiting:
        free = {name for name, wanted in waiting.items() if not wanted & waiting.keys() - {name}}
        assert free, f"these import each other: {sorted(waiting)}"
        for name in free:
            del waiting[name]


def test_functions_are_short_enough_to_see_at_once() -> None:
    long = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 45
    ]
    assert long == []
