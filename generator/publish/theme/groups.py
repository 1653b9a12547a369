"""The stylesheet of topic groups: the hue and the icon of each, for the classes `g1`, `g2` and so on."""

from collections.abc import Mapping
from urllib.parse import quote

from generator.archive.group_styles import icon_file
from generator.archive.models import GroupStyle

GROUPS_SHEET = "assets/stylesheets/groups.css"

# What a quoted url() in CSS may hold as it stands. The rest is %-encoded, "#" and "%" among it (RFC 3986, section 2.1).
_AS_IT_STANDS = " !$&'()*+,-./:;=?@[]^_|~"


def group_class(number: int) -> str:
    """Return the class of a group by its number."""
    return f"g{number}"


def group_sheets(styles: Mapping[int, GroupStyle]) -> Mapping[str, bytes]:
    """Return the stylesheet by its path, made of the styles by number.

    Elements of a group's class, and those in them, get its hue and icon as custom properties.
    """
    rules = [_rule(group_class(number), style) for number, style in sorted(styles.items())]
    return {GROUPS_SHEET: "\n".join(["/* Topic groups: see content/topics.yml. */", *rules, ""]).encode()}


def _rule(name: str, style: GroupStyle) -> str:
    icon = ""
    if file := icon_file(style.icon):
        svg = " ".join(file.read_text("utf-8").split()).replace('"', "'")
        icon = f';--icon:url("data:image/svg+xml,{quote(svg, safe=_AS_IT_STANDS)}")'
    return f".{name}{{--hue:{style.hue}{icon}}}"
