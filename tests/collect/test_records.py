"""Records of papers in JSON Lines, CSV, BibTeX and RIS: what is read of them, and what is told of mistakes."""

import csv
import json
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.models import Links, Sighting
from generator.archive.names import in_reading_order, read_name
from generator.collect.formats import FORMATS as ALL
from generator.collect.latex import plain_text
from generator.collect.records import FIELDS, LINKS, LISTS, LONGEST_TITLE, Found, Records
from generator.text import clean
from tests.support.strategies import quickly, sightings

FORMATS = {name: form for name, form in ALL.items() if name != "page"}
KETTLES = Sighting(
    title="Slow Kettles",
    abstract="They boil slowly.",
    arxiv_id="2401.10000",
    doi="10.1000/kettles.1",
    url="https://kettles.example/paper",
    authors=("Ada Finch", "Jan van der Berg", "Ida Muster Jr."),
    published=date(2024, 1, 19),
    keywords=("kettle", "heat"),
)
SAVE = 'save it as UTF-8 ("CSV UTF-8" in Excel)'
ENDLESS = {
    "open": "{" * 50_000, "close": "}" * 50_000, "list": "[" * 50_000, "entries": "@misc{" * 9_000,
    "quotes": '"' * 50_001, "fields": "@a{b,c={" * 9_000, "escapes": "\\'{" * 9_000, "names": "a and " * 9_000,
}  # fmt: skip
COUNTED = {"organization": "Kettle Lab", "upvotes": 12, "comments": 0}


def read(form: str, text: str | bytes, day: date | None = None) -> Records:
    data = text if isinstance(text, bytes) else text.encode()
    return FORMATS[form].read(data, lambda day: day, day)


def the_paper(form: str, text: str) -> Sighting:
    records = read(form, text)
    assert records.faults == ()
    (found,) = records.papers
    return found.paper


def faults(form: str, text: str | bytes) -> list[str]:
    return [f"{fault.line}: {fault.message}" for fault in read(form, text).faults]


def bib(fields: str, kind: str = "misc") -> Sighting:
    return the_paper("bibtex", f"@{kind}{{key,\n  title = {{A}},\n  {fields}\n}}")


def ris(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in ("TY  - JOUR", *lines, "ER  - "))


# What each format holds


def test_a_line_of_json_has_every_fact() -> None:
    line = {
        **COUNTED, "title": "Slow Kettles", "abstract": "They boil slowly.", "arxiv_id": "arXiv:2401.10000v2",
        "doi": "https://doi.org/10.1000/kettles.1", "url": "https://kettles.example/paper", "day": "2025-03-11",
        "authors": ["Ada Finch", "van der Berg, Jan", "Ida Muster Jr."], "published": "2024-01-19",
        "keywords": ["kettle", "heat"], "code": "https://code.example/k", "withdrawn": None, "project": "",
    }  # fmt: skip
    (found,) = read("jsonl", f"\n{json.dumps(line)}\n").papers
    facts = {name: getattr(KETTLES, name) for name in KETTLES.__struct_fields__}
    paper = Sighting(**{**facts, **COUNTED, "links": Links(code="https://code.example/k")})
    assert found == Found(2, paper, date(2025, 3, 11))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_of_csv_has_every_fact_whatever_separates_its_cells(separator: str) -> None:
    rows = [
        ["Title", "AUTHORS", "arXiv ID", "doi", "url", "abstract", "keywords", "published", "upvotes", "day"],
        [
            *("Slow Kettles", "Ada Finch; Berg, Jan van der; Muster, Ida, Jr.", "2401.10000", "doi:10.1000/kettles.1"),
            *("https://kettles.example/paper", "They boil\nslowly.", "kettle; heat", "2024-01-19", "12", "2025-03-11"),
        ],
    ]
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    (found,) = read("csv", b"\xef\xbb\xbf" + text.getvalue().encode()).papers
    facts = {name: getattr(KETTLES, name) for name in KETTLES.__struct_fields__}
    assert found == Found(2, Sighting(**{**facts, "upvotes": 12}), date(2025, 3, 11))


