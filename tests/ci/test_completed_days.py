"""Which days' digests the daily workflow sends: those that its own fetch made complete, each once."""

import json
import subprocess
from pathlib import Path

import pytest

from generator.archive.dates import parse_day
from generator.archive.ids import KnownPapers
from generator.archive.ingest import change, read_day
from generator.archive.models import Listing, Sighting
from tests.support.archives import REPOSITORY
from tests.support.workflows import Workflow

SCRIPT = REPOSITORY / ".ci" / "completed-days"
WORKFLOW = Workflow((REPOSITORY / ".github" / "workflows" / "daily.yml").read_text("utf-8"))


def completed(folder: Path, *lines: str, today: str = "2025-03-14") -> list[str]:
    (folder / "changes.txt").write_text("".join(f"{line}\n" for line in lines))
    said = subprocess.run([SCRIPT, folder / "changes.txt", today], capture_output=True, text=True, check=True).stdout
    days: list[str] = json.loads(said) if said else []
    return days


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("2025-03-11: 24 listed, now complete", ["2025-03-11"]),
        ("2025-03-11: 24 listed, 3 new, 2 changed, 1 no longer listed, now complete", ["2025-03-11"]),
        ("2025-03-11: 24 listed, 24 new, complete", ["2025-03-11"]),
        ("2025-03-11: 24 listed, 24 new, now complete, 2 imported papers moved to content/x.json", ["2025-03-11"]),
        ("2025-03-07: 24 listed, now complete", ["2025-03-07"]),
        ("2025-03-06: 24 listed, now complete", []),  # no news any more
        ("2025-03-11: 24 listed, 2 changed", []),  # it was complete before, or is not yet
        ("2025-03-13: 24 listed, 24 new, partial", []),
        ("2025-03-08: nothing listed, empty", []),
    ],
)
def test_a_day_counts_in_the_run_that_made_it_complete(tmp_path: Path, line: str, days: list[str]) -> None:
    assert completed(tmp_path, line) == days


def test_several_days_are_one_list(tmp_path: Path) -> None:
    lines = ("2025-03-10: 9 listed, now complete", "2025-03-12: 7 listed, 1 new", "2025-03-11: 8 listed, now complete")
    assert completed(tmp_path, *lines) == ["2025-03-10", "2025-03-11"]
    assert completed(tmp_path) == []


def test_a_day_that_is_read_every_morning_counts_once(tmp_path: Path) -> None:
    day = parse_day("2025-03-11")
    listing: Listing | None = None
    sent = []
    for morning in range(11, 20):
        papers = [
            Sighting(arxiv_id=f"2503.0000{number}", title=f"Kettle {number}") for number in range(min(morning - 9, 8))
        ]
        today = f"2025-03-{morning}"
        new = read_day(listing, day, papers, KnownPapers([]), source="huggingface", today=parse_day(today))
        told = change(listing, new)
        sent += completed(tmp_path, *([f"{day}: {told}"] if told else []), today=today)
        listing = new
    assert sent == ["2025-03-11"]


def test_only_a_scheduled_run_that_deployed_sends_where_a_list_is_named() -> None:
    job = WORKFLOW.jobs["digest"]
    for condition in (
        "github.event_name == 'schedule'",
        "needs.deploy.result == 'success'",
        "needs.fetch.outputs.complete != ''",
        "vars.DIGEST_TO != ''",
    ):
        assert condition in job["if"]
    assert job["permissions"] == {"contents": "read"}


def test_the_password_is_known_to_the_step_that_sends_alone() -> None:
    knowing = [(name, step["name"]) for name, step in WORKFLOW.steps if "SMTP" in str(step)]
    assert knowing == [("digest", "Send")]
    assert "SMTP" not in str([{**job, "steps": []} for job in WORKFLOW.jobs.values()])
