"""The trends as data: the same numbers in JSON and in the tables, for every month and every topic."""

import csv
import json
from io import StringIO
from pathlib import Path

from tests.support.archives import edited, fill_sixteen_months
from tests.support.data_files import ROOT, assert_is_valid, data_of


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def test_there_is_a_number_for_every_month_and_topic(archive: Path) -> None:
    trends = json.loads(data_of(archive)["trends/trends.json"])
    assert trends["$schema"] == "../schemas/trends.json"
    assert trends["url"] == f"{ROOT}trends/"
    assert trends["months"] == [
        {"month": "2025-03", "papers": 3, "weekdays": 21, "read": 1, "complete": False},
        {"month": "2025-04", "papers": 1, "weekdays": 22, "read": 1, "complete": False},
    ]
    assert {topic["name"]: topic["papers"] for topic in trends["topics"]} == {
        "translation": [1, 0],
        "summarization": [1, 0],
        "robotics": [1, 1],
        "unused": [0, 0],
    }


def test_the_tables_say_the_same(archive: Path) -> None:
    files = data_of(archive)
    trends = json.loads(files["trends/trends.json"])
    assert [(row["month"], row["papers"], row["complete"]) for row in rows_of(files["trends/months.csv"])] == [
        (month["month"], str(month["papers"]), "false") for month in trends["months"]
    ]
    assert [(row["topic"], row["month"], row["papers"]) for row in rows_of(files["trends/topics.csv"])] == [
        (topic["name"], month["month"], str(papers))
        for topic in trends["topics"]
        for month, papers in zip(trends["months"], topic["papers"], strict=True)
    ]
    shares = {row["topic"]: row["percent"] for row in rows_of(files["trends/topics.csv"]) if row["month"] == "2025-03"}
    assert shares == {"translation": "33.33", "summarization": "33.33", "robotics": "33.33", "unused": "0.00"}


def test_what_rises_and_falls_is_there_with_the_compared_months(archive: Path) -> None:
    fill_sixteen_months(archive)
    files = data_of(archive)
    assert_is_valid(files)
    changes = json.loads(files["trends/trends.json"])["changes"]
    assert changes["recent"] == ["2024-12", "2025-01", "2025-02"]
    assert (changes["before"][0], changes["before"][-1]) == ("2023-12", "2024-11")
    assert [entry["name"] for entry in changes["rising"]] == ["robotics"]
    assert [entry["name"] for entry in changes["falling"]] == ["translation"]
    table = rows_of(files["trends/changes.csv"])
    assert [(row["topic"], row["recent_from"], row["recent_to"]) for row in table] == [
        ("robotics", "2024-12", "2025-02"),
        ("translation", "2024-12", "2025-02"),
    ]
    assert table[0]["recent_papers"] == str(changes["rising"][0]["recent"]["papers"])


def test_a_topic_s_title_is_never_a_formula(archive: Path) -> None:
    fill_sixteen_months(archive)
    after = edited(archive, "content/topics.yml", "title: Robotics", "title: '=1+1'")
    assert rows_of(data_of(after)["trends/changes.csv"])[0]["title"] == "'=1+1"
