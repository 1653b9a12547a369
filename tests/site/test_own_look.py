"""An archive's own look: logo, colours, fonts, styles, scripts and pages, set as the theme's documentation says."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.publish.settings import Engine
from generator.publish.site import build_site
from tests.support.archives import REPOSITORY, broken_links, files_of, silent, xpath

pytestmark = pytest.mark.slow

SETTINGS = """
site_name: Robotics Reading List
site_url: https://list.example/
theme:
  name: material
  logo: assets/images/robot.svg
  favicon: assets/images/robot.png
  palette:
    - scheme: default
      primary: teal
      accent: amber
    - scheme: slate
      primary: teal
extra_css:
  - assets/stylesheets/robots.css
  - robots/fonts.css
extra_javascript:
  - robots/extra.js
markdown_extensions:
  - footnotes
nav:
  - Home: index.md
  - Robots: robots/index.md
extra:
  source: none
"""
OWN = {
    "overrides/assets/images/robot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "overrides/assets/images/robot.png": "not really",
    "overrides/assets/stylesheets/robots.css": ":root { --rail: 20rem; }",
    "content/pages/robots/index.md": "# Robots\n\nAll of ours.[^1]\n\n[^1]: Both.\n",
    "content/pages/robots/fonts.css": "@font-face { font-family: Robot; src: url(robot.woff2); }",
    "content/pages/robots/robot.woff2": "not really",
    "content/pages/robots/extra.js": "document.title += '!';",
    "content/pages/about.md": "# About\n\nWe like robots.\n",
}


@pytest.fixture(scope="module", params=get_args(Engine))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("own") / "archive"
    for path, text in OWN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (root / "content" / "topics.yml").write_bytes((REPOSITORY / "content" / "topics.yml").read_bytes())
    paper = Record(key="patient-grippers", title="Patient Grippers")
    write_listing(
        root / "content", Listing(day=date(2025, 3, 11), source="by hand", status="complete", papers=(paper,))
    )
    return build_site(root, engine=request.param, report=silent).folder


PAGES = ["index.html", "days/2025-03-11/index.html", "robots/index.html", "404.html"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_the_logo_and_names_the_icon(site: Path, path: str) -> None:
    page = html.fromstring((site / path).read_bytes())
    assert [link.rpartition("assets/")[2] for link in xpath(page, "//header//img/@src")] == ["images/robot.svg"]
    assert [link.rpartition("assets/")[2] for link in xpath(page, "//link[@rel='icon']/@href")] == ["images/robot.png"]
    assert (site / "assets/images/robot.svg").is_file()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_palette_and_ends_with_the_styles_and_scripts(site: Path, path: str) -> None:
    page = html.fromstring((site / path).read_bytes())
    assert xpath(page, "//body/@data-md-color-primary") == ["teal"]
    styles = [link.rpartition("/")[2] for link in xpath(page, "//link[@rel='stylesheet']/@href")]
    assert styles == ["site.css", "fonts.css"]
    assert "--rail: 20rem" in (site / "assets/stylesheets/site.css").read_text("utf-8")
    assert [link.rpartition("/")[2] for link in xpath(page, "//script/@src")] == ["shell.js", "extra.js"]
    assert "fonts.googleapis" not in (site / path).read_text("utf-8")


def test_own_pages_keep_their_own_extensions_and_generated_ones_theirs(site: Path) -> None:
    assert len(xpath(html.fromstring((site / "robots/index.html").read_bytes()), "//div[@class='footnote']")) == 1
    day = html.fromstring((site / "days/2025-03-11/index.html").read_bytes())
    assert xpath(day, "//div[@class='papers']//*[contains(@class, 'paper')]/a/text()") == ["Patient Grippers"]
    assert "{ ." not in "".join(xpath(day, "//text()"))


def test_a_home_screen_shows_the_name_the_logo_and_the_colour(site: Path) -> None:
    manifest = json.loads((site / "site.webmanifest").read_bytes())
    assert (manifest["name"], manifest["theme_color"]) == ("Robotics Reading List", "#009485")
    assert [icon["src"] for icon in manifest["icons"]] == ["assets/images/robot.svg"]
    assert b"/assets/images/robot.svg" in (site / "index.html").read_bytes().partition(b"og:image")[2][:80]


def test_no_link_leads_nowhere(site: Path) -> None:
    assert broken_links(files_of(site)) == []
