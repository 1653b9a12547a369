"""`extra.source` in mkdocs.yml: what it may say, and what is said of what it may not."""

from pathlib import Path

import pytest

from generator.archive.source import Source
from generator.errors import ConfigError
from generator.publish.settings import read_site, read_source

HEAD = "site_name: Robotics Reading List\nsite_url: https://list.example/\n"


def archive_of(folder: Path, *lines: str) -> Path:
    (folder / "content").mkdir()
    (folder / "mkdocs.yml").write_text(HEAD + "\n".join(lines), "utf-8")
    return folder


def source_of(folder: Path, *lines: str) -> Source:
    return read_site(archive_of(folder, "extra:", *lines)).source


def test_an_archive_that_says_nothing_of_it_has_the_project_s(tmp_path: Path) -> None:
    source = read_source(archive_of(tmp_path))
    assert (source.title, source.label, source.reader) == ("Hugging Face's Daily Papers", "Hugging Face", "huggingface")
    assert source.abstracts


def test_a_folder_without_settings_has_the_project_s_too(tmp_path: Path) -> None:
    assert read_source(tmp_path).reader == "huggingface"


@pytest.mark.parametrize("none", ["none", "None", '"none"'])
def test_under_none_the_archive_is_its_own_source(tmp_path: Path, none: str) -> None:
    assert source_of(tmp_path, f"  source: {none}") == Source(name="Robotics Reading List")


def test_what_is_left_out_is_unknown_and_never_the_project_s(tmp_path: Path) -> None:
    assert source_of(tmp_path, "  source: {name: Robotics Weekly}") == Source(name="Robotics Weekly")


@pytest.mark.parametrize(
    ("setting", "name"),
    [("{publisher: Example Labs}", "Example Labs"), ("{url: 'https://robots.example/'}", "Robotics Reading List")],
)
def test_a_source_without_a_name_is_called_by_its_publisher_or_as_the_archive(
    tmp_path: Path, setting: str, name: str
) -> None:
    assert source_of(tmp_path, f"  source: {setting}").title == name


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("", "extra.source must be none, or a mapping with the source's name, url and the like"),
        ("Robotics Weekly", "extra.source must be none, or a mapping"),
        ("[Robotics Weekly]", "extra.source must be none, or a mapping"),
        ("{nmae: Robotics Weekly}", 'extra.source: there is no field "nmae" (did you mean "name"?)'),
        ("{name: 7}", "extra.source: name: must be text, is a whole number"),
        ('{name: "Robotics\\u202eWeekly"}', "extra.source.name: "),
        ("{first_day: yesterday}", "extra.source: first_day: must be a day in the calendar, written as YYYY-MM-DD"),
        ("{reader: arxiv}", "extra.source.reader must be huggingface, or be left out"),
        ("{url: robots.example}", "extra.source.url must be an address that begins with http:// or https://"),
        ("{url: 'javascript:alert(1)'}", "extra.source.url must be an address that begins with http://"),
        ("{url: 'https://robots.example/a\"b'}", "extra.source.url must be an address without blanks, quotes"),
        ("{paper_url: 'https://robots.example/'}", "extra.source.paper_url must hold {arxiv_id} or {key}, in whose"),
        ("{search_url: 'https://robots.example/?q='}", "extra.source.search_url must hold {title}, in whose place"),
        (
            "{search_url: 'https://robots.example/?q={title}&by={author}'}",
            "extra.source.search_url must be an address whose special characters are %-encoded, beside {title}",
        ),
        ("{paper_url: 'https://{key}@robots.example/'}", "extra.source.paper_url must be an address without a name"),
    ],
)
def test_what_cannot_be_is_refused_with_what_must_hold(tmp_path: Path, setting: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        source_of(tmp_path, f"  source: {setting}")
    assert f"{tmp_path / 'mkdocs.yml'}: {message}" in str(caught.value)


def test_an_archive_describes_itself_by_its_source_where_it_says_nothing(tmp_path: Path) -> None:
    root = archive_of(tmp_path, "extra:", "  source: {name: Robotics Weekly}")
    assert read_site(root).description == (
        "An archive of the research papers that Robotics Weekly listed, day by day and by topic"
    )
    (root / "mkdocs.yml").write_text(f"{HEAD}site_description: Ours\n", "utf-8")
    assert read_site(root).description == "Ours"