def test_an_entry_of_bibtex_has_all_but_counts_and_day() -> None:
    text = r"""
@string{boil = "They boil"}
@article{kettles2024,
  title = {Slow {Kettles}}, author = {Finch, Ada and van der Berg, Jan and Muster, Jr., Ida},
  abstract = boil # { slowly.}, year = 2024, month = jan, day = 19, journal = {Kettle Letters},
  eprint = {2401.10000v1}, archivePrefix = {arXiv}, doi = {10.1000/kettles.1},
  url = {https://kettles.example/paper}, keywords = {kettle, heat}
}"""
    assert the_paper("bibtex", text) == KETTLES


def test_a_record_of_ris_has_all_but_counts_and_day() -> None:
    lines = [
        *("TI  - Slow Kettles", "AU  - Finch, Ada", "A1  - van der Berg, Jan", "AU  - Muster, Ida, Jr."),
        *("AB  - They boil", "slowly.", "PY  - 2024", "DA  - 2024/1/19/", "KW  - kettle", "KW  - heat"),
        *("AN  - arXiv:2401.10000", "DO  - 10.1000/kettles.1", "UR  - https://arxiv.org/abs/2401.10000"),
        "UR  - https://kettles.example/paper",
    ]
    paper = the_paper("ris", ris(*lines))
    assert {*paper.authors} == {*KETTLES.authors}
    facts = {name: getattr(KETTLES, name) for name in KETTLES.__struct_fields__ if name != "authors"}
    assert paper == Sighting(**facts, authors=paper.authors)


def test_a_record_without_a_day_has_the_one_that_the_user_gives() -> None:
    text = '{"title": "A", "day": "2025-03-11"}\n{"title": "B"}\n'
    assert [found.day for found in read("jsonl", text, date(2025, 4, 1)).papers] == [
        date(2025, 3, 11),
        date(2025, 4, 1),
    ]
    assert [found.day for found in read("jsonl", text).papers] == [date(2025, 3, 11), None]


# Identifiers, wherever they stand


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2401.10000}, eprinttype = {arxiv}",
        "eprint = {2401.10000v2}",
        "journal = {arXiv preprint arXiv:2401.10000}",
        "journal = {CoRR}, volume = {abs/2401.10000}",
        "howpublished = {\\url{https://arxiv.org/abs/2401.10000}}",
        "doi = {10.48550/arXiv.2401.10000}",
        "url = {https://doi.org/10.48550/arXiv.2401.10000}",
        "url = {http://arxiv.org/abs/2401.10000v3}",
    ],
)
def test_an_arxiv_id_is_found_where_programs_write_it(fields: str) -> None:
    assert bib(fields) == Sighting(title="A", arxiv_id="2401.10000")


@pytest.mark.parametrize("value", ['"They " # "boil."', "{They } # {boil.}", '"They" # { } # "boil."'])
def test_parts_of_a_value_of_bibtex_are_joined(value: str) -> None:
    assert bib(f"abstract = {value}").abstract == "They boil."


@pytest.mark.parametrize("month", ["apr", "{April}", "{APR}", "4", '"04"'])
def test_a_month_of_bibtex_is_a_name_or_a_number(month: str) -> None:
    assert bib(f"year = 2024, month = {month}, day = 9").published == date(2024, 4, 9)


def test_where_a_thesis_was_written_is_its_organization() -> None:
    assert bib("school = {Kettle Lab}", "phdthesis").organization == "Kettle Lab"


@pytest.mark.parametrize("field", ["howpublished", "note"])
def test_an_address_may_stand_in_a_command_of_another_field(field: str) -> None:
    assert bib(rf"{field} = {{\url{{https://kettles.example/a}}}}").url == "https://kettles.example/a"


def test_a_tag_of_ris_that_says_nothing_leaves_room_for_another() -> None:
    assert the_paper("ris", ris("TI  -  ", "T1  - Slow Kettles")).title == "Slow Kettles"


