"""The shell of a page: what stands around its text costs little, for it is there once for every paper."""

import re

import pytest

from generator.archive.load import load_archive
from generator.publish.catalog import catalog_of
from generator.publish.pages.tasks import KINDS, pages_of
from generator.publish.settings import Engine, read_site
from generator.publish.theme.groups import group_sheets
from generator.publish.theme.theme import Theme, theme_beside
from tests.support.archives import make_archive

# In bytes, without what is the page's own: title, description, address, JSON-LD and the article. A hundred thousand
# papers have so many each.
MOST = 2_400


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def theme(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    engine: Engine = request.param
    site = read_site(make_archive(tmp_path_factory.mktemp("shell") / "archive"))
    catalog = catalog_of(load_archive(site.content), site)
    with theme_beside(site, engine, b"", [kind.shell for kind in KINDS], plain=False) as theme_for:
        return theme_for((), pages_of(catalog), group_sheets({}))


def outside_article(html: bytes) -> bytes:
    return re.sub(rb"<article.*</article>", b"", html, flags=re.DOTALL)


def test_the_shell_of_every_kind_of_generated_page_is_small(theme: Theme) -> None:
    sizes = {name: len(b"".join(shell.texts)) for name, shell in theme.shells.items()}
    assert len(sizes) > 8
    assert {name: size for name, size in sizes.items() if size > MOST} == {}


@pytest.mark.parametrize("page", ["about/index.html", "404.html"])
def test_what_is_around_a_hand_written_page_is_as_small(theme: Theme, page: str) -> None:
    assert b"<article" in theme.files[page]
    assert 1_000 < len(outside_article(theme.files[page])) < MOST


def test_no_page_asks_for_the_theme_s_own_script_or_has_its_markup(theme: Theme) -> None:
    shells = {name: b"".join(shell.texts).decode() for name, shell in theme.shells.items()}
    for name, html in (shells | {"404": theme.files["404.html"].decode()}).items():
        assert "data-md-component" not in html, name
        assert "__search" not in html, name
        assert re.findall(r"<script(?! src=)(?! type=\"application)", html) == [], name
    assert not [path for path in theme.files if path.startswith("assets/javascripts/bundle")]
