"""What people see who look for a command, or mistype one: help, versions, and the nearest match."""

import platform
from importlib.metadata import PackageNotFoundError, version

import pytest
from click.testing import CliRunner

from generator.cli import papers

COMMANDS = [
    *("fetch", "import", "enrich", "status", "topics", "curate", "follow", "check", "compare"),
    *("build", "serve", "digest"),
]


def said(*arguments: str, width: int = 80) -> str:
    result = CliRunner().invoke(papers, list(arguments), terminal_width=width)
    assert result.exit_code in (0, 2)
    return result.output


class TestHelp:
    def test_each_command_is_listed_once_in_a_section(self) -> None:
        lines = said("--help").splitlines()
        names = [
            line.split()[0] for line in lines[lines.index("Collect:") :] if line.startswith("  ") and line[2] != " "
        ]
        assert names[:14] == [*COMMANDS, "init", "completion"]
        assert [line for line in lines if line.endswith(":") and not line.startswith(" ")] == [
            "Options:", "Collect:", "Curate:", "Publish:", "Set up:",
        ]  # fmt: skip

    @pytest.mark.parametrize("width", [80, 200])
    @pytest.mark.parametrize("command", ["", *COMMANDS, "init", "completion", "topics suggest", "topics evaluate"])
    def test_nothing_is_cut(self, command: str, width: int) -> None:
        lines = said(*command.split(), "--help", width=width).splitlines()
        assert max(map(len, lines)) <= width
        assert not [line for line in lines if line.endswith("...") and "Usage:" not in line]

    def test_each_command_has_one_line_of_the_list_at_80_columns(self) -> None:
        lines = said("--help").splitlines()
        assert all(any(line.startswith(f"  {name} ") and line.endswith(".") for line in lines) for name in COMMANDS)

    def test_the_exit_codes_are_explained(self) -> None:
        assert "Exit codes: 0 success, 1 problems" in said("--help")


class TestVersion:
    def test_names_the_engines_and_python(self) -> None:
        assert said("--version").splitlines() == [
            f"papers {version('daily-papers-archive')}",
            f"Python {platform.python_version()}",
            f"MkDocs {version('mkdocs')}",
            f"Material for MkDocs {version('mkdocs-material')}",
            f"Zensical {version('zensical')}",
        ]

    def test_says_which_engine_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def without_zensical(package: str) -> str:
            if package == "zensical":
                raise PackageNotFoundError(package)
            return version(package)

        monkeypatch.setattr("generator.cli.version", without_zensical)
        assert said("--version").splitlines()[-1] == "Zensical is not installed"


class TestNearest:
    @pytest.mark.parametrize(
        ("arguments", "nearest"),
        [
            ("fech", "fetch"),
            ("buld", "build"),
            ("SERVE", "serve"),
            ("Digests", "digest"),
            ("topics evalute", "evaluate"),
            ("topics Suggest x", "suggest"),
            ("check --formt text", "--format"),
            ("status --day 3", "--days"),
            ("check --format gihub", "github"),
            ("digest --format HTML", "html"),
            ("build --engine Zensicl", "zensical"),
            ("completion fsh", "fish"),
            ("int x", "init"),
            ("init x --source non", "none"),
        ],
    )
    def test_is_named_for_a_mistyped_word(self, arguments: str, nearest: str) -> None:
        assert f"Did you mean '{nearest}'?" in said(*arguments.split())

    @pytest.mark.parametrize("arguments", ["quux", "topics quux", "check --quux", "check --format quux"])
    def test_is_left_out_where_nothing_is_near(self, arguments: str) -> None:
        output = said(*arguments.split())
        assert "quux" in output
        assert "Did you mean" not in output
