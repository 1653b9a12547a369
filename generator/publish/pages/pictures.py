"""Small pictures as paths of an inline SVG, one for all shapes of a colour: a browser draws these much faster."""

from collections.abc import Iterable, Sequence

MONTH, HEIGHT = 8, 24  # units: the width of a month's bar with its gap, and the height of the highest bar
WEEK = 10  # units: the side of a week's square with its gap
SHADES = 4


def bars(values: Iterable[int], most: int) -> str:
    """Return the path of upright bars beside each other, the value `most` being the highest; none for a value of 0."""
    tops = (HEIGHT - max(1, round(HEIGHT * value / most)) if value else HEIGHT for value in values)
    return "".join(
        f"M{place * MONTH} {HEIGHT}V{top}h{MONTH - 1}V{HEIGHT}z" for place, top in enumerate(tops) if top < HEIGHT
    )


def heat_strip(values: Sequence[int], most: int) -> list[tuple[str, str]]:
    """Return a row of squares as the path of each shade, by class: the larger a value, the higher the shade."""
    shades = [-(-SHADES * value // most) if most else 0 for value in values]
    return [
        (f"shade-{shade}", "".join(f"M{place * WEEK} 0h{WEEK - 1}v{WEEK - 1}h-{WEEK - 1}z" for place in places))
        for shade in range(SHADES + 1)
        if (places := [place for place, of_week in enumerate(shades) if of_week == shade])
    ]
