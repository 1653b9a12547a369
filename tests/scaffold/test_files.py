"""The files of a new archive: what each kind has, and that none speaks of what is not there."""

import re
from collections.abc import Iterable
from datetime import date
from typing import get_args

import pytest
import yaml
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from generator.scaffold.files import SourceName, Wanted, archive_files
from generator.scaffold.requirement import PACKAGE, REPOSITORY, requirement
from generator.scaffold.workflows import section
from tests.ci.test_workflows import RULES, Rule
from tests.support.archives import REPOSITORY as PROJECT
from tests.support.workflows import Workflow

DAY = date(2031, 5, 6)
COMMON = {
    "mkdocs.yml", "README.md", "requirements.txt", ".gitignore", "content/topics.yml", "content/feeds.yml",
    ".ci/suggest-topics", ".github/ISSUE_TEMPLATE/follow.yml",
    ".github/dependabot.yml", ".github/workflows/check.yml", ".github/workflows/suggest-topics.yml",
    ".github/ISSUE_TEMPLATE/suggest-topics.yml", ".github/ISSUE_TEMPLATE/missing-paper.yml",
}  # fmt: skip
OF_A_SOURCE = {
    ".github/workflows/daily.yml", ".ci/commit-listings", ".ci/completed-days", ".ci/last-good-content",
    ".ci/push-by-key",
}  # fmt: skip
OF_NONE = {".github/workflows/publish.yml"}
AWKWARD = [
    "Bot: the list",
    "#1 'Robots'",
    '"Quoted" \\ back',
    "*Über* [Röbøter]",
    "no",
    "7",
    "{{ a }}",
    "🤖 & Co",
    "- a",
]


def files_of(source: SourceName = "none", name: str = "Reading List", url: str = "", repo: str = "") -> dict[str, str]:
    files = archive_files(Wanted(name, source, url, repo), f"{PACKAGE}==7.8.9", DAY)
    return {path: data.decode() for path, data in files.items()}


