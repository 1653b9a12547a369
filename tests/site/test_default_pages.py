"""Default pages stand in for hand-written ones: for all of them, or for those that the navigation needs."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from generator.publish.settings import Engine
from generator.publish.site import build_site
from tests.support.archives import broken_links, files_of, silent

SETTINGS = "site_name: Robots\nsite_url: https://robots.example/\nextra: {source: none}\n"
INTRO, ABOUT, CONTRIBUTE = b"kept for good", b"About this archive", b"Report a missing paper"

Built = Callable[..., dict[str, bytes]]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """Return a function that builds an archive with pages of its own, by path, and returns the site's files."""

    def build(pages: dict[str, str], settings: str = "", engine: Engine = "mkdocs") -> dict[str, bytes]:
        (tmp_path / "content").mkdir()
        (tmp_path / "mkdocs.yml").write_text(SETTINGS + settings, "utf-8")
        for path, text in pages.items():
            (tmp_path / "content" / "pages" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "content" / "pages" / path).write_text(text, "utf-8")
        return files_of(build_site(tmp_path, report=silent, engine=engine).folder)

    return build


@pytest.mark.parametrize("engine", get_args(Engine))
def test_a_first_page_of_one_s_own_takes_no_default_page_away(built: Built, engine: Engine) -> None:
    files = built({"robots.md": "# Our robots\n"}, engine=engine)
    assert b"Our robots" in files["robots/index.html"]
    assert INTRO in files["index.html"]
    assert ABOUT in files["about/index.html"]
    assert CONTRIBUTE in files["contribute/index.html"]
    assert broken_links(files) == []


def test_a_page_of_one_s_own_takes_the_place_of_the_default_one(built: Built) -> None:
    files = built({"index.md": "Hello.\n", "contribute/index.md": "# Write to us\n"})
    assert (INTRO in files["index.html"], b"Hello." in files["index.html"]) == (False, True)
    assert (ABOUT in files["about/index.html"], CONTRIBUTE in files["contribute/index.html"]) == (True, False)


@pytest.mark.parametrize("path", ["about.md", "about/index.md"])
def test_an_archive_with_all_pages_that_the_navigation_names_gets_none(built: Built, path: str) -> None:
    files = built({path: "# Ours\n"})
    assert b"Ours" in files["about/index.html"]
    assert INTRO not in files["index.html"]
    assert "contribute/index.html" not in files


def test_a_navigation_without_default_pages_gets_none(built: Built) -> None:
    files = built({"robots.md": "# Ours\n"}, "nav: [{Home: index.md}, {Robots: robots.md}]\n")
    assert not {"about/index.html", "contribute/index.html"} & files.keys()
