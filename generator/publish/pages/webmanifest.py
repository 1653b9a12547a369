"""The web manifest: how an installed copy of the site is called and looks."""

import msgspec

from generator.publish.settings import Site
from generator.text import shorten

_SHORT_NAME = 12  # characters that fit below an icon


def manifest(site: Site) -> bytes:
    """Return the web manifest (w3.org/TR/appmanifest). Its addresses are relative to it: the site may move.

    It has no `id`: that would be relative to the host, and be the same for two archives on one host.
    """
    icons = [
        {"src": f"assets/images/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")  # the drawing stays within the circle that every mask leaves
    ]
    content = {
        "name": site.name,
        "short_name": shorten(site.name, _SHORT_NAME),
        "description": site.description,
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": "#4051b5",
        "background_color": "#ffffff",
        "icons": [{"src": "assets/images/icon.svg", "sizes": "any", "type": "image/svg+xml"}, *icons],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