def settings_in(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    for name in ("SITE_URL", "REPO_URL"):
        monkeypatch.delenv(name, raising=False)
    settings: dict[str, object] = yaml_load(files["mkdocs.yml"], get_yaml_loader())
    return settings


def workflows_in(files: dict[str, str]) -> Iterable[tuple[str, Workflow]]:
    return ((path, Workflow(text)) for path, text in files.items() if "/workflows/" in path)


def test_what_each_kind_of_archive_has() -> None:
    assert files_of("huggingface").keys() == COMMON | OF_A_SOURCE
    assert files_of("none").keys() == COMMON | OF_NONE


@pytest.mark.parametrize("source", get_args(SourceName))
def test_the_settings_come_last_because_they_make_it_an_archive(source: SourceName) -> None:
    assert [*files_of(source)][-1] == "mkdocs.yml"


@pytest.mark.parametrize("name", AWKWARD)
def test_a_name_is_read_as_it_was_written(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_in(files_of(name=name), monkeypatch)["site_name"] == name


@pytest.mark.parametrize("url", ["https://list.example/", "https://list.example:8443/a,b/{c]/'d'/"])
def test_addresses_are_read_as_they_were_written(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_in(files_of(url=url, repo="https://github.com/example/list"), monkeypatch)
    assert (settings["site_url"], settings["repo_url"]) == (url, "https://github.com/example/list")
    assert settings["extra"] == {"feed_authority": "list.example,2031", "source": "none"}


def test_feed_ids_are_not_chosen_for_an_owner_whose_address_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_in(files_of(), monkeypatch)["extra"] == {"source": "none"}


def test_the_environment_gives_the_addresses_as_the_workflows_need_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = files_of()
    monkeypatch.setenv("SITE_URL", "https://set.example/")
    assert yaml_load(files["mkdocs.yml"], get_yaml_loader())["site_url"] == "https://set.example/"


def test_a_fetched_archive_has_the_project_s_source(monkeypatch: pytest.MonkeyPatch) -> None:
    source = yaml.safe_load(section((PROJECT / "mkdocs.yml").read_text("utf-8"), "source", "  "))["source"]
    assert settings_in(files_of("huggingface"), monkeypatch)["extra"] == {"source": source}


def test_an_archive_without_a_source_names_nobody_else_s() -> None:
    said = {path: text for path, text in files_of("none").items() if path != "requirements.txt"}
    assert [path for path, text in said.items() if re.search(r"hugging|daily\W?papers|HF_", text, re.IGNORECASE)] == []


def test_what_the_project_has_too_is_the_same() -> None:
    files = files_of("huggingface")
    same = {path for path in files if (PROJECT / path).exists() and files[path] == (PROJECT / path).read_text("utf-8")}
    assert same >= {path for path in files if path.startswith(".ci/")} | {
        "content/topics.yml",
        ".github/ISSUE_TEMPLATE/missing-paper.yml",
    }


@pytest.mark.parametrize("name", ["daily", "suggest-topics"])
def test_a_workflow_differs_from_the_project_s_only_where_it_installs_and_builds(name: str) -> None:
    path = f".github/workflows/{name}.yml"
    ours, project = Workflow(files_of("huggingface")[path]), Workflow((PROJECT / path).read_text("utf-8"))
    assert {**ours.values, "jobs": None} == {**project.values, "jobs": None}
    assert ours.jobs.keys() == project.jobs.keys()
    changed = {
        step["name"]: step["run"]
        for (_, step), before in zip(ours.steps, steps_without_code(project), strict=True)
        if step != before
    }
    assert changed.keys() <= {"Install", "Build the site"}
    assert changed["Install"] == "python -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt"


def steps_without_code(workflow: Workflow) -> list[dict[str, object]]:
    return [step for _, step in workflow.steps if step.get("run") != "make check"]


@pytest.mark.parametrize("source", get_args(SourceName))
@pytest.mark.parametrize("rule", RULES)
def test_the_workflows_keep_the_rules_of_the_project_s(source: SourceName, rule: Rule) -> None:
    assert {path: list(rule(workflow)) for path, workflow in workflows_in(files_of(source)) if [*rule(workflow)]} == {}


@pytest.mark.parametrize("source", get_args(SourceName))
def test_no_workflow_needs_what_is_not_there(source: SourceName) -> None:
    files = files_of(source)
    for path, workflow in workflows_in(files):
        needed = {script for _, step in workflow.steps for script in re.findall(r"\.ci/[\w-]+", str(step.get("run")))}
        assert needed <= files.keys(), path
        assert not re.search(r"\bmake \.?\w|\.lock\b|CONTRIBUTING|pyproject", workflow.text), path


@pytest.mark.parametrize("source", get_args(SourceName))
def test_every_action_is_in_the_version_that_the_project_uses(source: SourceName) -> None:
    project = "".join(path.read_text("utf-8") for path in (PROJECT / ".github" / "workflows").iterdir())
    used = {line for _, workflow in workflows_in(files_of(source)) for line in re.findall("uses: .*", workflow.text)}
    assert len(used) > 4
    assert [line for line in used if line not in project] == []


@pytest.mark.parametrize("source", get_args(SourceName))
def test_every_file_ends_in_one_newline_and_nothing_of_a_template_is_left(source: SourceName) -> None:
    for path, text in files_of(source).items():
        assert re.search(r"[^\n]\n\Z", text), path
        assert not re.search(r"<%|%>|<#|<< |(?<!>) >>$", text), path
        assert "\n\n\n" not in text or path.startswith(".ci/"), path


class TestRequirement:
    def test_of_an_index_is_the_version(self) -> None:
        assert requirement("1.2.3", None) == "daily-papers-archive==1.2.3"

    def test_of_a_git_repository_is_the_commit(self) -> None:
        recorded = '{"url": "https://git.example/a/b.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}}'
        assert requirement("1.2.3", recorded) == "daily-papers-archive @ git+https://git.example/a/b.git@0a1b"

    def test_holds_no_token(self) -> None:
        recorded = '{"url": "https://me:secret@git.example/a/b", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}}'
        assert requirement("1.2.3", recorded) == "daily-papers-archive @ git+https://git.example/a/b@0a1b"

    @pytest.mark.parametrize(
        "recorded",
        [
            '{"url": "file:///home/me/archive", "dir_info": {"editable": true}}',
            '{"url": "file:///home/me/x.whl", "archive_info": {}}',
            '{"url": "file:///home/me/repo", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}}',
        ],
    )
    def test_of_what_only_this_machine_has_is_the_tag_of_the_version(self, recorded: str) -> None:
        assert requirement("1.2.3", recorded) == f"daily-papers-archive @ git+{REPOSITORY}@v1.2.3"

    def test_names_the_project_s_repository(self) -> None:
        assert f'"{REPOSITORY}"' in (PROJECT / "mkdocs.yml").read_text("utf-8")
        assert f'"{REPOSITORY}"' in (PROJECT / "pyproject.toml").read_text("utf-8")
