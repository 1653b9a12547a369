"""The web app manifest: the name and look of the site when it is installed."""

import msgspec

from generator.publish.settings import Site
from generator.text import shorten

_SHORT_NAME = 12  # characters that fit below an icon


def manifest(site: Site) -> bytes:
    """Return the web app manifest (w3.org/TR/appmanifest). Its addresses are relative, so the site can move.

    It has no `id`, which is relative to the host and so would be the same for two archives on one host.
    """
    icons = [
        {"src": f"assets/images/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")  # the drawing stays inside the maskable safe zone
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
