"""Identifiers of papers as people and programs write them: DOIs and arXiv ids, bare, with a prefix or as an address.

A DOI is compared regardless of case (DOI Handbook, section 2.4). arXiv registers one for each of its papers under its
prefix 10.48550 (https://info.arxiv.org/help/doi.html): it says the same as the arXiv id, which is kept instead.
"""

import re
from urllib.parse import quote, unquote

from generator.archive.models import ARXIV_PATTERN, DOI_PATTERN
from generator.text import hidden_problem

_DOI_PREFIX = re.compile(r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|(?:info:)?doi[:\s/]\s*", re.IGNORECASE)
_DOI = re.compile(DOI_PATTERN)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE | re.DOTALL)
_ARXIV_PREFIX = re.compile(r"(?:https?://)?(?:(?:www|export)\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*", re.IGNORECASE)
_ARXIV_END = re.compile(r"(?:\.pdf)?/?(?:[?#].*)?\Z", re.DOTALL)
_ARXIV_CLASS = re.compile(r"\s*\[[A-Za-z.-]+\]\Z")  # 2401.10000 [cs.CL]
_VERSION = re.compile(r"v[0-9]+\Z")
_NEW_SCHEME = re.compile(r"(?P<month>[0-9]{4})\.(?P<number>[0-9]+)")
_FIVE_DIGITS = 1501  # ids have had five digits behind the point since January 2015
_IN_ADDRESSES = "/!'()*"  # as encodeURIComponent in overrides/assets/javascripts/citation.js


def read_doi(text: str) -> str | None:
    """Return the DOI in a text that holds nothing else, None if it is none."""
    prefix = _DOI_PREFIX.match(text)
    doi = text[prefix.end() :] if prefix else text
    if prefix and prefix[0].lower().rstrip("/").endswith("doi.org"):
        doi = unquote(doi)
    return doi if _DOI.match(doi) else None


def fold_doi(doi: str) -> str:
    """Return the form of a DOI for comparison."""
    return doi.lower()


def doi_address(doi: str) -> str:
    """Return the address that leads to what a DOI names (DOI Handbook, section 3.8)."""
    return f"https://doi.org/{quote(doi, safe=_IN_ADDRESSES)}"


def doi_of_arxiv(arxiv_id: str) -> str:
    """Return the DOI that arXiv registers for a paper."""
    return f"10.48550/arXiv.{arxiv_id}"


def arxiv_id_of_doi(doi: str) -> str | None:
    """Return the arXiv id in a DOI that arXiv registered, None for any other DOI."""
    found = _ARXIV_DOI.fullmatch(doi)
    return read_arxiv_id(found["id"]) if found else None


def doi_problem(doi: str) -> str | None:
    """Return what is wrong with a DOI that has the right form, None if nothing is."""
    if arxiv_id := arxiv_id_of_doi(doi):
        return f'is the one that arXiv registered: write "arxiv_id" with "{arxiv_id}" instead'
    return hidden_problem(doi)


def read_arxiv_id(text: str) -> str | None:
    """Return the arXiv id in a text that holds nothing else, without its version; None if it is none."""
    if prefix := _ARXIV_PREFIX.match(text):
        text = _ARXIV_END.sub("", text[prefix.end() :], count=1)
    arxiv_id = _VERSION.sub("", _ARXIV_CLASS.sub("", text))
    return arxiv_id if re.match(ARXIV_PATTERN, arxiv_id) and arxiv_id_problem(arxiv_id) is None else None


def is_arxiv_address(url: str) -> bool:
    """Return whether an address is that of a paper on arXiv."""
    prefix = _ARXIV_PREFIX.match(url)
    return prefix is not None and "/" in prefix[0] and read_arxiv_id(url) is not None


def arxiv_id_problem(arxiv_id: str) -> str | None:
    """Return what is wrong with an id of arXiv's new scheme (https://info.arxiv.org/help/arxiv_identifier.html).

    A spreadsheet that takes an id for a number drops the zeros at its end.
    """
    parts = _NEW_SCHEME.fullmatch(arxiv_id)
    if not parts:
        return None
    if not "01" <= parts["month"][2:] <= "12":
        return f"must begin with year and month, such as 2401, and {parts['month'][2:]} is not a month"
    digits = 5 if int(parts["month"]) >= _FIVE_DIGITS else 4
    if len(parts["number"]) == digits:
        return None
    meant = f"{parts['month']}.{parts['number']:0<{digits}}" if len(parts["number"]) < digits else ""
    hint = f' (did you mean "{meant}"?)' if meant else ""
    return f"must have {digits} digits behind the point{hint}"
