"""Groups' hues and icons in a site: part of the one stylesheet, and of nothing else."""

from pathlib import Path

import pytest

from generator.publish.settings import Engine
from generator.publish.site import build_site
from generator.publish.theme.shell import JOINED
from tests.support.archives import files_of, silent


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_a_group_s_hue_and_icon_are_in_the_stylesheet_of_all_pages(archive: Path, engine: Engine) -> None:
    files = files_of(build_site(archive, report=silent, engine=engine).folder)
    styles = files[JOINED].decode()
    assert ".g1{--hue:" in styles
    assert "assets/stylesheets/groups.css" not in files


def test_another_hue_changes_one_file(archive: Path) -> None:
    before = files_of(build_site(archive, report=silent).folder)
    topics = archive / "content" / "topics.yml"
    first, rest = topics.read_text("utf-8").split("\n  topics:", 1)
    topics.write_text(f"{first}\n  hue: 77\n  topics:{rest}", "utf-8")
    built = build_site(archive, report=silent)
    after = files_of(built.folder)
    assert {path for path in after if after[path] != before.get(path)} == {JOINED}
    assert built.written.changed == 1
    assert b".g1{--hue:77;" in after[JOINED]


def test_a_stylesheet_of_an_archive_may_replace_a_hue(archive: Path) -> None:
    (archive / "overrides").mkdir(exist_ok=True)
    own = archive / "overrides" / "assets" / "stylesheets" / "own.css"
    own.parent.mkdir(parents=True)
    own.write_text(".g1 { --hue: 5 }")
    config = archive / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "\nextra_css: [assets/stylesheets/own.css]\n", "utf-8")
    styles = files_of(build_site(archive, report=silent).folder)[JOINED].decode()
    assert styles.index(".g1{--hue:") < styles.index(".g1 { --hue: 5 }")
