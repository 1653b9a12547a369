"""Colours of topic groups: readable in both schemes, whatever hue a group has or a palette brings."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from coloraide import Color

STYLES = Path(__file__).parents[3] / "overrides" / "assets" / "stylesheets"
TOKENS = (STYLES / "tokens.css").read_text("utf-8")
HUES = range(360)
TEXT, MARK = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

SCHEMES = {
    "light": ":root,\n:root > body {",
    "dark": ':root > body[data-md-color-scheme="slate"] {',
}


def tokens(selector: str) -> dict[str, str]:
    """Return the custom properties of the rule with that selector."""
    block = TOKENS.partition(selector)[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


@cache
def group_colour(scheme: str, name: str, hue: int) -> Color:
    """Return the colour on a screen that shows sRGB alone."""
    lightness, chroma = map(float, tokens(SCHEMES[scheme])[f"group-{name}"].split())
    return shown(Color("oklch", [lightness, chroma, hue]))


@cache
def grounds(scheme: str) -> tuple[Color, ...]:
    """Return what a group's colours stand on: the page and the rail, in the default palette."""
    root = tokens(":root {") | tokens(SCHEMES[scheme])
    values = [root[name].replace("var(--brand-hue)", root["brand-hue"]) for name in ("ground", "surface")]
    return tuple(map(shown, map(Color, values)))


def shown(colour: Color) -> Color:
    return colour.convert("srgb").clip()


def too_faint(scheme: str, name: str, least: float, *, on_tint: bool = False) -> Iterator[tuple[int, float]]:
    """Yield each hue in which the contrast is too low, with the contrast."""
    for hue in HUES:
        colour = group_colour(scheme, name, hue)
        tint = (group_colour(scheme, "tint", hue),) if on_tint else ()
        contrast = min(colour.contrast(ground) for ground in (*grounds(scheme), *tint))
        if contrast < least:
            yield hue, contrast


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_topic_s_name_is_readable_in_every_hue(scheme: str) -> None:
    assert list(too_faint(scheme, "ink", TEXT, on_tint=True)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_icons_dots_and_bars_are_seen_in_every_hue(scheme: str) -> None:
    assert list(too_faint(scheme, "mark", MARK)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_icon_on_a_chip_is_seen_in_every_hue(scheme: str) -> None:
    assert list(too_faint(scheme, "mark", MARK, on_tint=True)) == []


def test_a_colour_that_is_too_light_would_be_found() -> None:
    assert shown(Color("oklch(0.75 0.14 100)")).contrast("white") < MARK


def test_stylesheets_take_a_group_s_hue_in_no_other_way() -> None:
    lines = [line for path in STYLES.glob("*.css") for line in path.read_text("utf-8").splitlines() if "(--hue" in line]
    assert len(lines) >= 5
    for line in lines:
        assert re.search(r"oklch\(var\(--group-(ink|mark|tint)\) var\(--hue, var\(--brand-hue\)\)\)", line), line
