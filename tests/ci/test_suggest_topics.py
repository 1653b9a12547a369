"""Suggesting topics by an issue: the form, the workflow's rules, and its script on real repositories."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.collect import follow_form, issue_form
from tests.support.archives import REPOSITORY, make_archive
from tests.support.git import QUIET, commit, git
from tests.support.github import BOT, GH

SCRIPT = REPOSITORY / ".ci" / "suggest-topics"
FORMS = REPOSITORY / ".github" / "ISSUE_TEMPLATE"
FORM = yaml.safe_load((FORMS / "suggest-topics.yml").read_text())
FOLLOW = yaml.safe_load((FORMS / "follow.yml").read_text())
WORKFLOWS = REPOSITORY / ".github" / "workflows"
WORKFLOW = (WORKFLOWS / "suggest-topics.yml").read_text()
CURATED = "content/curation/2025/2025-03-10.yml"


def body(**fields: str) -> str:
    """Return an issue as GitHub makes it of the form."""
    return filled(FORM, {"paper": "a-lantern-for-translators", "topics": "robotics, translation", **fields})


def follow(**fields: str) -> str:
    """Return an issue as GitHub makes it of the form that asks for a feed."""
    return filled(FOLLOW, {"feed": "Lamps", "words": "lantern", **fields})


def filled(form: dict[str, Any], given: dict[str, str]) -> str:
    inputs = [part for part in form["body"] if part["type"] != "markdown"]
    return "\n\n".join(
        f"### {part['attributes']['label']}\n\n{given.get(part['id']) or '_No response_'}" for part in inputs
    )


@dataclass
class Place:
    """An archive's repository, and what its issues and pull requests hold."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    @property
    def state(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads((self.folder / "github.json").read_text())
        return value

    @property
    def answer(self) -> str:
        (comment,) = [comment for comment in self.state["comments"] if comment["user"]["login"] == BOT]
        text: str = comment["body"]
        return text

    def change(self, **values: object) -> None:
        (self.folder / "github.json").write_text(json.dumps({**self.state, **values}))

    def suggest(self, text: str) -> subprocess.CompletedProcess[str]:
        """Run the script as the workflow does for an issue of that text: in a fresh clone."""
        clone = self.folder / "clone"
        shutil.rmtree(clone, ignore_errors=True)
        git(self.folder, "clone", "--quiet", "--depth", "1", self.origin.as_uri(), "clone")
        event = self.folder / "event.json"
        event.write_text(json.dumps({"issue": {"number": 12, "body": text}}))
        environment = {
            **os.environ,
            **QUIET,
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "FAKE_GH": str(self.folder / "github.json"),
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_SERVER_URL": "https://github.com",
        }
        return subprocess.run([str(SCRIPT)], cwd=clone, env=environment, capture_output=True, text=True, check=False)

    def shown(self, branch: str, name: str = CURATED) -> str:
        return git(self.origin, "show", f"{branch}:{name}")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    if not shutil.which("jq"):
        pytest.skip("jq is needed to answer as GitHub does")
    first = make_archive(tmp_path / "first")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(first))
    git(first, "add", "content")
    commit(first, "mkdocs.yml", (first / "mkdocs.yml").read_text())
    git(tmp_path, "clone", "--quiet", "--bare", str(first), "origin.git")
    (tmp_path / "gh").write_text(GH.format(python=sys.executable, bot=BOT))
    (tmp_path / "gh").chmod(0o755)
    comments = [{"id": 1, "user": {"login": "a-person"}, "body": "<!-- suggest-topics --> not the bot's"}]
    (tmp_path / "github.json").write_text(json.dumps({"comments": comments, "pulls": [], "refuse": False}))
    return Place(tmp_path)