def test_an_abstract_keeps_its_paragraphs() -> None:
    text = json.dumps({"title": "A", "abstract": "They boil.\n\nThey sing."})
    assert the_paper("jsonl", text).abstract == "They boil.\n\nThey sing."


@pytest.mark.parametrize(
    ("url", "hint"),
    [("kettles.example", ' (did you mean "https://kettles.example"?)'), ("a..example", ""), ("-..", "")],
)
def test_an_address_without_its_beginning_is_completed_where_that_makes_one(url: str, hint: str) -> None:
    (fault,) = faults("jsonl", json.dumps({"title": "A", "url": url}))
    assert fault.endswith(f"begins with http:// or https://{hint}")


def test_the_address_of_a_doi_is_the_doi() -> None:
    assert bib("url = {https://doi.org/10.1000/182}") == Sighting(title="A", doi="10.1000/182")


def test_an_eprint_of_another_archive_is_no_arxiv_id() -> None:
    assert bib("eprint = {3107012}, eprinttype = {pubmed}") == Sighting(title="A")


def test_identifiers_that_contradict_each_other_are_told() -> None:
    text = '{"title": "A", "arxiv_id": "2401.10000", "doi": "10.48550/arXiv.2401.10001"}'
    told = "1: doi: names the arXiv id 2401.10001, but the record has 2401.10000: give the right one"
    assert faults("jsonl", text) == [told]


def test_escapes_of_latex_are_not_part_of_a_doi_or_an_address() -> None:
    paper = bib(r"doi = {10.1000/a\_b}, url = {\url{https://kettles.example/a\_b\%20c}}")
    assert (paper.doi, paper.url) == ("10.1000/a_b", "https://kettles.example/a_b%20c")


# Names


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Finch, Ada", "Ada Finch"),
        ("Ada Finch", "Ada Finch"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Berg, Jan van der", "Jan van der Berg"),
        ("Muster, Ida, Jr.", "Ida Muster Jr."),
        ("Muster, Jr., Ida", "Ida Muster Jr."),
        ("Ida Muster, III", "Ida Muster III"),
        ("Aristotle,", "Aristotle"),
        ("Kettle Labs, Inc.", "Kettle Labs, Inc."),
        ("Kettle, Pot, Pan and Lid", "Kettle, Pot, Pan and Lid"),
    ],
)
def test_names_are_put_into_reading_order(written: str, name: str) -> None:
    assert in_reading_order(written) == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Finch, Ada and Bo Lee", ("Ada Finch", "Bo Lee")),
        ("{Kettle Labs, Inc.} and {The Pot and Pan Company}", ("Kettle Labs, Inc.", "The Pot and Pan Company")),
        (r"M{\"u}ster, {\'I}da and {\L}uk{\'a}{\v{s}} {\~{\^e}}", ("Ída Müster", "Łukáš ễ")),
        ("de la Cruz, Jr., Ana", ("Ana de la Cruz Jr.",)),
        ("Ada\n  Finch\n and others", ("Ada Finch", "others")),
    ],
)
def test_names_of_bibtex(written: str, names: tuple[str, ...]) -> None:
    assert bib(f"author = {{{written}}}").authors == names


@given(st.sampled_from(["Ada Finch", "Jan van der Berg", "Ida Muster Jr.", "Li Wei", "Kettle Team"]))
def test_a_name_in_tags_and_ris_comes_back(name: str) -> None:
    assert in_reading_order(read_name(name).inverted) == name


# LaTeX


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'E}tudes of $\alpha$-{BERT}", "Études of \u03b1-BERT"),
        (r"50% more \& $O(n^2)$", "50% more & O(n^2)"),
        ("A & B for $5", "A & B for $5"),
        (r"2\^{}3 and \textbf{bold} {\LaTeX}", "2^3 and bold LaTeX"),
        ("``Kettles''---and~pots", "\u201cKettles\u201d\u2014and pots"),
        (r"\input{/etc/passwd}Kettles", "Kettles"),
        (r"R\textcommabelow{t}", "R\u021b"),
    ],
)
def test_latex_becomes_plain_text(latex: str, text: str) -> None:
    assert the_paper("bibtex", f"@misc{{key, title = {{{latex}}}}}").title == text


