"""The content security policy: a page runs the site's own scripts and nothing else, whatever stands in its text."""

import base64
import hashlib
from html.parser import HTMLParser

PLACEHOLDER = "policy-goes-here"

# The scripts that browsers run where they stand; a block of another type is data (HTML, section 4.12.1).
_SCRIPT_TYPES = (None, "", "module", "text/javascript")


class _InlineScripts(HTMLParser):
    """Collects the texts of the scripts that stand in a page itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "script" and "src" not in attributes and attributes.get("type") in _SCRIPT_TYPES:
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def with_policy(html: str) -> str:
    """Return the page with its policy in the place that `overrides/main.html` keeps for it.

    Scripts come from the site itself, or are the theme's inline ones, each named by its hash (CSP Level 3, section
    2.3.1). The theme sets styles in attributes. Nothing comes from another host.
    """
    scripts = _InlineScripts()
    scripts.feed(html)
    hashes = sorted({base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts.texts})
    allowed = " ".join(["'self'", *(f"'sha256-{value}'" for value in hashes)])
    policy = (
        f"default-src 'self'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'"
    )
    return html.replace(PLACEHOLDER, policy, 1)  # the first is the theme's: it stands before every text
