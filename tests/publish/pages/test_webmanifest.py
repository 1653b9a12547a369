"""The web manifest and the icons: what they promise is there."""

import json
import struct
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from tests.support.archives import files_of, xpath

ADDRESS = "http://site/archive/site.webmanifest"


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG (its specification, sections 5.2 and 11.2.1)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png[12:16] == b"IHDR"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_it_leads_to_the_site_wherever_that_stands(sample_site: Path) -> None:
    manifest = json.loads((sample_site / "site.webmanifest").read_bytes())
    assert manifest["name"] == "Daily Papers"
    assert len(manifest["short_name"]) <= 12
    assert urljoin(ADDRESS, manifest["start_url"]) == urljoin(ADDRESS, manifest["scope"]) == "http://site/archive/"
    assert manifest["display"] in ("fullscreen", "standalone", "minimal-ui", "browser")
    assert "id" not in manifest


def test_its_icons_have_the_sizes_that_it_states(sample_site: Path) -> None:
    icons = json.loads((sample_site / "site.webmanifest").read_bytes())["icons"]
    stated = {(icon["src"], icon["sizes"]) for icon in icons}
    assert {size for _, size in stated} == {"any", "192x192", "512x512"}  # the two that Chrome asks for, and a drawing
    for path, size in stated:
        data = (sample_site / path).read_bytes()
        if size == "any":
            assert etree.fromstring(data).tag == "{http://www.w3.org/2000/svg}svg"
        else:
            assert "x".join(map(str, size_of(data))) == size


@pytest.mark.parametrize(("name", "size"), [("favicon.png", 48), ("apple-touch-icon.png", 180)])
def test_every_page_names_the_small_icons_too_but_a_paper_s_that_of_home_screens(
    sample_site: Path, name: str, size: int
) -> None:
    for path, data in files_of(sample_site).items():
        if path.startswith("papers/") and name == "apple-touch-icon.png":
            continue
        if path.endswith(".html") and b'http-equiv="refresh"' not in data:
            links = xpath(html.fromstring(data), "//link[contains(@rel, 'icon')]/@href")
            assert f"/archive/assets/images/{name}" in [
                urlsplit(urljoin(f"http://site/archive/{path}", link)).path for link in links
            ]
    assert size_of((sample_site / "assets" / "images" / name).read_bytes()) == (size, size)
    assert (sample_site / "assets" / "images" / name).stat().st_size < 4_000