@pytest.mark.parametrize(
    ("command", "mark"),
    [
        *(("`", "\u0300"), ("'", "\u0301"), ("^", "\u0302"), ("~", "\u0303"), ("=", "\u0304"), ("u", "\u0306")),
        *((".", "\u0307"), ('"', "\u0308"), ("r", "\u030a"), ("H", "\u030b"), ("v", "\u030c"), ("d", "\u0323")),
        *(("textcommabelow", "\u0326"), ("c", "\u0327"), ("k", "\u0328"), ("b", "\u0331")),
    ],
)
def test_a_letter_of_latex_may_have_two_accents(command: str, mark: str) -> None:
    assert plain_text(rf"\{command}{{\^{{a}}}}") == normalize("NFC", f"a\u0302{mark}")


# Mistakes


def test_every_mistake_of_every_record_is_told_with_its_line() -> None:
    text = """{"titel": "A"}
{"title": 3, "authors": "Ada", "upvotes": true}
{"title": "A", "day": "11.3.2025", "url": "www.kettles.example", "published": "20240305"}
{"title": "A", "title": "B"}
[]
{
{"title": " ", "arxiv_id": "2401.1", "doi": "kettles", "comments": -1}
{"title": "Good"}
"""
    assert faults("jsonl", text) == [
        '1: there is no field "titel" (did you mean "title"?)',
        '2: authors: must be a list of texts, such as ["Ada Finch", "Bo Lee"]',
        "2: title: must be text",
        "2: upvotes: must be a whole number, such as 0 or 12",
        '3: day: must be a day in the calendar, written as YYYY-MM-DD, such as 2025-03-11, not "11.3.2025"',
        '3: published: must be written as YYYY-MM-DD (did you mean "2024-03-05"?)',
        '3: url: must be an address that begins with http:// or https:// (did you mean "https://www.kettles.example"?)',
        '4: has the field "title" twice: keep one',
        '5: must be an object, such as {"title": "Slow Kettles", "authors": ["Ada Finch"]}',
        "6: must be JSON: expecting property name enclosed in double quotes in column 2",
        '7: arxiv_id: must have 5 digits behind the point (did you mean "2401.10000"?)',
        "7: comments: must be a whole number, such as 0 or 12",
        "7: doi: must be a DOI, such as 10.1000/182 or https://doi.org/10.1000/182",
        "7: title: must be given",
    ]
    assert [found.paper.title for found in read("jsonl", text).papers] == ["Good"]


def test_json_that_is_not_by_line_is_told_once() -> None:
    told = ["1: must be JSON Lines: write each object on a line of its own, without [ and ]"]
    assert faults("jsonl", json.dumps([{"title": "A"}, {"title": "B"}], indent=2)) == told


def test_mistakes_of_a_table() -> None:
    assert faults("csv", "title,author,,title\nA,B,C,D\n") == [
        "1: column 3 must have a name",
        '1: has the column "title" twice: keep one',
        '1: there is no column "author" (did you mean "authors"?)',
    ]
    assert faults("csv", "name\nA\n")[0] == "1: must have a column title: the first line names the columns"
    text = 'title,authors\n"A\n",Ada\nB\nC,"Ada Finch, Bo Lee"\nD,E,F\n"E'
    assert faults("csv", text) == [
        "4: must have 2 cells, as the header has; it has 1, fewer",
        '5: authors: must be separated by semicolons, such as "Ada Finch; Bo Lee", and a single name end in one',
        '6: must have 2 cells, as the header has; it has 3, more: put a cell that contains "," in quotes',
        "7: must be CSV: unexpected end of data",
    ]


@pytest.mark.parametrize("before", ["", "\n\n", "sep=;\n"])
def test_a_header_may_follow_blank_lines_or_excel_s_own(before: str) -> None:
    (found,) = read("csv", f"{before}title;doi\nA;10.1000/1\n").papers
    assert (found.paper, found.line) == (Sighting(title="A", doi="10.1000/1"), before.count("\n") + 2)


