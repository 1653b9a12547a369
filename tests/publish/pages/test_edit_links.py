"""The ways to fix a paper's topics: where each link leads, and what a person finds there."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from msgspec.structs import replace

from generator.archive.curation import parse_curation
from generator.archive.load import Archive, load_archive
from generator.archive.models import Decision, Paper
from generator.publish.pages.edit_links import FORM, CurationFiles, fix_links
from generator.publish.render import Link
from generator.publish.settings import Site, read_site
from tests.support.archives import REPOSITORY
from tests.support.hostile import LONG, TEXTS

REPO = "https://github.com/daily-papers/archive"
CURATED, NEW = "a-lantern-for-translators", "toward-shorter-summaries"


@pytest.fixture
def site(archive: Path) -> Site:
    return read_site(archive)


@pytest.fixture
def loaded(archive: Path) -> Archive:
    return load_archive(archive / "content")


def paper(loaded: Archive, key: str) -> Paper:
    return next(paper for paper in loaded.papers if paper.key == key)


def links_of(paper: Paper, loaded: Archive, site: Site) -> tuple[Link, ...]:
    return fix_links(paper, CurationFiles(loaded, site)[paper], site)


def parts(url: str) -> tuple[str, dict[str, str]]:
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}{split.path}", dict(
        parse_qsl(split.query, strict_parsing=bool(split.query))
    )


def test_editing_opens_the_file_where_the_paper_is_curated(loaded: Archive, site: Site) -> None:
    link, _ = links_of(paper(loaded, CURATED), loaded, site)
    assert (link.label, link.url) == ("Edit topics", f"{REPO}/edit/main/content/curation/2025/2025-03-10.yml")


def test_where_the_day_has_no_file_a_new_one_holds_the_suggestions(loaded: Archive, site: Site) -> None:
    uncurated = replace(paper(loaded, NEW), topics=("translation", "robotics"))
    link, _ = links_of(uncurated, loaded, site)
    address, query = parts(link.url)
    assert address == f"{REPO}/new/main/content/curation/2025"
    assert query["filename"] == "2025-03-11.yml"
    decisions = parse_curation(Path("a.yml"), query["value"], loaded.topics).decisions
    assert decisions == {NEW: Decision(topics=uncurated.topics)}
    assert query["value"] == (
        "toward-shorter-summaries:  # Toward *Shorter* Summaries: A [Draft] in `Two` Acts\n"
        "  topics: [translation, robotics]\n  # summary:\n"
    )
    assert len(link.url) < 330


def test_a_paper_without_a_day_is_edited_in_the_file_without_one(loaded: Archive, site: Site) -> None:
    link, _ = links_of(paper(loaded, "the-cat-sat-again"), loaded, site)
    assert link.url == f"{REPO}/edit/main/content/curation/undated.yml"


@pytest.mark.parametrize(("length", "shown"), [(40, "k" * 40), (41, "k" * 39 + "…")])
def test_a_form_s_title_has_forty_letters_of_the_paper_s(loaded: Archive, site: Site, length: int, shown: str) -> None:
    form = links_of(replace(paper(loaded, CURATED), title="k" * length), loaded, site)[1]
    assert parts(form.url)[1]["title"] == f"Topics: {shown}"


def test_the_form_is_filled_in_with_the_paper(loaded: Archive, site: Site) -> None:
    form = links_of(paper(loaded, CURATED), loaded, site)[1]
    assert form.label == "Suggest topics"
    assert parts(form.url) == (
        f"{REPO}/issues/new",
        {
            "template": FORM,
            "title": "Topics: A Lantern for Translators",
            "paper": CURATED,
            "topics": "translation",
            "summary": "Gives translators a lamp that glows where a sentence is ambiguous, "
            "and finds that fewer mistakes remain.",
        },
    )
    assert (REPOSITORY / ".github" / "ISSUE_TEMPLATE" / FORM).is_file()


def test_a_fork_s_links_lead_to_the_fork_and_its_branch(
    archive: Path, loaded: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", "https://github.com/someone/papers/")
    config = archive / "mkdocs.yml"
    config.write_text(config.read_text().replace("edit/main/content", "edit/trunk/content"))
    site = read_site(archive)
    links = [link.url for key in (CURATED, NEW) for link in links_of(paper(loaded, key), loaded, site)]
    assert [url.partition("/content")[0].partition("?")[0] for url in links] == [
        "https://github.com/someone/papers/edit/trunk",
        "https://github.com/someone/papers/issues/new",
        "https://github.com/someone/papers/new/trunk",
        "https://github.com/someone/papers/issues/new",
    ]


def test_without_a_repository_there_is_nothing_to_edit(
    archive: Path, loaded: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPO_URL", "")
    assert {links_of(paper, loaded, read_site(archive)) for paper in loaded.papers} == {()}


@pytest.mark.parametrize("title", [*TEXTS, LONG, "🧪" * 500, "a\nb: {topics: [x]}", "a\x85b\u2028c"])
def test_no_title_leaves_its_comment_or_makes_an_address_too_long(loaded: Archive, site: Site, title: str) -> None:
    hostile = replace(paper(loaded, NEW), title=title, summary=title, topics=("translation",))
    links = links_of(hostile, loaded, site)
    assert len(links) == 2
    for link in links:
        assert len(link.url) <= 8_000
        value = parts(link.url)[1].get("value", "")
        assert parse_curation(Path("a.yml"), value, loaded.topics).decisions.keys() <= {NEW}
