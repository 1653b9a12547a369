"""What the text of a papers page tells, and what it does not."""

import gzip
import json
import re
import time
from collections.abc import Iterable
from datetime import date
from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.collect.scrape.lines import Kind, read_lines
from generator.collect.scrape.scrape import LARGEST_SCRAPE, Scrape, decode_scrape, read_scrape
from generator.errors import ScrapeError
from generator.text import clean

DATA = Path(__file__).parents[1] / "data"
REAL = Path(__file__).parents[3] / "shared" / "data" / "scrapes"
HISTORY = REAL.parent / "huggingface" / "history"

HEADER = "new\nGet trending papers in your email inbox!\nSubscribe\nDaily Papers\nbyAK and the research community\n"
SHORT = "One sentence of some forty letters here."
LONG = "A long abstract goes on without a stop " * 8
FACTS = "• 3 authors\n·\nJan 27 2"


def read(name: str) -> Scrape:
    return read_scrape(decode_scrape((DATA / name).read_bytes()))


def titles(scrape: Scrape) -> list[str]:
    return [scraped.paper.title for scraped in scrape.papers]


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(scraped.paper.title, scraped.paper.abstract) for scraped in read_scrape(text).papers]


def unread(text: str) -> list[tuple[int, str]]:
    return [(item.line, item.message) for item in read_scrape(text).unread]


def published(text: str, day: date | None = None) -> list[date | None]:
    return [scraped.paper.published for scraped in read_scrape(text, day=day).papers]


# The three layouts


def test_a_page_with_dates_tells_its_own_year() -> None:
    scrape = read("scrape_dated.txt")
    assert scrape.day == date(2025, 10, 31)
    assert [
        (s.line, s.paper.title[:10], s.paper.published, s.paper.author_count, s.paper.comments) for s in scrape.papers
    ] == [
        (13, "Lantern: S", date(2025, 1, 27), 3, 2),
        (21, "Do Gardene", date(2015, 11, 19), 1, None),
        (29, "(Almost) F", date(2024, 11, 23), 1234, 12),
        (37, "7 Ways to ", date(2025, 7, 14), 2, None),
        (45, "pebbleNet:", date(2024, 2, 3), 5, None),
    ]
    assert (scrape.unread, scrape.notes) == ((), ())


def test_a_page_without_dates_has_papers_and_no_year() -> None:
    scrape = read("scrape_header.txt")
    assert titles(scrape) == [
        "Clockwork Caches for Slow Libraries",
        "Why Do Ferries Wait?",
        "3D Puddles from a Single Splash",
        "towards a grammar of kettle sounds",
        "(Not) Another Survey of Surveys",
        "Subscribers and Other Birds: Migration in Mailing Lists",
    ]
    assert (scrape.day, scrape.unread) == (None, ())
    assert scrape.papers[2].paper.abstract == "One photograph of a splash tells the depth of the puddle below it."


def test_a_page_on_alternate_lines_has_papers_and_no_day() -> None:
    scrape = read("scrape_plain.txt")
    assert titles(scrape) == [
        "Moth: A Night Light That Learns When to Go Out",
        "Seventeen Sandwiches Are Enough",
        "Is It Raining? A Benchmark of Windows",
        "kettle",
        "10 Percent Fewer Pigeons",
    ]
    assert (scrape.day, scrape.unread) == (None, ())


@pytest.mark.parametrize(
    ("name", "given_day", "day", "count", "undated"),
    [
        ("001_*", None, None, 252, 252),
        ("002_*", None, None, 87, 87),
        ("002_*", date(2025, 3, 11), date(2025, 3, 11), 87, 87),
        ("003_*", None, date(2025, 10, 31), 67, 2),
    ],
)
@pytest.mark.skipif(not REAL.is_dir(), reason="the real scrapes are not kept with the project")
def test_real_pages_are_read_to_the_last_line(
    name: str, given_day: date | None, day: date | None, count: int, undated: int
) -> None:
    (path,) = REAL.glob(name)
    scrape = read_scrape(decode_scrape(path.read_bytes()), day=given_day)
    assert (len(scrape.papers), scrape.day, scrape.unread) == (count, day, ())
    assert sum(scraped.paper.published is None for scraped in scrape.papers) == undated
    assert all(scraped.paper.abstract for scraped in scrape.papers)


