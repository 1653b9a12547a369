"""Invented words: the vocabulary of synthetic archives, their themes, topics, names and organizations.

Words are as frequent as in real abstracts: the rank of a word tells its share. A theme is a set of words that papers on
the same subject share, without which no two papers would be similar.
"""

from functools import cache
from itertools import accumulate, product
from random import Random
from typing import NamedTuple

TOPICS, GROUPS = 90, 9
THEMES, THEME_WORDS = 300, 40
PEOPLE, ORGANIZATIONS = 160_000, 800

_LITTLE = """
    the of and to a in we for is that on with this our by are as it an be from which can at or have not these more
    than their its has such also both but into each while when however show through only between all over
""".split()  # noqa: SIM905 - easier to read
FIELD = """
    model language data learning training method image task performance large reasoning video network generation
    approach result new text framework code benchmark system agent domain input work quality human feature
    attention token space problem state policy reward scale memory search visual speech graph robot world context
    prompt answer question user error signal layer sample noise motion scene object depth sound music story game
    weight cost speed size level step loss rate test sense light field point pair form base part key map view
""".split()  # noqa: SIM905 - easier to read
_STARTS = """
    b br c ch d dr f fl g gr h j k kl l m n p pl qu r s sh sk st t tr v w z
""".split()  # noqa: SIM905 - easier to read
_MIDDLES = """
    a e i o u ai ea io or en
""".split()  # noqa: SIM905 - easier to read
_ENDS = ["", *"l m n r s t x nd ck".split()]  # noqa: SIM905
_WORDS = 60_000
_COMMONEST, _RAREST = 120, 20_000  # ranks of the words of a theme


class Drawn(NamedTuple):
    """Words or names to draw from, and their shares, summed up as `random.choices` wants them."""

    words: tuple[str, ...]
    shares: tuple[float, ...]

    def draw(self, random: Random, count: int) -> list[str]:
        """Return so many, drawn at random."""
        return random.choices(self.words, cum_weights=self.shares, k=count)


def zipf(words: tuple[str, ...], shift: float) -> Drawn:
    """Return the words with the shares that Zipf's law with Mandelbrot's shift gives them, the commonest first."""
    return Drawn(words, tuple(accumulate(1 / (rank + shift) for rank in range(len(words)))))


def _syllables() -> list[str]:
    return ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS)]


@cache
def all_words() -> tuple[str, ...]:
    """Return every word, the commonest first."""
    made = map("".join, product(Random("words").sample(_syllables(), 250), repeat=2))  # noqa: S311
    tail = Random("order").sample(list(made), _WORDS)  # noqa: S311
    return tuple(dict.fromkeys([*_LITTLE, *FIELD, *tail]))


@cache
def words_of_abstracts() -> Drawn:
    """Return every word with its share in abstracts."""
    return zipf(all_words(), 3.7)


@cache
def words_of_titles() -> Drawn:
    """Return every word with its share in titles, which have few of the little ones."""
    shares = [(0.2 if rank < len(_LITTLE) else 1) / (rank + 3.7) for rank in range(len(all_words()))]
    return Drawn(all_words(), tuple(accumulate(shares)))


@cache
def _themes() -> tuple[Drawn, ...]:
    """Return the words of each theme: common and rare ones of all ranks."""
    random, words = Random("themes"), all_words()  # noqa: S311
    span = _RAREST / _COMMONEST
    ranks = ([int(_COMMONEST * span ** random.random()) for _ in range(THEME_WORDS)] for _ in range(THEMES))
    return tuple(zipf(tuple(words[rank] for rank in some), 3) for some in ranks)


@cache
def _shares_of_themes() -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 20) for rank in range(THEMES)))


def draw_theme(random: Random) -> Drawn:
    """Return the words of a theme, drawn at random: some themes are more popular than others."""
    (theme,) = random.choices(_themes(), cum_weights=_shares_of_themes())
    return theme


@cache
def topics() -> tuple[tuple[str, ...], ...]:
    """Return the name and the other keywords of each topic: words that one abstract in ten to a hundred has."""
    words, start = all_words(), len(_LITTLE) + 20
    return tuple(
        (words[start + at], words[start + TOPICS + at], words[start + 2 * TOPICS + at]) for at in range(TOPICS)
    )


@cache
def people() -> Drawn:
    """Return full names with their shares: some people have many papers, most have one or two."""
    random, first, last = Random("people"), _syllables(), zipf(all_words()[-30_000:], 200)  # noqa: S311
    names = (f"{random.choice(first)} {family}".title() for family in last.draw(random, PEOPLE))
    return zipf(tuple(dict.fromkeys(names)), 300)


@cache
def organizations() -> Drawn:
    """Return names of organizations with their shares."""
    places = Random("organizations").sample(all_words()[-30_000:], ORGANIZATIONS)  # noqa: S311
    kinds = ("University of {}", "{} Labs", "{} Institute of Technology", "{} Research")
    return zipf(tuple(kinds[at % len(kinds)].format(place.capitalize()) for at, place in enumerate(places)), 8)


def coined_name(random: Random) -> str:
    """Return a name as authors give to their model: no word of the vocabulary."""
    return "".join(random.choice(_STARTS) + random.choice(_MIDDLES) for _ in range(3)).capitalize()
