"""The workflows keep the rules that keep a stranger's pull request from writing: each rule, and that it can fail."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.archives import REPOSITORY
from tests.support.workflows import Workflow

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.y*ml"))
PINNED = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+(\.\d+)*")
# What a person from outside can write, or choose the name of.
FROM_OUTSIDE = re.compile(r"\$\{\{[^}]*\b(github\.event\b|inputs\.|github\.head_ref|github\.ref_name)")
OF_THE_PULL_REQUEST = re.compile(
    r"head_sha|head_ref|head_branch|head_commit|head\.sha|head\.ref|refs/pull|pull_request"
)


def writes(permissions: object) -> bool:
    if isinstance(permissions, dict):
        return any(access not in ("read", "none") for access in permissions.values())
    return permissions not in ("read-all", {})


def no_trigger_that_gives_strangers_a_token(workflow: Workflow) -> Iterator[str]:
    if "pull_request_target" in workflow.events:
        yield "pull_request_target"


def every_workflow_begins_with_reading(workflow: Workflow) -> Iterator[str]:
    if "permissions" not in workflow.values or writes(workflow.values["permissions"]):
        yield "permissions"


def a_pull_request_s_code_gets_no_token_that_writes_and_no_secret(workflow: Workflow) -> Iterator[str]:
    if "pull_request" not in workflow.events:
        return
    if re.search(r"\bsecrets\b", str(workflow.values.get("env"))):
        yield "env"
    for name, job in workflow.jobs.items():
        if writes(job.get("permissions", {})) or re.search(r"\bsecrets\b", str(job)):
            yield name


def what_may_write_never_takes_a_pull_request_s_code(workflow: Workflow) -> Iterator[str]:
    if "pull_request" in workflow.events:
        return
    for name, options in workflow.checkouts:
        if OF_THE_PULL_REQUEST.search(f"{options.get('ref')} {options.get('repository')}"):
            yield name
    for name, step in workflow.steps:
        if re.search(r"gh pr checkout|refs/pull|git (fetch|pull|clone|checkout).*HEAD_", str(step.get("run"))):
            yield name


def checkouts_leave_no_token_behind(workflow: Workflow) -> Iterator[str]:
    for name, options in workflow.checkouts:
        if options.get("persist-credentials") is not False:
            yield name


def actions_are_pinned_to_a_commit_with_its_version(workflow: Workflow) -> Iterator[str]:
    for line in workflow.text.splitlines():
        used = re.match(r"\s*(?:- )?[\"']?uses[\"']?\s*:\s*(.*)", line)
        if used and not used[1].startswith("./") and not PINNED.fullmatch(used[1].strip()):
            yield used[1]


def nothing_from_outside_is_put_into_a_script(workflow: Workflow) -> Iterator[str]:
    for name, step in workflow.steps:
        if FROM_OUTSIDE.search(f"{step.get('run')} {(step.get('with') or {}).get('script')}"):
            yield name


def what_is_deployed_is_the_branch_as_it_is_now(workflow: Workflow) -> Iterator[str]:
    """A run that waited may have been overtaken: built from its own commit, it would take the newer site back."""
    if any(str(step.get("uses")).startswith("actions/deploy-pages@") for _, step in workflow.steps):
        yield from (name for name, options in workflow.checkouts if "sha" in str(options.get("ref", "github.sha")))


def no_address_of_the_site_is_made_up(workflow: Workflow) -> Iterator[str]:
    """A repository named NAME.github.io has another than most, and so has one with a domain of its own."""
    yield from re.findall(r".*\.github\.io.*", workflow.text)


def another_branch_pushes_no_run_of_main_out_of_the_queue(workflow: Workflow) -> Iterator[str]:
    """GitHub lets one run of a group wait; the next one cancels it."""
    group = str(workflow.values.get("concurrency", {}).get("group"))
    if "workflow_dispatch" in workflow.events and "push" in workflow.events and "github.ref" not in group:
        yield group


def no_run_that_waits_is_dropped_by_another(workflow: Workflow) -> Iterator[str]:
    """What a scheduled run would do is done by no push: it must wait for its turn, however many come after it."""
    concurrency = workflow.values.get("concurrency", {})
    if {"push", "schedule"} <= workflow.events and concurrency.get("queue") != "max":
        yield str(concurrency)


def a_fork_runs_no_schedule_until_it_is_switched_on(workflow: Workflow) -> Iterator[str]:
    """A job asks itself, or comes after one that did: it is skipped with that one unless it says otherwise."""
    if "schedule" not in workflow.events:
        return
    for name, job in workflow.jobs.items():
        condition = str(job.get("if"))
        asks = "github.event.repository.fork" in condition and "vars.ARCHIVE == 'on'" in condition
        follows = "needs" in job and ("cancelled()" not in condition or "needs." in condition)
        if not asks and not follows:
            yield name


def a_deployment_that_failed_is_tried_again_after_a_pause(workflow: Workflow) -> Iterator[str]:
    for name, job in workflow.jobs.items():
        steps = job.get("steps", [])
        tries = [step for step in steps if str(step.get("uses")).startswith("actions/deploy-pages@")]
        if not tries:
            continue
        pauses = [step for step in steps if str(step.get("run")).startswith("sleep ")]
        last = tries[-1]
        retried = all(step.get("continue-on-error") is True for step in tries[:-1])
        if len(tries) == 1 or len(pauses) < len(tries) - 1 or not retried or "continue-on-error" in last:
            yield name


def secrets_are_of_an_environment(workflow: Workflow) -> Iterator[str]:
    """An owner can then keep them from all other jobs, and from other branches."""
    for name, job in workflow.jobs.items():
        if re.search(r"\bsecrets\.", str(job)) and "environment" not in job:
            yield name


def every_job_ends_in_time(workflow: Workflow) -> Iterator[str]:
    for name, job in workflow.jobs.items():
        if "timeout-minutes" not in job:
            yield name


Rule = Callable[[Workflow], Iterator[str]]
RULES: list[Rule] = [
    no_trigger_that_gives_strangers_a_token,
    every_workflow_begins_with_reading,
    a_pull_request_s_code_gets_no_token_that_writes_and_no_secret,
    what_may_write_never_takes_a_pull_request_s_code,
    checkouts_leave_no_token_behind,
    actions_are_pinned_to_a_commit_with_its_version,
    nothing_from_outside_is_put_into_a_script,
    what_is_deployed_is_the_branch_as_it_is_now,
    no_address_of_the_site_is_made_up,
    another_branch_pushes_no_run_of_main_out_of_the_queue,
    no_run_that_waits_is_dropped_by_another,
    a_fork_runs_no_schedule_until_it_is_switched_on,
    a_deployment_that_failed_is_tried_again_after_a_pause,
    secrets_are_of_an_environment,
    every_job_ends_in_time,
]
GOOD = """
on: EVENT
permissions: {}
jobs:
  one:
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v1.2.3
        with:
          persist-credentials: false
      - run: echo "$TITLE"
        env:
          TITLE: ${{ github.event.pull_request.title }}
