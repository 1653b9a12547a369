"""A build: complete, repeatable, the same by every way, with no link that leads nowhere."""

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from generator.archive.listings import read_listing
from generator.errors import ArchiveError, BuildError, ConfigError, ProblemsError
from generator.files import replace_file
from generator.publish.settings import read_site
from generator.publish.site import build_site
from tests.support.archives import (
    broken_links,
    files_of,
    make_archive,
    run,
    silent,
    unpacked,
    xpath,
)

Build = Callable[..., dict[str, bytes]]

OLD_NAMES = {f"topics/robots/{part}index.html" for part in ("", "2025/", "top/")}  # of robotics, where they lead


def addresses(files: dict[str, bytes]) -> set[str]:
    return {path for path in files if path.endswith(".html")}


def test_there_is_a_page_for_everything(sample_site: Path) -> None:
    days = {f"days/{day}" for day in ("2025-03-10", "2025-03-11", "2025-03-15", "2025-04-01", "undated")}
    spans = {"weeks/2025-W11", "weeks/2025-W14", "months/2025-03", "months/2025-04", "years/2025"}
    names = ("translation", "summarization", "robotics")
    topics = {"topics/unused", "topics/robotics/top"} | {
        f"topics/{name}{year}" for name in names for year in ("", "/2025")
    }
    papers = {
        f"papers/{key}"
        for key in (
            "a-lantern-for-translators",
            "2503.00042",
            "toward-shorter-summaries",
            "2504.00001",
            "the-cat-sat-again",
            "2402.09999",
        )
    }
    others = {"archive", "topics", "trends", "search", "feeds", "library", "data", "about"}
    pages = {f"{address}/index.html" for address in days | spans | topics | papers | others}
    assert addresses(files_of(sample_site)) == pages | OLD_NAMES | {"index.html", "404.html"}


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_no_link_leads_nowhere(build: Build, engine: str) -> None:
    assert broken_links(build(engine=engine)) == []


def test_what_an_archive_s_configuration_leaves_out_is_the_project_s(archive: Path, build: Build) -> None:
    (archive / "mkdocs.yml").write_text("site_name: 'Ann \"B\" <i>'\nsite_url: https://example.org\ntheme: material\n")
    files = build()
    page = html.fromstring(files["days/2025-03-10/index.html"])
    assert page.findtext(".//title") == 'Papers of 10 March 2025 · Ann "B" <i>'
    assert xpath(page, "//h2[@class='paper']/@id") == ["paper-2503.00042", "paper-a-lantern-for-translators"]
    assert xpath(page, "//script/@src") == ["../../assets/javascripts/shell.js"]
    assert xpath(page, "//link[@rel='stylesheet']/@href") == ["../../assets/stylesheets/site.css"]
    assert b"fonts.googleapis" not in files["index.html"]
    assert broken_links(files) == []


def test_an_archive_may_bring_a_part_of_the_theme_alone(archive: Path, build: Build) -> None:
    (archive / "overrides" / "partials").mkdir(parents=True)
    (archive / "overrides" / "partials" / "footer.html").write_text("<footer>Our own</footer>")
    assert b"<footer>Our own</footer>" in build()["papers/2503.00042/index.html"]


def test_a_navigation_may_name_a_page_by_its_source(archive: Path, build: Build) -> None:
    config = archive / "mkdocs.yml"
    config.write_text(config.read_text().replace("About: about/index.md", "About: about.md"))
    files = build()
    assert b"<a href=about/>" in files["index.html"]
    assert broken_links(files) == []