@pytest.mark.parametrize("lost", [2, 3, 7])
@pytest.mark.parametrize("name", ["001_*", "002_*", "003_*"])
@pytest.mark.skipif(not REAL.is_dir(), reason="the real scrapes are not kept with the project")
def test_a_real_page_is_read_where_a_piece_and_single_lines_of_it_are_left(name: str, lost: int) -> None:
    (path,) = REAL.glob(name)
    text = decode_scrape(path.read_bytes())
    scrape = read_scrape(text[len(text) // 3 : -len(text) // 4])
    assert len(scrape.papers) > 20
    assert len(scrape.unread) <= 2
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(read_scrape("\n".join(line for at, line in enumerate(lines) if at % (lost * 5))).papers) > 40


@pytest.mark.skipif(not REAL.is_dir(), reason="the real scrapes are not kept with the project")
def test_a_real_page_completes_the_dates_that_show_no_year() -> None:
    (path,) = REAL.glob("003_*")
    papers = [scraped.paper for scraped in read_scrape(decode_scrape(path.read_bytes())).papers]
    assert sum(paper.published is not None and paper.published.year == 2025 for paper in papers) == 17
    first = papers[0]
    assert first.title == "Return of the Encoder: Maximizing Parameter Efficiency for SLMs"
    assert (first.published, first.comments, first.author_count) == (date(2025, 1, 27), 2, 3)


# Lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "  \n", "\t\r\n", "\n\n\n", "\xa0\n"])
def test_line_ends_and_trailing_blanks_change_nothing(end: str) -> None:
    text = f"{HEADER}Oct 31\nFirst\n{SHORT}\n{FACTS}\nSecond\n{SHORT}\nMay 2, 2024\n"
    plain, other = read_scrape(text), read_scrape(decode_scrape(text.replace("\n", end).encode()))
    assert [scraped.paper for scraped in other.papers] == [scraped.paper for scraped in plain.papers]
    assert (other.day, other.unread) == (date(2025, 10, 31), ())


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_line_feeds_and_returns_end_a_line(character: str) -> None:
    assert len(pairs(f"Title\nOne{character} two and three, which is a sentence.")) == 1


def test_byte_order_marks_and_hard_spaces_are_white_space() -> None:
    assert pairs(f"\ufeffnew\n\ufeff\n\ufeff\xa0A\xa0\xa0title\n\xa0{SHORT}\n•\xa03\xa0authors") == [("A title", SHORT)]


def test_values_are_cleaned() -> None:
    assert pairs("A \u202etitle\u202c\x07\nAn\t abstract \x01 ends.") == [("A title", "An abstract ends.")]


# Headers


def test_header_lines_come_in_any_order_and_each_may_be_missing() -> None:
    text = f"Oct 31\nDaily Papers\nby AK and the research community\nnew\nTitle\n{SHORT}\nMay 2, 2024"
    assert (read_scrape(text).day, pairs(text)) == (date(2025, 10, 31), [("Title", SHORT)])


def test_a_header_with_a_year_tells_it() -> None:
    assert read_scrape(f"{HEADER}Oct 31, 2025\nTitle\n{SHORT}").day == date(2025, 10, 31)


@pytest.mark.parametrize(
    "title", ["Oreo: Cookies", "3D Cookies", "(No) Cookies", "Éclairs", "π0: Cookies", "llm.c", "<think>"]
)
@pytest.mark.parametrize("before", ["", "Get trending papers in your email inbox once a day!\n", "new\nOct 31\n"])
def test_subscribe_is_taken_off_the_first_title(title: str, before: str) -> None:
    assert pairs(f"{before}Subscribe{title}\n{SHORT}") == [(title, SHORT)]


@pytest.mark.parametrize("title", ["Subscribers and Readers", "Subscribe to Nothing"])
def test_a_title_that_begins_like_subscribe_stays_whole(title: str) -> None:
    assert pairs(f"{HEADER}{title}\n{SHORT}") == [(title, SHORT)]
    assert pairs(f"First\n{SHORT}\n{title}\n{SHORT}") == [("First", SHORT), (title, SHORT)]


def test_subscribe_is_taken_off_once_and_below_headers_only() -> None:
    assert pairs(f"{HEADER}SubscribeNet\n{SHORT}\nSubscribeNet\n{SHORT}") == [("SubscribeNet", SHORT)] * 2


def test_a_second_header_of_the_same_day_is_skipped() -> None:
    text = f"{HEADER}Mar 11\nFirst\n{SHORT}\n{HEADER}Mar 11\nSecond\n{SHORT}\n{HEADER}Third\n{SHORT}"
    assert (pairs(text), unread(text)) == ([("First", SHORT), ("Second", SHORT), ("Third", SHORT)], [])


@pytest.mark.parametrize("first_day", ["Mar 11\n", ""])
def test_a_second_header_of_another_day_ends_the_page(first_day: str) -> None:
    text = f"{HEADER}{first_day}First\n{SHORT}\n{HEADER}Mar 12\nSecond\n{SHORT}\n{FACTS}"
    scrape = read_scrape(text)
    assert (titles(scrape), scrape.day) == (["First"], None)
    (rest,) = scrape.unread
    assert (rest.line, rest.last) == (text[: text.rindex("new")].count("\n") + 1, len(text.split("\n")))
    assert "Mar 12 begins another: put each into a file of its own" in rest.message


def test_a_date_above_a_second_header_is_that_of_its_paper() -> None:
    text = f"{HEADER}Oct 31, 2025\nFirst\n{SHORT}\nMay 2\nGet trending papers in your email inbox!\nSecond\n{SHORT}"
    assert (published(text), unread(text)) == ([date(2025, 5, 2), None], [])


LABELS = {
    kind: labels.split(" | ")
    for kind, _, labels in (line.partition(": ") for line in (DATA / "scrape_labels.txt").read_text().splitlines()[2:])
}
DATED = "• 3 authors\n·\nJan 9, 2025\n"
OF_2025 = f"Slow Kettles\n{LONG}\n{DATED}"
OF_2026 = f"41\nSlow Kettles\n{LONG}\nKettle Lab\n·\nMay 29 6\n"
OF_TRENDS = f"Submitted by\notterlab\nSlow Kettles\n{LONG}\nLab · Published on Aug 5\nUpvote\n138\nGitHub\n26.8k\n"
PLACES = {
    "in place of a title": OF_2025 + OF_2025.replace("Slow Kettles", "{}") + OF_2025,
    "above a short abstract": f"{OF_2025}{{}}\n{SHORT}\n{DATED}{OF_2025}",
    "without facts": f"Slow Kettles\n{LONG}\n{{}}\n{LONG}\nSlow Kettles\n{LONG}\n",
    "above a title": f"{OF_2025}{{}}\n{OF_2025}",
    "below a title": OF_2025 + OF_2025.replace("Kettles\n", "Kettles\n{}\n"),
    "below a title, above a short abstract": f"{OF_2025}Slow Kettles\n{{}}\n{SHORT}\n{DATED}",
    "below an abstract": OF_2025 + OF_2025.replace("•", "{}\n•"),
    "amid facts": OF_2025.replace("·\n", "{}\n·\n") + OF_2025,
    "above facts alone": f"{OF_2025}{{}}\n{DATED}{OF_2025}",
    "in place of a title of 2026": OF_2026 + OF_2026.replace("Slow Kettles", "{}") + OF_2026,
    "below a title of 2026": OF_2026 + OF_2026.replace("Kettles\n", "Kettles\n{}\n") + OF_2026,
    "in place of a lab": OF_2026.replace("Kettle Lab", "{}") + OF_2026,
    "in place of a trend's title": OF_TRENDS.replace("Slow Kettles", "{}") + OF_TRENDS * 2,
    "in place of a submitter": OF_TRENDS.replace("otterlab", "{}") + OF_TRENDS,
    "in a header": f"new\n{{}}\n{HEADER}Oct 31\n{OF_2025}",
    "below a header": f"{HEADER}{{}}\n{OF_2025}",
    "at the foot": f"{OF_2025}{{}}\nMade by people who like kettles.\n",
    "on a page of a day": f"{HEADER}" + "Submitted by\nmoth\n213\n{0}\n·\n45 authors\n1.09k\n4\n" * 2,
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_what_a_page_shows_beside_its_papers_is_no_title(labels: list[str], place: str) -> None:
    def read_titles(line: str) -> set[str]:
        try:
            return set(titles(read_scrape(place.format(line))))
        except ScrapeError:
            return set()

    wrong = {line: found for line in labels if (found := read_titles(line) - {"Slow Kettles"})}
    assert not wrong


LIKE_LABELS = (
    "12 Angry Kettles Agree|7 Ways to Sleep|3D Kettles|1.5-bit Kettles|Kettle 3|4Kettles|$1 Teapots Sing|π|llm.c"
    "|About Kettles|Models of Tea|Search Less, Brew More|New Kettles|Kettles of March 3|Decoder 3|Submitting 3 Kettles"
    "|How Kettles Sang 10 Years Ago and Today|Published or Not: 3 Kettles|Authors and Kettles|Kettles, Cups et al."
    "|kettles|TAG: A Kettle|See More Kettles in Far More Rooms"
)


@pytest.mark.parametrize("title", LIKE_LABELS.split("|"))
@pytest.mark.parametrize("page", [OF_2025, OF_2026, OF_TRENDS], ids=["2025", "2026", "trends"])
def test_a_title_like_a_label_is_a_title(title: str, page: str) -> None:
    assert titles(read_scrape(page + page.replace("Slow Kettles", title))) == ["Slow Kettles", title]


@pytest.mark.slow
@pytest.mark.skipif(not HISTORY.is_dir(), reason="the recorded history is not kept with the project")
def test_no_title_that_the_source_ever_listed_is_taken_for_a_label() -> None:
    days = chain.from_iterable(json.loads(gzip.decompress(path.read_bytes())).values() for path in HISTORY.iterdir())
    listed = {clean(item["paper"]["title"]) for item in chain.from_iterable(days)}
    assert len(listed) > 13_000
    assert {line.text for line in read_lines("\n".join(sorted(listed))) if line.kind is not Kind.TEXT} == set()


def test_sentences_are_no_title_and_abstract() -> None:
    text = f"{OF_2025}Kettles are watched.\nWhoever goes on agrees to that.\n"
    assert titles(read_scrape(text)) == ["Slow Kettles"]
    assert unread(text) == [(6, "An abstract must follow its title: “Kettles are watched.”")]


def test_a_text_between_an_abstract_and_facts_is_no_paper() -> None:
    text = f"Slow Kettles\n{LONG}\nLater\n{DATED}{OF_2025}"
    assert titles(read_scrape(text)) == ["Slow Kettles"] * 2
    assert [line for line, _ in unread(text)] == [3, 4]


@pytest.mark.parametrize("date_told", ["March 10, 2025", "Published on March 10, 2025", "Mar 10, 2025"])
def test_a_month_may_be_written_in_full(date_told: str) -> None:
    (paper,) = read_scrape(f"Slow Kettles\n{LONG}\n  • 3 Authors\n·\n{date_told}\n").papers
    assert (paper.paper.published, paper.paper.author_count) == (date(2025, 3, 10), 3)


def test_a_strange_line_inside_the_header_hides_no_day() -> None:
    scrape = read_scrape(f"new\nKettle News\n{HEADER}Oct 31, 2025\nTitle\n{LONG}")
    assert (scrape.day, titles(scrape)) == (date(2025, 10, 31), ["Title"])
    assert [item.line for item in scrape.unread] == [2]


# Facts


@pytest.mark.parametrize(
    "facts",
    [
        "• 3 authors\n·\nJan 27, 2024 2",
        "• 3 authors · Jan 27, 2024 2",
        "Jan 27, 2024 2\n3 authors",
        "·3 authors·Jan 27, 2024 2",
    ],
)
def test_facts_stand_on_one_line_or_on_several(facts: str) -> None:
    (scraped,) = read_scrape(f"Title\n{SHORT}\n{facts}").papers
    assert (scraped.paper.author_count, scraped.paper.published, scraped.paper.comments) == (3, date(2024, 1, 27), 2)


def test_a_missing_fact_is_absent() -> None:
    (scraped,) = read_scrape(f"Title\n{SHORT}\n·").papers
    assert (scraped.paper.author_count, scraped.paper.published, scraped.paper.comments) == (None, None, None)


def test_a_date_inside_a_text_is_no_fact() -> None:
    abstract = "On\u2028May 8\u2028and on Jan 27 2 birds were seen."
    assert pairs(f"May 8 in History\n{abstract}") == [("May 8 in History", clean(abstract))]


def test_facts_without_a_paper_are_reported() -> None:
    text = f"• 9 authors\n·\nTitle\n{SHORT}\n{FACTS}\n• 4 authors\nMay 2"
    message = "Authors and dates must follow a paper: "
    assert unread(text) == [(1, message + "“• 9 authors”"), (8, message + "“• 4 authors”")]
    assert read_scrape(text).papers[0].paper.author_count == 3


@pytest.mark.parametrize("shown", ["Feb 30", "Feb 29, 2023", "Jan 0, 2024", "May 99 3", "Jan 1, 0000"])
def test_an_impossible_date_is_reported_and_its_paper_kept(shown: str) -> None:
    text = f"Title\n{SHORT}\n• 3 authors\n{shown}\nSecond\n{SHORT}\nMay 2, 2024"
    assert (published(text), pairs(text)) == ([None, date(2024, 5, 2)], [("Title", SHORT), ("Second", SHORT)])
    assert unread(text) == [(4, f"A date must exist in the calendar: “{shown}”")]


# Years and days


def test_the_page_is_a_year_later_than_every_year_it_shows() -> None:
    text = f"Oct 31\nA\n{SHORT}\nMay 2, 2021\nB\n{SHORT}\nMay 3, 2023\nC\n{SHORT}\nMay 4"
    assert (read_scrape(text).day, published(text)[-1]) == (date(2024, 10, 31), date(2024, 5, 4))


def test_a_year_before_there_were_such_pages_is_not_its_year() -> None:
    scrape = read_scrape(f"Oct 31\nA\n{SHORT}\nMay 2, 2016\nB\n{SHORT}\nMay 3, 2021")
    assert (scrape.day, [s.paper.published for s in scrape.papers]) == (None, [date(2016, 5, 2), date(2021, 5, 3)])
    assert scrape.notes[0].startswith("The page shows Oct 31 without a year; its papers are kept without a day")


def test_a_given_day_completes_dates() -> None:
    text = f"Title\n{SHORT}\nMay 2"
    day = date(2022, 6, 1)
    assert (read_scrape(text, day=day).day, published(text, day)) == (day, [date(2022, 5, 2)])
    assert read_scrape(text, day=day).notes == ()


def test_without_a_year_nothing_is_dated_and_the_user_is_told() -> None:
    scrape = read_scrape(f"{HEADER}Mar 11\nTitle\n{SHORT}\nMay 2")
    assert (scrape.day, scrape.papers[0].paper.published) == (None, None)
    assert scrape.notes == (
        "The page shows Mar 11 without a year; its papers are kept without a day unless --date YYYY-MM-DD gives it.",
        "Publication dates whose year is unknown are left out: 1, the first on line 9.",
    )


def test_without_a_day_the_user_is_told() -> None:
    (note,) = read_scrape(f"Title\n{SHORT}").notes
    assert note.startswith("The page does not show its day; its papers are kept without a day unless --date")


def test_a_date_that_the_year_does_not_have_is_left_out_and_noted() -> None:
    scrape = read_scrape(f"Feb 29\nA\n{SHORT}\nFeb 29\nB\n{SHORT}\nMay 3, 2024")
    assert (scrape.day, [s.paper.published for s in scrape.papers]) == (None, [None, date(2024, 5, 3)])
    assert [note.partition(";")[0] for note in scrape.notes] == [
        "The page shows Feb 29, which does not exist in 2025",
        "Publication dates that do not exist in 2025 are left out: 1, the first on line 4.",
    ]
    assert scrape.unread == ()


@pytest.mark.parametrize(
    ("page", "day", "message"),
    [
        (f"Mar 11\nTitle\n{SHORT}", date(2025, 3, 12), "The page shows Mar 11, so its day is not 2025-03-12"),
        (f"Mar 11, 2024\nTitle\n{SHORT}", date(2025, 3, 11), "The page shows Mar 11, 2024, so"),
        (f"Title\n{SHORT}\nMay 2, 2024", date(2024, 6, 1), "its day is not 2024-06-01: give a day after 2024"),
    ],
)
def test_a_given_day_that_the_page_contradicts_is_an_error(page: str, day: date, message: str) -> None:
    with pytest.raises(ScrapeError, match=message):
        read_scrape(page, day=day)


def test_a_year_in_the_header_weighs_more_than_those_of_papers() -> None:
    text = f"Oct 31, 2025\nA\n{SHORT}\nMay 2, 2025\nB\n{SHORT}\nMay 3"
    assert published(text) == published(text, date(2025, 10, 31)) == [date(2025, 5, 2), date(2025, 5, 3)]


# Titles and abstracts


@pytest.mark.parametrize(
    "title",
    ["(Almost) Nothing", "3D or Not", "lower case", "Why?", "Stop!", "Wait. What? A Title", "<think> twice", "π?!"],
)
@pytest.mark.parametrize("layout", ["{0}\n{1}\n{0}\n{1}", "{0}\n\n{1}\n\n{0}\n\n{1}", "{0}\n{1}\n{2}\n{0}\n{1}\n{2}"])
def test_a_short_abstract_will_do_in_every_layout(title: str, layout: str) -> None:
    text = layout.format(title, SHORT, FACTS)
    assert (pairs(text), unread(text)) == ([(title, SHORT)] * 2, [])


def test_layouts_may_be_mixed() -> None:
    text = f"{HEADER}A\n{SHORT}\nB\n\n{SHORT}\n{FACTS}\nC\n{LONG}\n• 1 authors\nD\n{SHORT}"
    assert [title for title, _ in pairs(text)] == ["A", "B", "C", "D"]
    assert [s.paper.author_count for s in read_scrape(text).papers] == [None, 3, 1, None]
    assert unread(text) == []


@pytest.mark.parametrize(
    "abstract",
    [
        "It ends.",
        "It goes on…",
        "“It is quoted.”",
        "(It is set apart.)",
        "Is it " + "so " * 40 + "?",
        "It breaks off. There is more of it, and it goes on for a while without any other stop",
        LONG,
    ],
)
def test_what_is_clearly_an_abstract_needs_no_facts(abstract: str) -> None:
    assert pairs(f"Title\n{abstract}") == [("Title", clean(abstract))]


LONG_TITLES = [
    *(("Patient " * 40)[: length - 8] + " Kettles" for length in (120, 180, 249)),
    *(("Do Patient " * 30)[: length - 9] + " Kettles?" for length in (119, 120, 126, 249)),
    "Where Patience Ends! " * 6 + "Kettles!",
    "Of Patient Kettles in All the Small Towns vs. Boats on All the Rivers and Lakes of the World",
]


@pytest.mark.parametrize("title", LONG_TITLES, ids=len)
@pytest.mark.parametrize("abstract", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("facts", ["", f"{FACTS}\n"], ids=["plain", "facts"])
def test_a_long_title_is_not_taken_for_the_abstract_that_the_paper_above_lacks(
    title: str, abstract: str, facts: str
) -> None:
    whole = f"First\n{LONG}\n{facts}"
    text = f"{HEADER}{whole}Lacking\n{title}\n{abstract}\n{facts}{whole}"
    assert pairs(text) == [("First", clean(LONG)), (clean(title), clean(abstract)), ("First", clean(LONG))]
    assert [message for _, message in unread(text)] == ["A title must be followed by its abstract: “Lacking”"]


def test_facts_vouch_for_a_title_and_an_abstract_of_any_length() -> None:
    assert pairs(f"{LONG}\nno stop\n{FACTS}") == [(clean(LONG), "no stop")]


def test_facts_vouch_for_a_title_without_an_abstract() -> None:
    assert pairs(f"Alone\n{FACTS}\nTitle\n{SHORT}\n{FACTS}") == [("Alone", None), ("Title", SHORT)]


def test_paragraphs_before_facts_are_one_abstract() -> None:
    assert pairs(f"Title\n{LONG}\n\n{LONG}\n{LONG}\n{FACTS}") == [("Title", "\n\n".join([clean(LONG)] * 3))]


def test_the_last_two_texts_before_facts_are_a_paper() -> None:
    assert pairs(f"A\n{SHORT}\nB\nno stop\n{FACTS}") == [("A", SHORT), ("B", "no stop")]


def test_a_title_without_an_abstract_is_reported_and_costs_no_other_paper() -> None:
    text = f"A\n{LONG}\nAlone\nB\n{SHORT}\nLast"
    assert [title for title, _ in pairs(text)] == ["A", "B"]
    message = "A title must be followed by its abstract: "
    assert unread(text) == [(3, message + "“Alone”"), (6, message + "“Last”")]


def test_an_abstract_without_a_title_is_reported_by_its_beginning() -> None:
    text = f"{LONG}\nTitle\n{LONG}{LONG}\n{FACTS}\n{LONG}\n{FACTS}"
    assert [line for line, _ in unread(text)] == [1, 7, 8]
    assert unread(text)[0][1] == f"An abstract must follow its title: “{LONG[:60]}…”"


def test_a_title_of_nothing_visible_is_reported() -> None:
    text = f"\x07\n{SHORT}\nTitle\n{LONG}"
    assert pairs(text) == [("Title", clean(LONG))]
    assert unread(text) == [(1, f"A title must hold a character that can be shown: “{SHORT}”")]


# Pages of 2026

OTHER = "Another abstract has as little of a stop as the first one, goes on for as long " * 5
TOP = (
    "new\nGet trending papers in your email inbox once a day!\nSubscribe\n"
    "Daily Papers\nby AK and the research community\nDaily\nWeekly\nMonthly\nTrending Papers\nNov 3\n"
)
KETTLES = f"41\nHumming Kettles\n{LONG}\nKettle Lab\n·\nMay 29 6\n"
FERRIES = f"-\nFerries on Time\n{OTHER}\n2 authors\n·\nFeb 27, 2025\n"
MOTHS = f"1.09k\nMoths\n{LONG}\nLamp Inc.\n·\nSep 9 9\n"
QUERY = f"{TOP}{KETTLES}{FERRIES}{MOTHS}"

Told = tuple[str, int | None, date | None, int | None, int | None]
READ: list[Told] = [
    ("Humming Kettles", None, date(2026, 5, 29), 41, 6),
    ("Ferries on Time", 2, date(2025, 2, 27), None, None),
    ("Moths", None, date(2026, 9, 9), None, 9),
]


def told(scrape: Scrape) -> list[Told]:
    papers = [scraped.paper for scraped in scrape.papers]
    return [(paper.title, paper.author_count, paper.published, paper.upvotes, paper.comments) for paper in papers]


SITE_MENU = "Hugging Face\nModels\nDatasets\nSpaces\nBuckets new\nDocs\nEnterprise\nPricing\nLog In\nSign Up\n"


@pytest.mark.parametrize(
    "text",
    [
        QUERY,
        QUERY.replace("\n", "\n\n"),
        "\ufeff" + QUERY.replace("\n", " \r\n"),
        f"{SITE_MENU}{QUERY}Previous\n1\n2\n3\nNext\nCompany\nTOS\n",
        QUERY.replace("Daily\nWeekly\nMonthly\nTrending Papers", "DailyWeeklyMonthlyTrending Papers"),
        QUERY.replace("Subscribe\nDaily Papers\nby AK", "SubscribeDaily Papersby AK"),
        QUERY.replace("Kettle Lab\n·\n", "Kettle Lab·").replace("authors\n·\n", "authors · "),
        QUERY.replace("Lab\n·\nMay", "Lab · Published on May").replace("·\nSep", "· Published on Sep"),
        QUERY.replace("\n·\n", "\n"),
        QUERY.replace("29 6", "29\n6"),
    ],
)
def test_a_page_of_a_query_is_read_with_its_counts_and_without_its_menu_and_labs(text: str) -> None:
    scrape = read_scrape(text)
    assert (told(scrape), scrape.day, scrape.unread) == (READ, date(2026, 11, 3), ())
    assert [scraped.paper.abstract for scraped in scrape.papers] == [clean(LONG), clean(OTHER), clean(LONG)]


def test_a_page_of_a_query_is_read_from_any_card_on() -> None:
    assert told(read_scrape(KETTLES + FERRIES + MOTHS)) == READ
    assert told(read_scrape(QUERY[QUERY.index("Ferries on Time") :])) == [*READ[1:]]
    cut = read_scrape(QUERY[QUERY.index(LONG) :])
    assert told(cut) == READ[1:]
    assert [item.line for item in cut.unread] == [1, 3]


def test_counts_between_papers_are_nobody_s_where_it_is_not_certain_whose_they_are() -> None:
    text = f"A\n{LONG}\n3 authors\nMay 2, 2025\n17\nB\n{LONG}\n3 authors\nMay 3, 2025\n18\n"
    assert [(title, upvotes, comments) for title, *_, upvotes, comments in told(read_scrape(text))] == [
        ("A", None, None),
        ("B", None, None),
    ]


def test_layouts_of_both_years_may_be_mixed() -> None:
    old = f"Tugs\n{LONG}\n  • 3 authors\n·\nJan 3 2\n"
    tugs = ("Tugs", 3, date(2026, 1, 3), None, 2)
    assert told(read_scrape(QUERY + old)) == [*READ, tugs]
    assert [title for title, *_ in told(read_scrape(TOP + old + KETTLES + FERRIES))] == [
        "Tugs", "Humming Kettles", "Ferries on Time",
    ]  # fmt: skip


TRENDING = (
    "Trending Papers\nbyAK and the research community\n"
    f"Submitted by\notterlab\nSlow Kettles\n{LONG}\nLab · Published on Aug 5\n"
    "Upvote\n138\nGitHub\n26.8k\narXiv Page\n"
    "Submitted by\nQuick Ferries\nA ferry that hurries is still a ferry.\nLake Lab\n"
    "· Published on Dec 5, 2025\nUpvote 9\n"
)


@pytest.mark.parametrize(
    "text", [TRENDING, TRENDING.replace("by\nott", "by ott"), TRENDING.replace("by\nott", "byott")]
)
def test_a_trending_page_is_read_without_submitters_labs_and_buttons(text: str) -> None:
    scrape = read_scrape(text)
    assert told(scrape) == [
        ("Slow Kettles", None, date(2026, 8, 5), None, None),
        ("Quick Ferries", None, date(2025, 12, 5), None, None),
    ]
    assert (scrape.papers[1].paper.abstract, scrape.unread) == ("A ferry that hurries is still a ferry.", ())


DAY = (
    f"{TOP}Submitted by\nquietfox\n\n213\nSlow Kettles, Slowly\n·\n45 authors\n1.09k\n4\n"
    "Submitted by\notterlab\n\n11\nFerries\nUniversity of Here\n207\n4\n"
    "Submitted by\nmoth\n\n-\n3D Moths\n·\n1 authors\n"
)
WITHOUT_SUBMITTERS = re.sub(r"Submitted by\n\w+\n\n", "", DAY)


@pytest.mark.parametrize(
    "text",
    [
        DAY,
        DAY.replace("\n", "\r\n"),
        DAY.removeprefix(TOP),
        SITE_MENU + DAY,
        DAY.replace("Submitted by\n", "Submitted by "),
        re.sub(r"\n(quietfox|otterlab|moth)\n", "\n", DAY),
        re.sub(r"\n([0-9]+|-)(?=\n)", "", DAY),
        WITHOUT_SUBMITTERS,
        re.sub(r"\n([0-9]+|-)(?=\n)", "", WITHOUT_SUBMITTERS),
        "Submitted by x\nSlow Kettles\n·\n3 authors\n",
        "Slow Kettles\n·\n3 authors\nQuick Ferries\n·\n2 authors\n",
        DAY.replace("Ferries\n", "### Ferries\n").replace(
            "45 authors", "45 authors\n](https://huggingface.co/papers/1)"
        ),
    ],
)
@pytest.mark.parametrize("day", [None, date(2026, 11, 3)])
def test_a_page_without_abstracts_is_refused_with_the_command_that_reads_its_day(text: str, day: date | None) -> None:
    with pytest.raises(ScrapeError, match="shows no abstracts, like day pages since 2026") as refused:
        read_scrape(text, day=day)
    assert str(refused.value).endswith(f"papers fetch --date {day or 'YYYY-MM-DD'}")


def test_a_day_that_the_page_shows_with_its_year_stands_in_the_command() -> None:
    with pytest.raises(ScrapeError, match="papers fetch --date 2026-11-03"):
        read_scrape(DAY.replace("Nov 3", "Nov 3, 2026"))


def test_cards_without_abstracts_below_a_query_s_are_reported_one_by_one() -> None:
    scrape = read_scrape(QUERY + DAY.removeprefix(TOP).partition("Submitted by\nmoth")[0])
    assert told(scrape) == READ
    assert [item.message.rpartition(": ")[2] for item in scrape.unread] == [
        "“Slow Kettles, Slowly”", "“·”", "“Ferries”", "“University of Here”",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        *("213", "1,234", "1.09k", "207 4", "12 comments", "Upvote 12", "-", "–", "—", "---"),
        *("Submitted by", "Submitted by quietfox", "submitted by Quiet Fox", "#1 Paper of the day"),
        *(
            "Daily",
            "Weekly",
            "Monthly",
            "Trending Papers",
            "Daily Weekly Monthly",
            "Log In",
            "Models",
            "Next",
            "Upvote",
        ),
        *("3 authors", "· 45 authors", "Jan 27 2", "Published on Aug 5", "Lab · Published on Aug 5", "·"),
    ],
)
def test_lines_of_the_frame_and_of_facts_are_no_titles(line: str) -> None:
    scrape = read_scrape(f"First\n{LONG}\n{line}\n{OTHER}\nThird\n{LONG}")
    assert titles(scrape) == ["First", "Third"]
    assert [item.line for item in scrape.unread] == [4]


def test_markdown_of_a_web_clipper_is_refused() -> None:
    text = f"### [Kettles](https://huggingface.co/papers/2601.00001)\n{LONG}\nLab\n·\nMay 29 6\n"
    with pytest.raises(ScrapeError, match="this is Markdown: save the page as text, without its links"):
        read_scrape(text)


# What is no page of papers


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"Title\0\n", r"binary: it has the byte 0x00 \(line 1\)"),
        ("Title ä\n\0".encode(), r"binary: it has the byte 0x00 \(line 2\)"),
        (b"Title\n\xff", r"has the byte 0xff: save it as UTF-8 .*\(line 2\)"),
        ("Title".encode("utf-16"), "this is UTF-16: save it as UTF-8"),
        (b"\n<!DOCTYPE html>", "not its HTML"),
        (b"\xef\xbb\xbf<html lang=en>", "not its HTML"),
        (b"<Div>", "not its HTML"),
        (gzip.compress(b"Title", mtime=0), "compressed by gzip: unpack it first"),
        (b"a" * (LARGEST_SCRAPE + 1), "at most 8,000,000 bytes; this one is larger"),
        (b"a\n" * 100_001, "at most 100,000 lines; this one has more"),
        (b"\r" * 100_001 + b"Title", "at most 100,000 lines; this one has more"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(ScrapeError, match=message):
        decode_scrape(data)


@pytest.mark.parametrize("text", ["Title\nAbstract.", "<think> Twice: A Title", "<1 GB Models", "π"])
def test_text_is_decoded_as_it_stands_without_its_byte_order_mark(text: str) -> None:
    assert decode_scrape(text.encode()) == decode_scrape(text.encode("utf-8-sig")) == text
    assert decode_scrape(text.replace("\n", "\r\n").encode()) == text


@pytest.mark.parametrize("text", ["", HEADER, f"{HEADER}Mar 11", "Alone", FACTS, LONG, "·"])
def test_a_text_without_papers_is_an_error(text: str) -> None:
    with pytest.raises(ScrapeError, match="no paper was found"):
        read_scrape(text)


def test_the_error_says_what_was_found_instead() -> None:
    with pytest.raises(ScrapeError, match=r"Line 6: A title must be followed by its abstract: “Alone”"):
        read_scrape(f"{HEADER}Alone")


def test_prose_is_refused_although_some_of_it_looks_like_papers() -> None:
    text = f"# Notes\n{SHORT}\n## How\nA paragraph of the notes goes on\nto a second line, and ends there.\n" * 3
    message = (
        "most of this text is something else: it has 0 certain papers, 6 possible ones, and 3 other passages. "
        "Line 3: A title must be followed by its abstract: “## How”"
    )
    with pytest.raises(ScrapeError, match=re.escape(message)):
        read_scrape(text)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "content/pages/about.md"])
def test_the_project_s_own_texts_are_no_pages_of_papers(name: str) -> None:
    with pytest.raises(ScrapeError, match="most of this text is something else"):
        read_scrape(decode_scrape((Path(__file__).parents[2] / name).read_bytes()))


def test_unread_texts_refuse_no_page_while_its_certain_papers_have_more_to_say() -> None:
    assert len(pairs(f"Title\n{LONG}\n" + "Alone\n" * 50)) == 1
    assert len(pairs(f"Title\nno stop\n{FACTS}\nAlone")) == 1


def test_a_second_page_below_the_first_refuses_it_not() -> None:
    assert pairs(f"Title\n{SHORT}\n{HEADER}Oct 31\nOther\n{LONG}") == [("Title", SHORT)]


# Laws that hold for every text

PARTS = [*HEADER.splitlines(), "SubscribeNet", "Mar 11", "Mar 12, 2024", "Feb 30 1", "• 1,234 authors · May 8", FACTS]
TEXTS = ["Title", "Why?", "(a) lower", SHORT, LONG, f"Title\n{SHORT}", f"Title\n{LONG}\n{FACTS}", " ", "\x07", "\ufeff"]
LINES = st.one_of(st.sampled_from(PARTS), st.sampled_from(TEXTS), st.text(max_size=20))
ENDS = st.sampled_from(["\n", "\r\n", " \n\n"])
PAGES = st.lists(st.tuples(LINES, ENDS).map("".join)).map("".join) | st.text()

FACTS_LINE = r"[•·]?( ?[0-9,]+ authors)? ?[•·]? ?([A-Z][a-z]{2} [0-9]+(, [0-9]+)?( [0-9,]+)?)?[•·]?"


def numbered(text: str) -> dict[int, str]:
    lines = enumerate(text.replace("\ufeff", "").split("\n"), start=1)
    return {number: clean(line) for number, line in lines if line.strip()}


def left_over(lines: Iterable[int], scrape: Scrape) -> list[list[int]]:
    """Return the numbers of the lines that are in no paper and not reported, in runs; the first is at the top."""
    spans = [(item.line, item.last) for item in scrape.papers] + [(item.line, item.last) for item in scrape.unread]
    taken = {number for first, last in spans for number in range(first, last + 1)}
    runs: list[list[int]] = [[]]
    for number in lines:
        if number in taken:
            runs.append([])
        else:
            runs[-1].append(number)
    return runs


@given(PAGES)
@example("new\nUpvote\nnew\nMar 11\n")
@example(f"Title\n{SHORT}\nnew\n")
def test_no_line_is_lost(text: str) -> None:
    try:
        scrape = read_scrape(text)
    except ScrapeError:
        return
    lines = numbered(text)
    kinds = {line.number: line.kind for line in read_lines(text)}
    top, *inner = left_over(lines, scrape)
    assert all(kinds[number] is not Kind.TEXT for run in [top, *inner] for number in run)
    below = [[number for number in run if kinds[number] is Kind.FACTS] for run in inner]
    assert all(
        any(kinds[number] is Kind.BANNER for number in run) for run, day in zip(inner, below, strict=True) if day
    )
    assert all(lines[item.line].removeprefix("Subscribe")[:50] in item.message for item in scrape.unread)


@given(PAGES)
def test_every_line_of_a_paper_is_in_it_and_in_no_other(text: str) -> None:
    try:
        papers = read_scrape(text).papers
    except ScrapeError:
        return
    lines = numbered(text)
    for scraped in papers:
        below = [lines[number] for number in range(scraped.line + 1, scraped.last + 1) if number in lines]
        assert scraped.paper.title in {lines[scraped.line], lines[scraped.line].removeprefix("Subscribe")}
        others = [line for line in below if line not in (scraped.paper.abstract or "")]
        labs = [line for line in others if not re.fullmatch(FACTS_LINE, line)]
        assert len(labs) <= 1
        assert all(len(lab) <= 100 and re.fullmatch(FACTS_LINE, others[others.index(lab) + 1]) for lab in labs)
    assert all(above.last < below.line for above, below in pairwise(papers))


@given(PAGES, st.dates())
def test_a_given_day_is_the_day_or_an_error(text: str, day: date) -> None:
    try:
        assert read_scrape(text, day=day).day == day
    except ScrapeError as error:
        assert str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "Submitted by\n",
        "Daily\n",
        "1\n",
        "- ",
        "a · 1\n",
        "a",
        "a\n",
        ". ",
        ".)",
        "1",
        "1,111",
        " ",
        "·",
        "• ",
        "Subscribe",
        "new\n",
        "Jan 1\n",
        "T\nA.\n",
        HEADER,
    ],
)
def test_a_large_text_takes_time_in_proportion(part: str) -> None:
    started = time.process_time()
    try:
        read_scrape(part * (100_000 // len(part)))
    except ScrapeError as error:
        assert len(str(error)) < 300  # noqa: PT017 - what is read or refused does not matter here
    assert time.process_time() - started < 2