"""

DEPLOY = "uses: actions/deploy-pages@0123456789012345678901234567890123456789 # v1.2.3"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
@pytest.mark.parametrize("rule", RULES)
def test_a_workflow_keeps_the_rule(path: Path, rule: Rule) -> None:
    assert list(rule(Workflow(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("event", ["pull_request", "workflow_run"])
def test_a_good_workflow_is_not_complained_of(rule: Rule, event: str) -> None:
    assert list(rule(Workflow(GOOD.replace("EVENT", event)))) == []


@pytest.mark.parametrize(
    ("rule", "event", "old", "new"),
    [
        (no_trigger_that_gives_strangers_a_token, "pull_request_target", "", ""),
        (no_trigger_that_gives_strangers_a_token, "[push, pull_request_target]", "", ""),
        (no_trigger_that_gives_strangers_a_token, "{pull_request_target: {types: [opened]}}", "", ""),
        (every_workflow_begins_with_reading, "push", "permissions: {}\n", ""),
        (every_workflow_begins_with_reading, "push", "permissions: {}", "permissions: write-all"),
        (every_workflow_begins_with_reading, "push", "permissions: {}", "permissions: {issues: write}"),
        (
            a_pull_request_s_code_gets_no_token_that_writes_and_no_secret,
            "pull_request",
            "contents: read",
            "pull-requests: write",
        ),
        (
            a_pull_request_s_code_gets_no_token_that_writes_and_no_secret,
            "[push, pull_request]",
            "${{ github.event.pull_request.title }}",
            "${{ secrets.HF_TOKEN }}",
        ),
        (
            a_pull_request_s_code_gets_no_token_that_writes_and_no_secret,
            "pull_request",
            "jobs:",
            "env: {TOKEN: '${{ secrets.HF_TOKEN }}'}\njobs:",
        ),
        (
            what_may_write_never_takes_a_pull_request_s_code,
            "workflow_run",
            "persist-credentials: false",
            "ref: ${{ github.event.workflow_run.head_sha }}",
        ),
        (
            what_may_write_never_takes_a_pull_request_s_code,
            "issue_comment",
            "persist-credentials: false",
            "ref: refs/pull/${{ github.event.issue.number }}/merge",
        ),
        (
            what_may_write_never_takes_a_pull_request_s_code,
            "workflow_run",
            'echo "$TITLE"',
            'gh pr checkout "$NUMBER"',
        ),
        (checkouts_leave_no_token_behind, "push", "persist-credentials: false", "fetch-depth: 1"),
        (checkouts_leave_no_token_behind, "push", "persist-credentials: false", "persist-credentials: true"),
        (actions_are_pinned_to_a_commit_with_its_version, "push", "0123456789" * 4 + " # v1.2.3", "v6"),
        (actions_are_pinned_to_a_commit_with_its_version, "push", " # v1.2.3", ""),
        (actions_are_pinned_to_a_commit_with_its_version, "push", "0123456789" * 4, "0123456"),
        (nothing_from_outside_is_put_into_a_script, "push", "$TITLE", "${{ github.event.issue.title }}"),
        (nothing_from_outside_is_put_into_a_script, "push", "$TITLE", "${{ inputs.since }}"),
        (nothing_from_outside_is_put_into_a_script, "push", "$TITLE", "${{ github.head_ref }}"),
        (
            what_is_deployed_is_the_branch_as_it_is_now,
            "push",
            "      - run:",
            f"      - {DEPLOY}\n      - run:",
        ),
        (
            no_address_of_the_site_is_made_up,
            "push",
            "${{ github.event.pull_request.title }}",
            "https://${{ github.repository_owner }}.github.io/",
        ),
        (
            another_branch_pushes_no_run_of_main_out_of_the_queue,
            "[push, workflow_dispatch]",
            "permissions: {}\njobs",
            "permissions: {}\nconcurrency: {group: pages}\njobs",
        ),
        (no_run_that_waits_is_dropped_by_another, "{push: , schedule: []}", "", ""),
        (
            no_run_that_waits_is_dropped_by_another,
            "{push: , schedule: []}",
            "permissions: {}\njobs",
            "permissions: {}\nconcurrency: {group: pages, cancel-in-progress: false}\njobs",
        ),
        (a_fork_runs_no_schedule_until_it_is_switched_on, "{schedule: []}", "", ""),
        (
            a_fork_runs_no_schedule_until_it_is_switched_on,
            "{schedule: []}",
            "    timeout-minutes: 5",
            "    needs: two\n    if: ${{ !cancelled() }}\n    timeout-minutes: 5",
        ),
        (
            a_deployment_that_failed_is_tried_again_after_a_pause,
            "push",
            "      - run:",
            f"      - {DEPLOY}\n      - run:",
        ),
        (
            a_deployment_that_failed_is_tried_again_after_a_pause,
            "push",
            "      - run:",
            f"      - {DEPLOY}\n        continue-on-error: true\n      - {DEPLOY}\n      - run:",
        ),
        (
            a_deployment_that_failed_is_tried_again_after_a_pause,
            "push",
            "      - run:",
            f"      - {DEPLOY}\n      - run: sleep 9\n      - {DEPLOY}\n      - run:",
        ),
        (secrets_are_of_an_environment, "push", "${{ github.event.pull_request.title }}", "${{ secrets.HF_TOKEN }}"),
        (every_job_ends_in_time, "push", "timeout-minutes: 5", "name: One"),
    ],
)
def test_a_workflow_that_breaks_the_rule_is_found(rule: Rule, event: str, old: str, new: str) -> None:
    assert old in GOOD
    assert list(rule(Workflow(GOOD.replace("EVENT", event).replace(old, new)))) != []


def test_a_workflow_waits_for_one_that_there_is() -> None:
    found = [Workflow(path.read_text("utf-8")) for path in WORKFLOWS]
    names = {workflow.values["name"] for workflow in found}
    awaited = [
        workflow.values[True]["workflow_run"]["workflows"] for workflow in found if "workflow_run" in workflow.events
    ]
    assert awaited == [["Report"]]
    assert {name for some in awaited for name in some} <= names


def test_what_a_pull_request_must_pass_runs_in_a_merge_queue_too() -> None:
    """A required check that no run of the queue reports holds every pull request up."""
    workflow = Workflow((REPOSITORY / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    assert {"pull_request", "merge_group"} <= workflow.events
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    versions = workflow.jobs["test"]["strategy"]["matrix"]["python-version"]
    names = [f"Test and build (Python {version})" for version in versions]
    assert [name for name in (*names, workflow.jobs["check"]["name"]) if f"**{name}**" not in contributing] == []


@pytest.mark.parametrize(
    ("environment", "complaints"),
    [
        ({"FETCH": "skipped", "HELD": "abc1234"}, ["published as it was at abc1234"]),
        ({"FETCH": "success"}, []),
        ({"FETCH": "success", "FETCHED": "failure"}, ["A source failed"]),
        ({"FETCH": "success", "CHECKED": "failure", "WHOLE": "failure"}, ["Nothing was committed", "Days are missing"]),
        ({"FETCH": "success", "HELD": "abc1234", "WHOLE": "failure"}, ["published as it was", "Days are missing"]),
    ],
)
def test_the_daily_run_fails_in_the_end_and_says_why(environment: dict[str, str], complaints: list[str]) -> None:
    daily = Workflow((REPOSITORY / ".github" / "workflows" / "daily.yml").read_text("utf-8"))
    (step,) = daily.jobs["whole"]["steps"]
    fine = {"FETCHED": "success", "CHECKED": "success", "WHOLE": "success", "HELD": ""}
    assert step["env"].keys() == {*fine, "FETCH"}
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]  # as GitHub runs it
    result = subprocess.run(
        command,
        env={**os.environ, **fine, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = result.stdout.splitlines()
    assert (result.returncode, len(lines)) == (1 if complaints else 0, len(complaints))
    assert all(line.startswith("::error::") for line in lines)
    assert all(complaint in line for complaint, line in zip(complaints, lines, strict=True))


def holds(condition: str, values: dict[str, object]) -> bool:
    """Return what a job's condition comes to; of GitHub's expressions it knows those operators that stand there."""
    names = {"&&": " and ", "||": " or ", "!": " not ", **{name: repr(value) for name, value in values.items()}}
    token = re.compile(r"'[^']*'|[\w.]+(?:\(\))?|&&|\|\||[!=]=|!")
    text = condition.strip().removeprefix("${{").removesuffix("}}")
    return bool(eval(token.sub(lambda found: names.get(found[0], found[0]), text).strip()))  # noqa: S307 - ours


@pytest.mark.parametrize(
    ("event", "fork", "variable", "runs"),
    [
        ("schedule", False, "", True),
        ("schedule", True, "", False),
        ("schedule", True, "off", False),
        ("schedule", True, "on", True),
        ("push", True, "", False),
        ("push", True, "on", True),
        ("push", False, "", True),
        ("workflow_dispatch", True, "", True),
    ],
)
@pytest.mark.parametrize(("file", "job"), [("daily", "fetch"), ("daily", "build"), ("live", "live"), ("lock", "renew")])
def test_a_fork_runs_by_itself_only_where_it_was_switched_on(
    file: str, job: str, event: str, variable: str, *, fork: bool, runs: bool
) -> None:
    workflow = Workflow((REPOSITORY / ".github" / "workflows" / f"{file}.yml").read_text("utf-8"))
    values = {
        "github.event_name": event,
        "github.event.repository.fork": fork,
        "github.ref": "refs/heads/main",
        "vars.ARCHIVE": variable,
        "cancelled()": False,
    }
    fetches = event != "push" or job != "fetch"  # a push brings nothing to fetch
    assert holds(str(workflow.jobs[job]["if"]), values) == (runs and fetches)