def test_reading_a_table_goes_on_below_a_mistake() -> None:
    records = read("csv", 'title\nA\n"B" b\nC\n')
    assert [found.paper.title for found in records.papers] == ["A", "C"]
    assert [fault.line for fault in records.faults] == [3]


def test_mistakes_of_entries_leave_the_others_as_they_are() -> None:
    text = "@misc{a, title = {A}}\n@misc{a, title = {B}}\n@misc{c,\n  author = {Ada}}\n@misc{d, title={D}, title={E}}\n"
    records = read("bibtex", f"{text}@misc{{e, title={{E\n@misc{{f, title = {{F}},\n  doi = {{kettles}}}}\n")
    assert [found.paper.title for found in records.papers] == ["A", "B"]
    assert [(fault.line, fault.message[:42]) for fault in records.faults] == [
        (3, "title: must be given"),
        (5, "has the field title twice: keep one"),
        (6, "must be an entry of BibTeX, and is left ou"),
        (8, "doi: must be a DOI, such as 10.1000/182 or"),
    ]


def test_mistakes_of_records_of_ris() -> None:
    text = f"Kettles\n{ris('TI  - A')}{ris('AU  - Ada')}TY  - JOUR\nTI  - B\n{ris('TI  - C')}TY  - GEN\nTI  - D\n"
    records = read("ris", text)
    assert [found.paper.title for found in records.papers] == ["A", "B", "C"]
    assert faults("ris", text) == [
        "1: must be in a record, which begins with TY  - and ends with ER  - ",
        "5: title: must be given",
        "10: must come after ER  - , which ends the record of line 8",
        "13: must end with ER  - : the file ends within this record",
    ]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "1: holds no record of a paper"),
        (b"\n \n", "1: holds no record of a paper"),
        (
            b"title\nK\xe4se\n",
            '2: must be text in UTF-8, and has the byte 0xe4: save it as UTF-8 ("CSV UTF-8" in Excel)',
        ),
        ("title".encode("utf-16"), "1: must be text in UTF-8; this is UTF-16: save it as UTF-8"),
        (b"\x1f\x8b\x08\x00", "1: must be text; this is compressed by gzip: unpack it first"),
        (b"a\nb\0", "2: must be text; this is binary: it has the byte 0x00"),
    ],
)
def test_a_file_that_is_no_text_or_empty_is_told(form: str, data: bytes, told: str) -> None:
    assert faults(form, data) == [told]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://kettles.example/", "https://me:pw@kettles.example/"])
@pytest.mark.parametrize("name", ["url", "code", "project"])
def test_only_addresses_of_the_web_are_kept(name: str, url: str) -> None:
    (told,) = faults("jsonl", json.dumps({"title": "A", name: url}))
    assert told.startswith(f"1: {name}: must be an address ")


def test_what_nobody_sees_is_taken_out_of_texts() -> None:
    line = json.dumps({"title": "Slow\u200b \u202eKettles\x07", "authors": ["\u200bAda\nFinch"]})
    assert the_paper("jsonl", line) == Sighting(title="Slow Kettles", authors=("Ada Finch",))


def test_a_text_without_end_is_told() -> None:
    assert faults("jsonl", json.dumps({"title": "A" * 9_000})) == [
        f"1: title: must have at most {LONGEST_TITLE:,} characters, and has 9,000"
    ]
    assert "field larger than field limit" in faults("csv", f"title\n{'A' * 900_000}\n")[0]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "text", ["{" * 50_000, "}" * 50_000, "[" * 50_000, "@misc{" * 9_000, '"' * 50_001, "@a{b,c={" * 9_000]
)
def test_no_text_takes_long_or_ends_in_an_error(form: str, text: str) -> None:
    started = time.monotonic()
    read(form, text)
    read("bibtex", f"@misc{{a, title = {{{text}}}, author = {{{text}}}}}")
    assert time.monotonic() - started < 20


@quickly
@given(st.sampled_from([*FORMATS]), st.text() | st.binary())
def test_any_text_is_read_or_refused(form: str, text: str | bytes) -> None:
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    records = read(form, data)
    assert records.papers or records.faults or not data.strip() or form == "bibtex"


