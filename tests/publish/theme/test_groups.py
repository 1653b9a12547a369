"""The stylesheet of topic groups: a hue and an icon for each, in few bytes and with nothing to break out of."""

import re
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from generator.archive.group_styles import style_of
from generator.archive.models import GroupStyle
from generator.archive.topics import read_topics
from generator.publish.theme.groups import GROUPS_SHEET, group_sheets

BUNDLED = Path(__file__).parents[3] / "content" / "topics.yml"
RULE = re.compile(r'\.(g[0-9]+)\{--hue:([0-9]+);--icon:url\("data:image/svg\+xml,([^"\\\n]+)"\)\}')


def sheet(*styles: GroupStyle) -> str:
    return group_sheets(dict(enumerate(styles, 1)))[GROUPS_SHEET].decode()


def test_each_group_has_a_class_with_its_hue_and_icon() -> None:
    _, first, second = sheet(GroupStyle(7, "material/lamp"), GroupStyle(264, "material/ferry")).splitlines()
    name, hue, icon = RULE.fullmatch(first).groups()  # type: ignore[union-attr]
    assert (name, hue) == ("g1", "7")
    assert etree.fromstring(unquote(icon).encode()).tag == "{http://www.w3.org/2000/svg}svg"
    assert second.startswith(".g2{--hue:264;")


def test_an_icon_with_a_comment_or_several_paths_stays_whole() -> None:
    styles = [GroupStyle(0, icon) for icon in ("fontawesome/brands/python", "simple/arxiv", "octicons/beaker-24")]
    rules = sheet(*styles).splitlines()[1:]
    assert len(rules) == len(styles)
    for rule in rules:
        match = RULE.fullmatch(rule)
        assert match
        etree.fromstring(unquote(match[3]).encode())


def test_the_bundled_groups_take_little_room() -> None:
    assert len(sheet(*read_topics(BUNDLED).styles().values())) <= 6_000


def test_derived_icons_take_little_room() -> None:
    assert len(sheet(*(style_of(number, None, None) for number in range(1, 16)))) <= 6_000


def test_without_groups_there_is_a_stylesheet_all_the_same() -> None:
    assert sheet() == "/* Topic groups: see content/topics.yml. */\n"
