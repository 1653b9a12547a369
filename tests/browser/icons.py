"""Draw the site's icons again, after a change of `icon.svg`: `python -m tests.browser.icons`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.install import launch
from tests.support.archives import REPOSITORY

IMAGES = REPOSITORY / "overrides" / "assets" / "images"
SIZES = {"favicon.png": 48, "apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}


def draw(folder: Path) -> None:
    """Write `icon.svg` of the folder as a PNG of each size beside it."""
    drawing = (folder / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright, launch(playwright) as browser:
        for name, size in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawing}")
            page.screenshot(path=folder / name)


if __name__ == "__main__":
    draw(IMAGES)
