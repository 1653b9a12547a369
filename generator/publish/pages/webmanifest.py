"""The web app manifest: the name and look of the site when it is installed."""

import msgspec

from generator.publish.settings import Site
from generator.text import shorten

_SHORT_NAME = 12  # characters that fit below an icon

#: The primary colours of Material's palette (squidfunk.github.io/mkdocs-material/setup/changing-the-colors).
COLOURS = {
    "red": "#ef5552",
    "pink": "#e92063",
    "purple": "#ab47bd",
    "deep-purple": "#7e56c2",
    "indigo": "#4051b5",
    "blue": "#2094f3",
    "light-blue": "#02a6f2",
    "cyan": "#00bdd6",
    "teal": "#009485",
    "green": "#4cae4f",
    "light-green": "#8bc34b",
    "lime": "#cbdc38",
    "yellow": "#ffec3d",
    "amber": "#ffc105",
    "orange": "#ffa724",
    "deep-orange": "#ff6e42",
    "brown": "#795649",
    "grey": "#757575",
    "blue-grey": "#546d78",
    "black": "#000000",
    "white": "#ffffff",
}


def manifest(site: Site) -> bytes:
    """Return the web app manifest (w3.org/TR/appmanifest). Its addresses are relative, so the site can move.

    It has no `id`, which is relative to the host and so would be the same for two archives on one host.
    """
    content = {
        "name": site.name,
        "short_name": shorten(site.name, _SHORT_NAME),
        "description": site.description,
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": COLOURS.get(site.primary, COLOURS["indigo"]),
        "background_color": "#ffffff",
        "icons": _icons(site),
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def _icons(site: Site) -> list[dict[str, str]]:
    """Return the icons: the archive's logo, or the project's icon as a drawing and in the sizes of home screens."""
    if site.logo:
        return [{"src": site.logo, "sizes": "any"}]
    sizes = [
        {"src": f"assets/images/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")  # the drawing stays inside the maskable safe zone
    ]
    return [{"src": "assets/images/icon.svg", "sizes": "any", "type": "image/svg+xml"}, *sizes]