class TestScript:
    def test_a_good_form_becomes_a_pull_request_of_one_line(self, place: Place) -> None:
        result = place.suggest(body())
        assert result.returncode == 0, result.stderr
        (pull,) = place.state["pulls"]
        assert (pull["title"], pull["head"], pull["base"]) == (
            "Curate a-lantern-for-translators", "suggest-topics-12", "main"
        )  # fmt: skip
        assert "Suggested in #12" in pull["body"]
        assert "`papers check` finds no problem" in pull["body"]
        assert pull["html_url"] in place.answer
        diff = git(place.origin, "diff", "--unified=0", "main", "suggest-topics-12")
        changes = [line for line in diff.splitlines() if re.match("[-+] ", line)]
        assert changes == ["-  topics: [translation]", "+  topics: [robotics, translation]"]
        names = git(place.origin, "log", "-1", "--format=%an %ae %cn", "suggest-topics-12")
        assert names == f"{BOT} 41898282+{BOT}@users.noreply.github.com {BOT}\n"

    def test_a_paper_whose_day_has_no_file_gets_one(self, place: Place) -> None:
        place.suggest(body(paper="https://papers.example/papers/toward-shorter-summaries/", topics="Translation"))
        assert place.shown("suggest-topics-12", "content/curation/2025/2025-03-11.yml") == (
            "# Papers listed on 2025-03-11. topics: names from content/topics.yml, most specific first.\n"
            "toward-shorter-summaries:  # Toward *Shorter* Summaries: A [Draft] in `Two` Acts\n"
            "  topics: [translation]\n"
        )

    def test_an_edit_changes_the_same_pull_request_and_the_same_answer(self, place: Place) -> None:
        place.suggest(body())
        place.suggest(body(topics="robotics"))
        assert len(place.state["pulls"]) == 1
        assert place.answer.count("https://") == 1
        assert "topics: [robotics]\n" in place.shown("suggest-topics-12")
        assert git(place.origin, "rev-list", "--count", "main..suggest-topics-12").strip() == "1"
        assert "topics robotics" in place.state["pulls"][0]["body"]

    def test_what_is_wrong_is_answered_and_then_mended(self, place: Place) -> None:
        result = place.suggest(body(topics="translaton"))
        assert result.returncode == 0, result.stderr
        assert place.state["pulls"] == []
        assert '\n    "translaton" is not a topic in topics.yml (did you mean "translation"?)\n' in place.answer
        place.suggest(body())
        assert "This has become https://github.com/o/r/pull/50" in place.answer

    @pytest.mark.parametrize(
        "text",
        [
            "@everyone `code`, </pre><script>alert(1)</script>",
            "```\n# heading\n@everyone\n```",
            "$(touch broken), `touch broken`; touch broken",
            "${{ github.token }}",
            "..\r@everyone\x85@everyone\u2028@everyone",
        ],
    )
    def test_hostile_text_is_answered_as_code_and_never_run(self, place: Place, text: str) -> None:
        for field in ("topics", "paper"):
            result = place.suggest(body(**{field: text}))
            assert result.returncode == 0, result.stderr
            code = place.answer.partition("as it is:\n\n")[2].partition("\n\nChoose **Edit**")[0]
            assert code
            assert all(line.startswith("    ") for line in code.splitlines())
        assert list(place.folder.rglob("broken")) == []
        assert git(place.origin, "branch", "--list").split() == ["*", "main"]

    def test_what_the_archive_says_already_is_no_pull_request_and_closes_one(self, place: Place) -> None:
        place.suggest(body())
        place.suggest(body(topics="translation"))
        assert "nothing to change" in place.answer
        assert place.state["pulls"][0]["state"] == "closed"

    def test_a_branch_that_a_person_has_gone_on_with_is_theirs(self, place: Place) -> None:
        place.suggest(body())
        git(place.folder, "clone", "--quiet", "--branch", "suggest-topics-12", place.origin.as_uri(), "person")
        commit(place.folder / "person", "note.txt", "better\n")
        git(place.folder / "person", "push", "--quiet", "origin", "suggest-topics-12")
        for topics in ("robotics", "translation"):
            place.suggest(body(topics=topics))
            assert "by hand" in place.answer
        assert place.shown("suggest-topics-12", "note.txt") == "better\n"
        assert place.state["pulls"][0]["state"] == "open"

    def test_where_actions_may_not_open_pull_requests_the_answer_is_a_link_to_open_it(self, place: Place) -> None:
        place.change(refuse=True)
        result = place.suggest(body())
        assert result.returncode == 0, result.stderr
        assert "https://github.com/o/r/compare/main...suggest-topics-12?expand=1" in place.answer
        assert "Allow GitHub Actions to create and approve pull requests" in place.answer

    def test_an_archive_that_is_broken_already_is_not_the_person_s_fault(self, place: Place) -> None:
        first = place.folder / "first"
        commit(first, CURATED, "a: [\n")
        git(first, "push", "--quiet", place.origin.as_uri(), "main")
        result = place.suggest(body())
        assert result.returncode == 1
        assert "Something else in the archive is invalid" in place.answer


