r"""BibTeX: entries as reference managers, Google Scholar, DBLP and this archive write them.

bibtexparser divides the file and the names. LaTeX becomes plain text, `$\alpha$` its character. Fields that no paper of
an archive has are skipped: a file of another program is full of them.
"""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock
from bibtexparser.splitter import Splitter

from generator.archive.identifiers import read_arxiv_id
from generator.collect.latex import plain_text
from generator.collect.records import Fault, Field, Raw, Wrong
from generator.text import clean

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = {name: f"{number:02}" for number, name in enumerate(_MONTHS, 1)}
_ESCAPED = re.compile(r"\{?\\([_%&#$~{}])\}?")
_URL = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_NAMED_ARXIV = re.compile(
    r"(?:arxiv[:\s]\s*|arxiv\.org/abs/|\babs/)(?P<id>[0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7})", re.IGNORECASE
)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T/].*)?", re.ASCII)
_BY_ORGANIZATION = ("misc", "manual", "online", "electronic", "report", "techreport", "dataset", "software")
_DEEPEST = 40  # abbreviations within each other

Fields = Mapping[str, Field]


def read_bibtex(text: str) -> Iterator[Raw | Fault]:
    """Yield the record of each entry, and a fault for each block that is none."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it logs is reported here
    library = Splitter(text).split()
    strings = {string.key.lower(): string.value for string in library.strings}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateFieldKeyBlock):
            names = " and ".join(sorted(block.duplicate_keys))
            yield Fault(line, f"has the field {names} twice: keep one")
        elif isinstance(block, DuplicateBlockKeyBlock):  # nothing depends on the key
            if isinstance(entry := block.ignore_error_block, Entry):
                yield _record(entry, strings)
        elif isinstance(block, ParsingFailedBlock):
            yield Fault(line, f"must be an entry of BibTeX, and is left out: {_reason(block)}")
        elif isinstance(block, Entry):
            yield _record(block, strings)


def _reason(block: ParsingFailedBlock) -> str:
    reason = clean(str(getattr(block.error, "abort_reason", block.error))).rstrip(". ")
    return reason[:1].lower() + reason[1:]


def _record(entry: Entry, strings: Mapping[str, str]) -> Raw:
    fields: dict[str, Field] = {}
    for field in entry.fields:
        line = (field.start_line or 0) + 1
        fields.setdefault(field.key.lower(), Field(_value(field.value, strings), line, field.key))
    found = {
        "title": _plain(fields, "title"),
        "authors": _authors(fields),
        "abstract": _plain(fields, "abstract"),
        "published": _published(fields),
        "arxiv_id": _arxiv_id(fields),
        "doi": _verbatim(fields, "doi"),
        "url": _url(fields),
        "keywords": _keywords(fields),
        "organization": _organization(entry.entry_type.lower(), fields),
    }
    return Raw((entry.start_line or 0) + 1, {name: field for name, field in found.items() if field})


def _value(raw: str, strings: Mapping[str, str], depth: int = 0) -> str:
    """Return a field's value without its delimiters, its abbreviations and concatenations (`#`) resolved."""
    if "#" not in raw and raw[:1] in ('"', "{"):
        return raw[1:-1]
    return "".join(_part(part.strip(), strings, depth) for part in _parts(raw))


def _part(part: str, strings: Mapping[str, str], depth: int) -> str:
    if part[:1] in ('"', "{"):
        return part[1:-1]
    known = strings.get(part.lower())
    return _value(known, strings, depth + 1) if known is not None and depth < _DEEPEST else part


def _parts(raw: str) -> Iterator[str]:
    """Yield the parts between the signs of concatenation."""
    depth, quoted, start = 0, False, 0
    for at, character in enumerate(raw):
        if character in "{}":
            depth += 1 if character == "{" else -1
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "#" and not (depth or quoted):
            yield raw[start:at]
            start = at + 1
    yield raw[start:]


def _plain(fields: Fields, name: str) -> Field | None:
    field = fields.get(name)
    return field._replace(value=_text(str(field.value))) if field else None


def _text(latex: str) -> str | Wrong:
    try:
        return plain_text(latex)
    except ValueError as error:
        return Wrong(str(error))


def _authors(fields: Fields) -> Field | None:
    field = fields.get("author")
    if not field:
        return None
    names: list[str] = []
    for written in split_multiple_persons_names(" ".join(str(field.value).split())):
        parts = parse_single_name_into_parts(written, strict=False)
        for word in (
            read := [_text(" ".join(part)) for part in (parts.first, parts.von, parts.last, parts.jr) if part]
        ):
            if isinstance(word, Wrong):
                return field._replace(value=word)
        names.append(" ".join(map(str, read)))
    return field._replace(value=names)


def _published(fields: Fields) -> Field | None:
    """Return the whole date: biblatex's `date`, else year, month and day."""
    if (field := fields.get("date")) and (day := _DAY.fullmatch(str(field.value).strip())):
        return field._replace(value=day[1])
    parts = [str(fields[name].value).strip() if name in fields else "" for name in ("year", "month", "day")]
    year, month, day_ = parts
    month = _MONTH_NAMES.get(month[:3].lower(), month.zfill(2))
    if year.isdigit() and month.isdigit() and day_.isdigit():
        return fields["day"]._replace(value=f"{year}-{month}-{day_.zfill(2)}", name="year, month and day")
    return None


def _arxiv_id(fields: Fields) -> Field | None:
    """Return the id in arXiv's own fields, else where Google Scholar and DBLP write it."""
    if eprint := fields.get("eprint"):
        archive = fields.get("archiveprefix") or fields.get("eprinttype")
        text = clean(_unescaped(str(eprint.value)))
        if archive and str(archive.value).strip().lower() == "arxiv":
            return eprint._replace(value=text)
        if not archive and read_arxiv_id(text):
            return eprint._replace(value=text)
    for name in ("journal", "journaltitle", "howpublished", "publisher", "note", "number", "volume"):
        field = fields.get(name)
        found = _NAMED_ARXIV.search(str(field.value)) if field else None
        if field and found and (arxiv_id := read_arxiv_id(found["id"])):
            return field._replace(value=arxiv_id)
    return None


def _verbatim(fields: Fields, name: str) -> Field | None:
    field = fields.get(name)
    return field._replace(value=_unescaped(str(field.value))) if field else None


def _unescaped(text: str) -> str:
    command = _URL.search(text)
    return _ESCAPED.sub(r"\1", command[1] if command else text)


def _url(fields: Fields) -> Field | None:
    """Return the address in `url`, else one that `howpublished` or `note` has as a command."""
    if "url" in fields:
        return _verbatim(fields, "url")
    for name in ("howpublished", "note"):
        if name in fields and _URL.search(str(fields[name].value)):
            return _verbatim(fields, name)
    return None


def _keywords(fields: Fields) -> Field | None:
    field = _plain(fields, "keywords")
    if not field or isinstance(field.value, Wrong):
        return field
    return field._replace(value=[part for part in re.split("[;,]", str(field.value)) if part.strip()])


def _organization(kind: str, fields: Fields) -> Field | None:
    """Return where the authors are; at a conference, `organization` is the host."""
    names = ("institution", "school", *(("organization",) if kind in _BY_ORGANIZATION else ()))
    return next((_plain(fields, name) for name in names if name in fields), None)
