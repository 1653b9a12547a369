"""`papers check` reports what is wrong with mkdocs.yml, at its line, as a build would."""

from pathlib import Path

import pytest

from tests.support.program import papers

SETTINGS = """# Ours
site_name: Robots
site_url: https://robots.example/

extra:
  feed_authority: robots.example,2025
  source:
    name: Robotics Weekly
    url: https://robots.example/weekly/
"""


def check(root: Path, settings: str, *options: str) -> tuple[int, list[str]]:
    (root / "content").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    result = papers("check", *options, cwd=root)
    return result.returncode, result.stdout.splitlines()


def test_good_settings_are_no_problem(tmp_path: Path) -> None:
    assert check(tmp_path, SETTINGS) == (0, ["content: 0 papers in 0 listings, no problems"])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    name: Rob", "    nmae: Rob", '8: extra.source: there is no field "nmae" (did you mean "name"?)'),
        ("https://robots.example/weekly/", "robots.example", "9: extra.source.url must be an address that begins"),
        ("    url:", "    paper_url:", "9: extra.source.paper_url must hold {arxiv_id} or {key}, in whose place"),
        ("    url:", "    first_day:", "9: extra.source: first_day: must be a day in the calendar"),
        ("robots.example,2025", "us", "6: extra.feed_authority must be a host and a year"),
        ("robots.example,2025", "[]", "6: extra.feed_authority: must be text"),
        ("https://robots.example/\n", "robots\n", "3: site_url must be the site's full address"),
        ("site_name: Robots", "site_name: 7", "2: site_name: must be text"),
        ("site_name: Robots\n", "", "1: site_name: must be given"),
        ("\nextra", "site_dir: content/site\nextra", "4: site_dir must be a folder for the site alone"),
        ("  source:", "  abstracts: yes\n  source:", '7: extra.abstracts must be "keep" or "leave out"'),
        ("extra:", "theme: {name: [}\nextra:", "5: "),
        ("extra:", "<<<<<<< ours\nextra:", "5: "),
    ],
)  # fmt: skip
def test_a_problem_is_named_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in SETTINGS
    code, lines = check(tmp_path, SETTINGS.replace(old, new, 1))
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith(f"mkdocs.yml:{problem}")


def test_it_is_reported_beside_the_problems_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "topics.yml").write_text("- broken\n", "utf-8")
    _, lines = check(tmp_path, SETTINGS.replace("    name: Rob", "    nmae: Rob"))
    assert [line.split(":")[0] for line in lines] == ["mkdocs.yml", "content/topics.yml"]


def test_it_is_an_annotation_on_github(tmp_path: Path) -> None:
    _, (line,) = check(tmp_path, SETTINGS.replace("    name: Rob", "    nmae: Rob"), "--format", "github")
    assert line.startswith("::error file=mkdocs.yml,line=8")


def test_an_archive_without_settings_is_checked_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert papers("check", cwd=tmp_path).returncode == 0