def test_without_a_repository_there_is_a_site_all_the_same(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPO_URL", "")
    page = build()["papers/2503.00042/index.html"]
    assert b"Edit topics" not in page
    assert b"Suggest topics" not in page


@pytest.mark.parametrize("url", ["http://[::1", "https://x.org/a?b=c", "https://x.org/a b/", "ftp://x.org", "x"])
def test_an_address_that_is_none_is_refused(build: Build, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", url)
    with pytest.raises(ConfigError, match="site_url must be the site's full address"):
        build()


@pytest.mark.parametrize(
    "authority", ["archive", "a b,2026", "example.org, 2026", "example.org,26", "https://x.org,2026"]
)
def test_an_authority_of_which_no_tag_uri_can_be_made_is_refused(archive: Path, authority: str) -> None:
    config = archive / "mkdocs.yml"
    text = re.sub("feed_authority: .*", f'feed_authority: "{authority}"', config.read_text("utf-8"))
    config.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"mkdocs.yml: extra.feed_authority must be .* such as example.org,2026"):
        read_site(archive)


def test_building_twice_gives_the_same_bytes_and_writes_nothing(archive: Path) -> None:
    first = build_site(archive, report=silent)
    files = files_of(first.folder)
    second = build_site(archive, report=silent)
    assert (second.written.changed, second.written.removed) == (0, 0)
    assert files_of(second.folder) == files


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_stamped_pages_are_those_that_the_engine_makes_of_all_markdown(build: Build, engine: str) -> None:
    stamped = build(engine=engine)
    assert build(engine=engine, plain=True) == stamped


def test_both_engines_give_the_same_addresses(build: Build) -> None:
    assert addresses(build(engine="mkdocs")) == addresses(build(engine="zensical"))


def test_what_is_gone_is_removed_and_foreign_dot_files_stay(archive: Path, build: Build) -> None:
    build()
    (archive / "site" / ".nojekyll").write_text("")
    (archive / "content" / "listings" / "2025" / "2025-04-01.json").unlink()
    files = build()
    assert "days/2025-04-01/index.html" not in files
    assert "papers/2504.00001/index.html" not in files
    assert not (archive / "site" / "months" / "2025-04").exists()
    assert ".nojekyll" in files


def test_a_hidden_paper_stands_nowhere(sample_site: Path) -> None:
    files = files_of(sample_site)
    assert b"Cat Sat Again" in b"".join(unpacked(data) for path, data in files.items() if path.endswith(".bin"))
    for path, data in files.items():
        assert b"Be Hidden" not in unpacked(data), path


def test_an_arxiv_id_that_became_known_later_leads_to_the_paper(sample_site: Path) -> None:
    redirect = (sample_site / "papers/2402.09999/index.html").read_text()
    assert "url=../../papers/the-cat-sat-again/" in redirect


def test_each_markdown_page_stands_beside_its_html(sample_site: Path) -> None:
    assert (sample_site / "days/2025-03-11/index.md").read_text().startswith("# Tuesday, 11 March 2025")


def test_an_archive_without_anything_hand_written_builds(archive: Path, build: Build) -> None:
    (archive / "content/pages/index.md").unlink()
    (archive / "content/pages/about.md").unlink()
    config = archive / "mkdocs.yml"
    config.write_text(config.read_text().replace("  - About: about/index.md\n", ""))
    assert b"Daily Papers</h1>" in build()["index.html"]


def test_an_archive_without_a_folder_of_pages_shows_the_projects(archive: Path, build: Build) -> None:
    shutil.rmtree(archive / "content/pages")
    assert "contribute/index.html" in build()


def test_an_archive_of_nothing_but_an_empty_content_folder_builds(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    root = make_archive(tmp_path / "archive", tmp_path / "content")
    files = files_of(build_site(root, report=silent).folder)
    assert b"0 papers" in files["archive/index.html"]
    assert broken_links(files) == []


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    "name", ["topics/index.md", "topics.md", "days/2025-03-10.md", "papers/a-lantern-for-translators.md"]
)
def test_a_hand_written_page_at_a_generated_page_s_address_is_refused(
    archive: Path, build: Build, name: str, plain: bool
) -> None:
    page = archive / "content" / "pages" / name
    page.parent.mkdir(exist_ok=True)
    page.write_text("# Mine\n")
    with pytest.raises(BuildError, match=rf"content/pages/{re.escape(name)}: this address belongs to a generated page"):
        build(plain=plain)


def test_two_hand_written_pages_of_one_address_are_refused(archive: Path, build: Build) -> None:
    pages = archive / "content" / "pages"
    (pages / "team").mkdir()
    (pages / "team" / "index.md").write_text("# Team\n")
    (pages / "team.md").write_text("# Another\n")
    with pytest.raises(BuildError, match=r"pages/team\.md: .*pages/team/index\.md has this address as well"):
        build()


def test_the_engine_is_not_waited_for_where_an_archive_cannot_be_read(archive: Path, build: Build) -> None:
    next((archive / "content" / "listings").rglob("*.json")).write_text("{")
    with pytest.raises(ProblemsError):
        build()
    assert (archive / "build" / "engine" / "docs").is_dir()
    assert not (archive / "build" / "engine" / "site" / "404.html").exists()


@pytest.mark.parametrize("folder", [".", "./", "..", "content", "content/site", "build", "build/site", r'"a\0b"'])
def test_a_site_never_takes_the_place_of_what_it_is_made_from(archive: Path, build: Build, folder: str) -> None:
    config = archive / "mkdocs.yml"
    config.write_text(config.read_text().replace("site_dir: site", f"site_dir: {folder}"))
    before = files_of(archive)
    with pytest.raises(ConfigError, match="site_dir must be a folder for the site alone"):
        build()
    assert files_of(archive) == before


class TestSitesAmongAPersonsFiles:
    @pytest.fixture
    def docs(self, archive: Path) -> Path:
        """Return the site's folder, which is to be docs/ and holds a person's files."""
        config = archive / "mkdocs.yml"
        config.write_text(config.read_text().replace("site_dir: site", "site_dir: docs"))
        for name in ("CNAME", "plans/2026.txt", "index.html"):
            replace_file(archive / "docs" / name, b"a person's")
        return archive / "docs"

    def test_a_folder_that_no_build_made_is_refused_until_it_is_adopted(self, archive: Path, docs: Path) -> None:
        with pytest.raises(BuildError, match=r'docs: holds "CNAME", and nothing shows'):
            build_site(archive, report=silent)
        assert set(files_of(docs).values()) == {b"a person's"}
        run("build", "--adopt", "-C", str(archive))
        shutil.rmtree(archive / "build")
        (archive / "content" / "listings" / "2025" / "2025-04-01.json").unlink()
        build_site(archive, report=silent)
        assert (docs / "CNAME").read_bytes() == (docs / "plans" / "2026.txt").read_bytes() == b"a person's"
        assert b"<html" in (docs / "index.html").read_bytes()
        assert not (docs / "days" / "2025-04-01").exists()

    def test_another_folder_is_refused_though_a_site_was_built_elsewhere(self, archive: Path, build: Build) -> None:
        build()
        config = archive / "mkdocs.yml"
        config.write_text(config.read_text().replace("site_dir: site", "site_dir: ../elsewhere"))
        replace_file(archive.parent / "elsewhere" / "index.html", b"a person's")
        with pytest.raises(BuildError, match="nothing shows that papers build made this folder"):
            build()
        assert (archive.parent / "elsewhere" / "index.html").read_bytes() == b"a person's"

    def test_two_archives_of_one_folder_do_not_replace_each_other_s_site(self, archive: Path) -> None:
        shared = archive.parent / "public"
        config = archive / "mkdocs.yml"
        config.write_text(config.read_text().replace("site_dir: site", f"site_dir: {shared}"))
        clone, other = archive.parent / "clone", archive.parent / "other"
        for copy in (clone, other):
            shutil.copytree(archive, copy)
        settings = (other / "mkdocs.yml").read_text()
        (other / "mkdocs.yml").write_text(re.sub("(?m)^site_url:.*", "site_url: https://other.example/", settings))
        build_site(archive, report=silent)
        before = files_of(shared)
        with pytest.raises(
            BuildError, match=r"holds the site of .*, and this archive's site is https://other\.example/"
        ):
            build_site(other, report=silent)
        (clone / "mkdocs.yml").write_text(re.sub("(?m)^site_name:.*", "site_name: Tides", config.read_text()))
        assert files_of(shared) == before
        build_site(clone, report=silent)
        assert b"Tides" in (shared / "index.html").read_bytes()

    @pytest.mark.parametrize("folder", ["~/site", "~", "~ada/site", "$HOME/site"])
    def test_a_folder_that_a_shell_would_find_elsewhere_is_refused(
        self, archive: Path, build: Build, folder: str
    ) -> None:
        config = archive / "mkdocs.yml"
        config.write_text(config.read_text().replace("site_dir: site", f'site_dir: "{folder}"'))
        with pytest.raises(ConfigError, match=r"site_dir: MkDocs does not expand "):
            build()

    @pytest.mark.parametrize("lost", ["build", "site/.built-by-papers", "site"])
    def test_whatever_is_lost_of_what_a_build_left_the_next_one_goes_on(self, archive: Path, lost: str) -> None:
        files = files_of(build_site(archive, report=silent).folder)
        path = archive / lost
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        built = build_site(archive, report=silent)
        assert (files_of(built.folder), built.written.removed) == (files, 0)


def test_a_home_page_whose_front_matter_is_not_yaml_is_told_with_its_line(archive: Path, build: Build) -> None:
    (archive / "content/pages/index.md").write_text("---\ndescription: fine\ntitle: a: b\n---\n# Home\n")
    with pytest.raises(ProblemsError, match=r"index\.md:3: "):
        build()


@pytest.mark.parametrize("name", ["content/pages/about.md", "overrides/main.html"])
def test_what_a_merge_left_is_not_published(archive: Path, build: Build, name: str) -> None:
    text = b"<p>\n<<<<<<< HEAD\nOurs\n=======\nTheirs\n>>>>>>> main\n"
    replace_file(archive / name, text)
    with pytest.raises(ProblemsError, match=rf"{name}:2: is left over from a merge"):
        build()


def test_a_theme_that_leaves_a_slot_out_is_named(archive: Path, build: Build) -> None:
    (archive / "overrides").mkdir()
    (archive / "overrides" / "main.html").write_text('{% extends "base.html" %}')
    with pytest.raises(BuildError, match="the theme leaves out head of a page"):
        build()


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (lambda root: (root / "mkdocs.yml").unlink(), ConfigError, "is no archive"),
        (lambda root: (root / "mkdocs.yml").write_text("site_name: [\n"), ConfigError, "mkdocs.yml"),
        (lambda root: (root / "mkdocs.yml").write_text("site_name: x\n"), ConfigError, "site_url"),
        (lambda root: (root / "mkdocs.yml").write_text("site_url: https://example.org\n"), ConfigError, "site_name"),
        (lambda root: (root / "mkdocs.yml").write_text("copyright: 2024-13-45\n"), ConfigError, "month must be in"),
        (
            lambda root: (root / "mkdocs.yml").write_text(
                "site_name: A\nsite_url: https://a.example\nrepo_url: https://ann:secret@code.example/a\n"
            ),
            ConfigError,
            "repo_url must be an address without a name or password",
        ),
        (
            lambda root: (root / "mkdocs.yml").write_text('site_name: "A\\u2060B"\nsite_url: https://example.org\n'),
            ConfigError,
            r"site_name: holds the invisible character U\+2060 WORD JOINER: take it out",
        ),
        (
            lambda root: (root / "mkdocs.yml").write_text("a: 1\n<<<<<<< HEAD\n"),
            ConfigError,
            r"yml:2: is left over from a m",
        ),
        (lambda root: (root / "content/topics.yml").write_text("- 1\n"), ProblemsError, r"topics\.yml:1"),
        (lambda root: (root / "site").write_text(""), ArchiveError, "cannot be written"),
        (
            lambda root: (root / "mkdocs.yml").write_text(
                "site_name: A\nsite_url: https://a.example\nnav: [{Robots: robots/index.md}]\n"
            ),
            BuildError,
            "robots/index.md",
        ),
    ],
)
def test_what_cannot_be_built_ends_with_a_sentence(
    archive: Path, spoil: Callable[[Path], object], error: type[ArchiveError], message: str
) -> None:
    spoil(archive)
    with pytest.raises(error, match=message):
        build_site(archive, report=silent)


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems refuse such a name")
def test_a_name_that_is_not_utf_8_is_told_and_below_the_site_is_let_be(archive: Path, build: Build) -> None:
    build()
    replace_file(archive / "site" / "\udcff.html", b"")
    assert "\udcff.html" in build()
    replace_file(archive / "content" / "pages" / "\udcff.md", b"")
    with pytest.raises(ConfigError, match=r"\\udcff\.md: file names must be UTF-8"):
        build()


