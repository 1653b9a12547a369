"""The ledger as people and machines meet it: on the command line, on the calendar, as a file of the site."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record, Status
from tests.support.archives import xpath
from tests.support.live import make_empty_archive
from tests.support.program import papers

TODAY = datetime.now(UTC).date()
KETTLES = Record(key="slow-kettles", title="Slow Kettles")
TUGS = Record(key="tugs", title="Tugs", unlisted=True)


def keep(root: Path, day: date | None, status: Status, *records: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="a test", status=status, papers=records))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive in which all is whole but five days ago, four days ago and today."""
    root = make_empty_archive(tmp_path / "archive")
    for ago in range(20):
        keep(root, TODAY - timedelta(days=ago), "complete", KETTLES, TUGS)
    for ago in (0, 5):
        (root / "content" / "listings" / f"{TODAY - timedelta(days=ago):%Y/%Y-%m-%d}.json").unlink()
    keep(root, TODAY - timedelta(days=4), "partial", KETTLES)
    return root


def ago(days: int) -> str:
    return str(TODAY - timedelta(days=days))


class TestCommand:
    def test_a_table_shows_the_last_days_and_the_sums_of_all(self, root: Path) -> None:
        result = papers("status", "-C", root)
        assert result.returncode == 0, result.stderr
        rows = [line.replace("│", " ").split() for line in result.stdout.splitlines() if "│" in line]
        assert [row[0] for row in rows] == [ago(days) for days in range(13, -1, -1)]
        assert [row[2:] for row in rows[7:11]] == [
            ["complete", "1", "2"],
            ["missing", "0", "0"],
            ["partial", "1", "1"],
            ["complete", "1", "2"],
        ]
        assert "17 complete, 1 partial, 0 empty, 2 missing" in result.stdout

    def test_machines_get_the_same_as_json(self, root: Path) -> None:
        told = json.loads(papers("status", "--json", "--days", "6", "-C", root).stdout)
        assert told["totals"] == {"complete": 3, "partial": 1, "empty": 0, "missing": 2}
        assert [entry["state"] for entry in told["days"]] == ["missing", "partial", *["complete"] * 3, "missing"]
        assert told["days"][2] == {"day": ago(3), "state": "complete", "listed": 1, "archived": 2}
        assert len(json.loads(papers("status", "--json", "--days", "0", "-C", root).stdout)["days"]) == 20

    def test_holes_are_named_with_the_way_to_fill_them(self, root: Path) -> None:
        result = papers("status", "--holes", "14", "-C", root)
        assert result.returncode == 1
        assert result.stdout.splitlines() == [
            f"{ago(5)}: missing, nothing archived",
            f"{ago(4)}: partial, 1 archived",
        ]
        assert f"papers fetch --since {ago(5)}" in result.stderr

    def test_without_holes_all_is_well(self, root: Path) -> None:
        result = papers("status", "--holes", "4", "-C", root)
        assert (result.returncode, result.stdout) == (0, "No holes in the last 4 days\n")

    def test_an_archive_without_days_has_nothing_to_tell(self, tmp_path: Path) -> None:
        root = make_empty_archive(tmp_path / "archive")
        assert papers("status", "-C", root).returncode == 0
        assert json.loads(papers("status", "--json", "-C", root).stdout)["days"] == []


class TestSite:
    @pytest.fixture
    def site(self, tmp_path: Path) -> Path:
        """Return the site of an archive with a scrape, and later a week of live readings with a hole."""
        root = make_empty_archive(tmp_path / "archive")
        keep(root, date(2025, 1, 15), "partial", KETTLES)
        keep(root, date(2025, 3, 10), "complete", KETTLES, TUGS)
        keep(root, date(2025, 3, 12), "partial", KETTLES)
        keep(root, date(2025, 5, 3), "empty")
        assert papers("build", "-C", root).returncode == 0
        return root / "site"

    def test_the_calendar_tells_each_day_s_state_by_look_and_in_words(self, site: Path) -> None:
        page = html.fromstring((site / "archive" / "index.html").read_text())
        march = xpath(page, '//table[contains(caption, "March")]')[0]
        told = {cell.text: (cell.get("class"), cell.get("title")) for cell in xpath(march, ".//td/*")}
        assert told["10"] == ("shade-1", "2 papers")
        assert told["12"] == ("shade-1 partial", "1 paper, partial")
        assert told["11"] == ("missing", "not read yet")
        assert [cell.text_content() for cell in xpath(march, ".//td/*")][:2] == [
            "10: 2 papers",
            "11: not read yet",
        ]
        may = xpath(page, '//table[contains(caption, "May")]')[0]
        assert xpath(may, './/a[text()="3"]/@title') == ["no papers"]

    def test_days_before_the_first_whole_reading_are_not_called_missing(self, site: Path) -> None:
        page = html.fromstring((site / "years" / "2025" / "index.html").read_text())
        (january,) = xpath(page, '//table[contains(caption, "January")]')
        assert [cell.get("class") for cell in xpath(january, ".//td/*")] == ["shade-1 partial"]
        assert xpath(page, '//table[contains(caption, "February")]') == []

    def test_a_month_that_is_missing_altogether_is_no_more_than_a_part_of_a_line(self, site: Path) -> None:
        page = html.fromstring((site / "archive" / "index.html").read_text())
        assert xpath(page, '//table[contains(caption, "April")]') == []
        assert [note.text for note in xpath(page, '//p[contains(@class, "unread")]')] == [
            "Not read yet: 11 March, 13 March to 2 May"
        ]

    def test_a_legend_explains_every_state_and_links_the_data(self, site: Path) -> None:
        page = html.fromstring((site / "archive" / "index.html").read_text())
        (legend,) = xpath(page, '//ul[@class="legend"]')
        for state, words in (("partial", "partial"), ("empty", "no papers"), ("missing", "not read yet")):
            assert xpath(legend, f'li[contains(@class, "{state}") and contains(., "{words}")]')
        assert xpath(legend, "following-sibling::p[1]/a/@href") == ["../data/status.json"]

    def test_the_ledger_is_published_up_to_the_last_day_with_a_listing(self, site: Path) -> None:
        told = json.loads((site / "data" / "status.json").read_text())
        assert (told["days"][0]["day"], told["days"][-1]["day"]) == ("2025-01-15", "2025-05-03")
        assert told["totals"] == {"complete": 1, "partial": 2, "empty": 1, "missing": 105}
        assert told["days"][54] == {"day": "2025-03-10", "state": "complete", "listed": 1, "archived": 2}
