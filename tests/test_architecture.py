"""The house: rooms and wings, imports in one direction, files and network each in few hands."""

import ast
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

GROUND = ("errors", "text", "files", "stems", "project")
WINGS = ("theme", "feeds", "search", "data", "citations", "digest", "discover", "pages", "compare")
# What `publish` stands on: modules that every wing may import, and that import no wing.
BASE = ("settings", "addresses", "render", "paper", "catalog", "archive_cache", "arrays")

# What a module may import of ours, by the first pattern that its name matches. A pattern ends where its module does:
# `archive.*` is all of that room. What no pattern matches may import everything.
ALLOWED = {
    "errors": (),
    "text": ("errors", "files"),
    "files": ("errors", "text"),
    "stems": (),
    "project": (),
    "incremental.*": ("errors", "files", "incremental.*"),
    "archive.*": (*GROUND, "archive.*"),
    "collect.*": (*GROUND, "archive.*", "collect.*"),
    "scaffold.*": (*GROUND, "scaffold.*"),
    **{
        f"publish.{name}": (*GROUND, "archive.*", "incremental.*", *(f"publish.{other}" for other in BASE))
        for name in BASE
    },
    "publish.theme.*": (
        *GROUND, "archive.*", "incremental.*", "publish.theme.*", "publish.settings", "publish.addresses",
        "publish.render",
    ),
    **{
        f"publish.{wing}.*": (
            *GROUND, "archive.*", "incremental.*", *(f"publish.{name}" for name in BASE), "publish.theme.*",
            f"publish.{wing}.*", *(f"publish.{other}.*" for other in others),
        )
        for wing, others in {
            "feeds": (),
            "search": (),
            "data": ("discover",),
            "citations": (),
            "digest": (),
            "discover": (),
            "pages": ("feeds", "data", "citations", "discover"),
            "compare": WINGS,
        }.items()
    },
    "publish.*": (*GROUND, "archive.*", "incremental.*", "publish.*"),
}  # fmt: skip

# How many modules may stand one on the other: who changes the lowest must think of all above it.
LONGEST_CHAIN, LONGEST_IN_A_WING = 16, 4
MOST_BESIDE_THE_WINGS = 10  # modules of `publish`

# Each module that reaches the network, and what it speaks there: HTTP to read sources, SMTP to send digests.
NETWORK = {
    "collect.http": {"http.client", "requests", "socket", "urllib.request", "urllib3"},
    "commands.smtp": {"smtplib", "ssl"},
}
WRITERS = {"files", "incremental.output", "publish.theme.engine"}
WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rmtree", "rename", "symlink_to", "copytree"}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


@cache
def imports_of(module: str) -> frozenset[str]:
    """Return the full name of everything that a module imports, be it inside a function."""
    found: set[str] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import hides the room that it comes from"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


@cache
def ours_in(module: str) -> frozenset[str]:
    """Return the modules of ours that a module imports."""
    names = {name.removeprefix("generator.") for name in imports_of(module) if name.startswith("generator.")}
    return frozenset(name if name in MODULES else name.rpartition(".")[0] for name in names) - {""}


def broken_rules() -> Iterator[tuple[str, str]]:
    """Yield each module, and what it imports against the rules."""
    for module in MODULES:
        allowed = next((names for pattern, names in ALLOWED.items() if fnmatch(module, pattern)), None)
        if allowed is not None:
            for imported in sorted(ours_in(module)):
                if not any(fnmatch(imported, pattern) for pattern in allowed):
                    yield module, imported


def opened_doors() -> Iterator[tuple[str, str]]:
    """Yield each module that opens the door of a wing, `tasks`, and is neither the plan nor of the comparison."""
    for module in MODULES:
        if module != "publish.plan" and not module.startswith("publish.compare."):
            yield from (
                (module, imported) for imported in sorted(ours_in(module)) if fnmatch(imported, "publish.*.tasks")
            )


def test_the_package_is_where_it_is_looked_for() -> None:
    assert {"cli", "errors", "archive.load", "collect.http", "publish.site", "incremental.runner"} <= MODULES.keys()
    assert "publish.site" in ours_in("commands.build")


def test_imports_run_one_way() -> None:
    assert [f"{module} imports {name}" for module, name in broken_rules()] == []


def test_commands_are_imported_by_the_command_line_alone() -> None:
    wrong = [
        f"{module} imports {name}"
        for module in MODULES
        if module != "cli" and not module.startswith("commands.")
        for name in sorted(ours_in(module))
        if name == "cli" or name.startswith("commands.")
    ]
    assert wrong == []


def test_only_the_plan_and_the_comparison_open_the_door_of_a_wing() -> None:
    assert [f"{module} imports {name}" for module, name in opened_doors()] == []


def test_only_a_build_that_has_something_to_make_imports_the_plan() -> None:
    wrong = [
        f"{module} imports publish.plan"
        for module in MODULES
        if "publish.plan" in ours_in(module) and module != "publish.site"
    ]
    assert wrong == []
    at_the_top = {node.module for node in tree_of("publish.site").body if isinstance(node, ast.ImportFrom)}
    assert "generator.publish.plan" not in at_the_top


@pytest.mark.parametrize("module", MODULES)
def test_nothing_reaches_the_network_but_the_module_made_for_it(module: str) -> None:
    imported = imports_of(module) | {name.rsplit(".", 1)[0] for name in imports_of(module)}
    assert imported & (set().union(*NETWORK.values()) - NETWORK.get(module, set())) == set()


@pytest.mark.parametrize("module", sorted(MODULES.keys() - WRITERS))
def test_files_are_written_in_few_places(module: str) -> None:
    calls = (node.func for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call))
    called = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    assert called & WRITING == set()


def test_no_module_is_in_a_circle() -> None:
    waiting = {module: ours_in(module) & MODULES.keys() for module in MODULES}
    while waiting:
        free = {module for module, wanted in waiting.items() if not wanted & waiting.keys() - {module}}
        assert free, f"these import each other: {sorted(waiting)}"
        for module in free:
            del waiting[module]


def longest_chain(modules: Iterable[str]) -> list[str]:
    """Return the longest chain of these modules, each of which imports the next one."""
    known = frozenset(modules)

    @cache
    def chain_from(module: str) -> list[str]:
        return [module, *max(map(chain_from, sorted(ours_in(module) & known - {module})), key=len, default=[])]

    return max(map(chain_from, sorted(known)), key=len, default=[])


def test_no_chain_of_imports_is_too_long() -> None:
    chain = longest_chain(MODULES)
    assert len(chain) <= LONGEST_CHAIN, " imports ".join(chain)


@pytest.mark.parametrize("wing", WINGS)
def test_no_chain_of_imports_inside_a_wing_is_too_long(wing: str) -> None:
    chain = longest_chain(module for module in MODULES if module.startswith(f"publish.{wing}."))
    assert len(chain) <= LONGEST_IN_A_WING, " imports ".join(chain)


def test_publish_has_few_modules_beside_its_wings() -> None:
    beside = [module for module in MODULES if fnmatch(module, "publish.*") and MODULES[module].parent.name == "publish"]
    assert "publish.plan" in beside
    assert len([module for module in beside if module != "publish"]) <= MOST_BESIDE_THE_WINGS, beside


def test_functions_are_short_enough_to_see_at_once() -> None:
    long = [
        f"{module}:{node.lineno} {node.name}"
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 45
    ]
    assert long == []