class TestFollow:
    def test_a_wish_becomes_a_pull_request_that_adds_a_feed_and_follows_each_edit(self, place: Place) -> None:
        result = place.suggest(follow())
        assert result.returncode == 0, result.stderr
        (pull,) = place.state["pulls"]
        assert (pull["title"], pull["head"]) == ("Follow lamps", "follow-12")
        names = git(place.origin, "diff", "--name-only", "main", "follow-12").split()
        assert names == ["content/feeds.yml"]
        assert "lamps: 1 paper at present" in pull["body"]
        place.suggest(follow(words='"glowing lantern"', about="Light."))
        assert len(place.state["pulls"]) == 1
        assert place.shown("follow-12", "content/feeds.yml") == (
            "lamps:\n  title: Lamps\n  description: Light.\n  query:\n    words: [glowing lantern]\n"
        )

    @pytest.mark.parametrize(
        "text", ["$(touch broken)`touch broken`", "@everyone </pre><script>", "${{ github.token }}"]
    )
    def test_hostile_text_stays_text(self, place: Place, text: str) -> None:
        result = place.suggest(follow(feed=text, words=text, authors=text, about=text))
        assert result.returncode == 0, result.stderr
        (pull,) = place.state["pulls"]
        assert re.fullmatch(r"Follow [a-z0-9-]+", pull["title"])
        entry = list(yaml.safe_load(place.shown("follow-12", "content/feeds.yml")).values())
        assert entry == [{"title": text, "description": text, "query": {"authors": [text], "words": [text.strip("`")]}}]
        place.suggest(follow(topics=text, words=""))
        code = place.answer.partition("as it is:\n\n")[2].partition("\n\nChoose **Edit**")[0]
        assert code
        assert all(line.startswith("    ") for line in code.splitlines())
        assert list(place.folder.rglob("broken")) == []

    def test_the_form_s_labels_are_those_that_are_read(self) -> None:
        labels = [part["attributes"]["label"] for part in FOLLOW["body"] if part["type"] != "markdown"]
        assert tuple(labels) == follow_form.LABELS
        assert f"startsWith(github.event.issue.body, '### {follow_form.TITLE}')" in WORKFLOW
        assert f'"### {follow_form.TITLE}"*)' in SCRIPT.read_text()


class TestForm:
    def test_its_labels_are_those_that_are_read_and_its_ids_those_of_the_links(self) -> None:
        labels = {part["id"]: part["attributes"]["label"] for part in FORM["body"] if part["type"] != "markdown"}
        assert labels == {
            "paper": issue_form.PAPER,
            "topics": issue_form.TOPICS,
            "summary": issue_form.SUMMARY,
            "authors": issue_form.AUTHORS,
            "withdrawn": issue_form.WITHDRAWN,
            "why": issue_form.WHY,
        }

    def test_its_example_is_the_one_that_is_told_from_a_paper(self) -> None:
        (paper,) = [part for part in FORM["body"] if part.get("id") == "paper"]
        assert paper["attributes"]["placeholder"] == issue_form.EXAMPLE


class TestWorkflow:
    def test_it_reacts_to_issues_of_the_form_alone(self) -> None:
        steps = yaml.safe_load(WORKFLOW)
        assert steps[True] == {"issues": {"types": ["opened", "edited"]}}  # YAML 1.1 reads `on` so
        assert f"startsWith(github.event.issue.body, '### {issue_form.PAPER}')" in steps["jobs"]["suggest"]["if"]
        assert body().startswith(f"### {issue_form.PAPER}\n")

    def test_it_may_do_nothing_but_what_its_one_job_needs(self) -> None:
        workflow = yaml.safe_load(WORKFLOW)
        assert workflow["permissions"] == {}
        assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
            "suggest": {"contents": "write", "pull-requests": "write", "issues": "write"}
        }
        assert workflow["concurrency"]["group"] == "suggest-topics-${{ github.event.issue.number }}"

    def test_only_the_default_branch_is_checked_out_and_no_text_stands_in_a_script(self) -> None:
        (job,) = yaml.safe_load(WORKFLOW)["jobs"].values()
        (checkout,) = [step for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
        assert checkout["with"] == {
            "ref": "${{ github.event.repository.default_branch }}",
            "persist-credentials": False,
        }
        assert all("${{" not in step.get("run", "") for step in job["steps"])

    def test_its_actions_are_pinned_as_in_the_other_workflows(self) -> None:
        pins = set(re.findall(r"uses: (\S+@[0-9a-f]{40} # v[\d.]+)", WORKFLOW))
        assert len(pins) == WORKFLOW.count("uses:")
        assert all(pin in (WORKFLOWS / "test.yml").read_text() for pin in pins)