# Written and read again


def flat(paper: Sighting) -> dict[str, object]:
    """Return the fields of a record of JSON Lines or CSV."""
    facts = {name: getattr(paper.links if name in LINKS else paper, name, None) for name in FIELDS}
    return {
        name: str(value) if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in facts.items()
    }


def jsonl_of(paper: Sighting) -> str:
    return json.dumps(flat(paper), ensure_ascii=False)


def csv_of(paper: Sighting) -> str:
    cells = {
        name: "".join(f"{item};" for item in value) if isinstance(value, list) else value
        for name, value in flat(paper).items()
    }
    text = StringIO()
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    writer.writerow(cells)
    return text.getvalue()


def bibtex_of(paper: Sighting) -> str:
    fields = {**flat(paper), "author": " and ".join(f"{{{name}}}" for name in paper.authors)}
    fields |= {"keywords": ", ".join(paper.keywords), "institution": fields.pop("organization")}
    fields |= {"eprint": fields.pop("arxiv_id"), "archiveprefix": "arXiv", "date": fields.pop("published")}
    return "@misc{a,\n" + ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value) + "\n}"


def ris_of(paper: Sighting) -> str:
    lines: list[tuple[str, object]] = [("TY", "RPRT"), ("TI", paper.title), ("AB", paper.abstract)]
    lines += [("DO", paper.doi), ("UR", paper.url)]
    lines += [("AU", read_name(name).inverted) for name in paper.authors] + [("KW", word) for word in paper.keywords]
    lines += [("AN", paper.arxiv_id and f"arXiv:{paper.arxiv_id}"), ("PB", paper.organization)]
    lines += [("DA", paper.published and str(paper.published).replace("-", "/")), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value is not None)


#: What each format has no place for.
LACKING: dict[Callable[[Sighting], str], tuple[str, ...]] = {
    jsonl_of: (),
    csv_of: (),
    bibtex_of: ("author_count", "upvotes", "comments", "links", "withdrawn"),
    ris_of: ("author_count", "upvotes", "comments", "links", "withdrawn"),
}


def is_plain(text: str) -> bool:
    """Tell whether a text says the same in every format: LaTeX reads two hyphens as a dash."""
    return text.strip("-: ") == text != "" and "--" not in text


plain = st.text("abcdeÉß深 -:", min_size=2, max_size=12).map(clean).filter(is_plain)
of_papers = st.dates(date(1900, 1, 1), date(2199, 12, 31))
people = st.sampled_from(["Ada Finch", "Jan van der Berg", "Ida Muster Jr.", "李 伟", "Kettle Team", "Zoë O'Hara"])


@st.composite
def plain_sightings(draw: st.DrawFn) -> Sighting:
    paper = draw(sightings(plain))
    facts = {name: getattr(paper, name) for name in paper.__struct_fields__}
    names, words = draw(st.lists(people, max_size=3)), draw(st.lists(plain, max_size=3))
    facts |= {"authors": tuple(names), "keywords": tuple(words)}
    facts |= {name: draw(st.none() | plain) for name in ("abstract", "organization")}
    facts |= {name: draw(st.none() | of_papers) for name in ("published", "withdrawn")}
    return Sighting(**facts)


@pytest.mark.parametrize(("form", "written"), [*zip(FORMATS, LACKING, strict=True)])
@given(paper=plain_sightings())
@quickly
def test_what_is_written_in_a_format_is_read_as_the_same_paper(
    form: str, written: Callable[[Sighting], str], paper: Sighting
) -> None:
    facts = {name: getattr(paper, name) for name in paper.__struct_fields__ if name not in LACKING[written]}
    assert the_paper(form, written(paper)) == Sighting(**facts)


def test_every_field_is_documented_by_the_command() -> None:
    from generator.commands.import_ import HELP  # noqa: PLC0415

    assert [name for name in FIELDS if name not in HELP] == []
    assert {*LISTS} < {*FIELDS}