def test_what_a_link_among_the_pages_leads_to_is_not_published(archive: Path, build: Build) -> None:
    (archive / "secret.txt").write_text("not for the site")
    (archive / "content" / "pages" / "secret.txt").symlink_to(archive / "secret.txt")
    with pytest.raises(ProblemsError, match=r"pages/secret\.txt:1: must be a real file, not a link"):
        build()
    assert not (archive / "site" / "secret.txt").exists()


def test_a_link_that_leads_nowhere_is_no_part_of_the_theme(archive: Path, build: Build) -> None:
    (archive / "overrides").mkdir()
    (archive / "overrides" / "lost.css").symlink_to("nowhere")
    assert "lost.css" not in build()


@pytest.mark.slow
def test_the_real_scrapes_with_abstracts_become_a_whole_site(scraped_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(scraped_root, tmp_path / "archive")
    files = files_of(build_site(root, report=silent).folder)
    assert sum(path.startswith("papers/") for path in addresses(files)) == 390
    assert {path for path in addresses(files) if path.startswith("days/")} == {
        f"days/{day}/index.html" for day in ("2025-03-11", "2025-10-31", "undated")
    }
    assert broken_links(files) == []
    listing = read_listing(root / "content" / "listings" / "2025" / "2025-10-31.json")
    assert all(paper.abstract for paper in listing.papers)
