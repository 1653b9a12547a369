"""The hue and the icon of each group of topics: as chosen in topics.yml, else derived from the group's place.

A hue is an angle in OKLCH (CSS Color 4, section 9), so the styles can give all hues one lightness. An icon is one of
those bundled with Material for MkDocs, by its name below the folder `.icons`, such as `material/robot`.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator.archive.messages import near, shown
from generator.archive.models import GroupStyle

HUES = 360
_GOLDEN_ANGLE = 137.508  # degrees: any number of steps of this size are spread well over the circle
_NEUTRAL_ICONS = (
    "material/circle-outline", "material/square-outline", "material/triangle-outline", "material/hexagon-outline",
    "material/rhombus-outline", "material/pentagon-outline", "material/octagon-outline", "material/star-outline",
)  # fmt: skip
_ICON_NAME = re.compile(r"[a-z0-9]+(?:[/-][a-z0-9]+)*", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)


def style_of(number: int, hue: int | None, icon: str | None) -> GroupStyle:
    """Return the style of the group of that number, from 1: as chosen, else derived from the number.

    So a group that is appended changes no other.
    """
    place = number - 1
    return GroupStyle(
        hue=round(place * _GOLDEN_ANGLE) % HUES if hue is None else hue,
        icon=icon or _NEUTRAL_ICONS[place % len(_NEUTRAL_ICONS)],
    )


def hue_problem(written: object) -> str | None:
    """Return what is wrong with a hue as written in topics.yml; None means that there is none."""
    rule = f"hue: must be a whole number from 0 to {HUES - 1}"
    if written is None:
        return None
    if not isinstance(written, str) or not _INTEGER.fullmatch(written):
        return f'{rule}, is "{shown(written)}"' if isinstance(written, str) else rule
    return None if 0 <= int(written) < HUES else f"{rule}, is {written} (did you mean {int(written) % HUES}?)"


def icon_problem(name: str | None) -> str | None:
    """Return what is wrong with the name of an icon; None means that there is none."""
    if name is None or icon_file(name):
        return None
    found = near(name.removesuffix(".svg"), _names())
    instead = f' (did you mean "{found}"?)' if found else ", such as material/robot"
    return f'icon: must be an icon of Material for MkDocs, "{shown(name)}" is none{instead}'


def icon_file(name: str) -> Path | None:
    """Return the SVG file of the icon; None if there is no icon of that name."""
    file = _folder() / f"{name}.svg"
    return file if _ICON_NAME.fullmatch(name) and file.is_file() else None


@cache
def _folder() -> Path:
    """Return the folder of icons in the installed theme, which is found without loading it."""
    theme = find_spec("material")
    if not theme or not theme.origin:
        raise ModuleNotFoundError("Material for MkDocs must be installed: it brings the icons")
    return Path(theme.origin).parent / "templates" / ".icons"


@cache
def _names() -> tuple[str, ...]:
    """Return the names of all icons, of which there are more than ten thousand."""
    folder = _folder()
    return tuple(sorted(file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.svg")))
