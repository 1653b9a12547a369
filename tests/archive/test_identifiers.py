"""DOIs and arXiv ids, in whatever way they are written."""

import pytest

from generator.archive.identifiers import (
    arxiv_id_of_doi,
    arxiv_id_problem,
    doi_address,
    doi_problem,
    is_arxiv_address,
    read_arxiv_id,
    read_doi,
)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/Kettles.2", "10.1000/Kettles.2"),
        ("doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/182", "10.1000/182"),
        ("info:doi/10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1002/(SICI)1097%3C693::AID%3E3.0", "10.1002/(SICI)1097<693::AID>3.0"),
        ("10.1000.7/a#b", "10.1000.7/a#b"),
        ("10.1000/", None),
        ("10.1/182", None),
        ("11.1000/182", None),
        ("10.1000/a b", None),
        ("10.1000/a}", None),
        ("https://kettles.example/10.1000/182", None),
        ("", None),
    ],
)
def test_a_doi_is_read_with_or_without_what_stands_before_it(text: str, doi: str | None) -> None:
    assert read_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("2401.10000", "2401.10000"),
        ("2401.10000v3", "2401.10000"),
        ("arXiv:2401.10000v1 [cs.CL]", "2401.10000"),
        ("https://arxiv.org/abs/2401.10000", "2401.10000"),
        ("http://www.arxiv.org/pdf/2401.10000v2.pdf", "2401.10000"),
        ("https://arxiv.org/html/2401.10000?context=cs#S1", "2401.10000"),
        ("0704.0001", "0704.0001"),
        ("arXiv:math.GT/0309136", "math.GT/0309136"),
        ("2401.1000", None),
        ("2413.10000", None),
        ("0704.00011", None),
        ("kettles", None),
    ],
)
def test_an_arxiv_id_is_read_without_its_version(text: str, arxiv_id: str | None) -> None:
    assert read_arxiv_id(text) == arxiv_id


def test_zeros_that_a_spreadsheet_dropped_are_told() -> None:
    assert arxiv_id_problem("2401.1") == 'must have 5 digits behind the point (did you mean "2401.10000"?)'
    assert arxiv_id_problem("1412.12") == 'must have 4 digits behind the point (did you mean "1412.1200"?)'
    assert arxiv_id_problem("2413.10000") == "must begin with year and month, such as 2401, and 13 is not a month"
    assert arxiv_id_problem("2401.10000") is None


def test_the_doi_that_arxiv_registered_is_the_arxiv_id() -> None:
    assert arxiv_id_of_doi("10.48550/arXiv.2401.10000") == "2401.10000"
    assert arxiv_id_of_doi("10.48550/ARXIV.cs/0112017") == "cs/0112017"
    assert arxiv_id_of_doi("10.1000/arXiv.2401.10000") is None
    assert doi_problem("10.48550/arxiv.2401.10000") == (
        'is the one that arXiv registered: write "arxiv_id" with "2401.10000" instead'
    )


def test_only_an_address_leads_to_arxiv() -> None:
    assert is_arxiv_address("https://arxiv.org/abs/2401.10000v2")
    assert not is_arxiv_address("2401.10000")
    assert not is_arxiv_address("https://arxiv.org/list/cs.CL/recent")


def test_the_address_of_a_doi_has_no_character_that_ends_it() -> None:
    assert doi_address("10.1000/a(b)_c") == "https://doi.org/10.1000/a(b)_c"
    assert doi_address("10.1000/a<b>#c?d%e&f") == "https://doi.org/10.1000/a%3Cb%3E%23c%3Fd%25e%26f"
