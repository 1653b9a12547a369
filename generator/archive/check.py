"""Rules between files: each is a small generator of problems."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from generator.archive.conflicts import LEFT_FROM_MERGE, conflicts_in, leftovers_in_markdown
from generator.archive.curation import Curation, curation_path
from generator.archive.dates import is_plausible
from generator.archive.identifiers import fold_doi
from generator.archive.links import link_problem
from generator.archive.listings import listing_path
from generator.archive.messages import nearest
from generator.archive.models import Listing, Paper
from generator.errors import Problem, ProblemsError
from generator.files import files_below, read_bytes, read_text
from generator.text import hidden_in_lines

# The engine's own YAML reader, with its tags, reads the settings; these two are only looked up in the text.
_ADDRESS_SETTING = re.compile(r"""^(?P<name>site_url|repo_url): *["']?(?P<url>https?:[^\s"']*)""", re.MULTILINE)


def listing_problems(content: Path, listings: Mapping[Path, Listing]) -> Iterator[Problem]:
    """Yield a problem for each listing with an impossible day or in the wrong file."""
    for path, listing in listings.items():
        if listing.day and not is_plausible(listing.day):
            yield Problem(path, 1, f"day: {listing.day} cannot be a day on which papers were listed")
        expected = listing_path(content, listing.day)
        if path != expected:
            of = f"of {listing.day}" if listing.day else "without a day"
            yield Problem(path, 1, f"a listing {of} must be in {expected}")


def stray_problems(content: Path, read: Iterable[Path]) -> Iterator[Problem]:
    """Yield each file among listings and curation that is never read, so that none is overlooked."""
    known = set(map(str, read))
    for name, form in (("listings", "YEAR/YYYY-MM-DD.json"), ("curation", "YEAR/YYYY-MM-DD.yml")):
        folder = content / name
        for file in files_below(folder):
            hidden = file.startswith(".") or "/." in file
            if not (hidden or file.endswith(".md") or f"{folder}/{file}" in known) and (folder / file).is_file():
                yield Problem(
                    folder / file, 1, f"is not read: a file in content/{name} must be named {form} or undated"
                )


def link_problems(content: Path) -> Iterator[Problem]:
    """Yield each link among the hand-written pages: it could point to any file on the build machine."""
    folder = content / "pages"
    must = "must be a real {}, not a link: its target would be published"
    if folder.is_symlink():
        yield Problem(folder, 1, must.format("folder"))
    for path in (folder / file for file in files_below(folder)):
        if path.is_symlink():
            yield Problem(path, 1, must.format("file"))


def settings_problems(path: Path) -> Iterator[Problem]:
    """Yield each line of the site's settings with an invisible character or a bad address: every page shows them."""
    if not path.is_file():
        return
    text = read_text(path)
    for line, message in hidden_in_lines(text):
        yield Problem(path, line, message)
    for found in _ADDRESS_SETTING.finditer(text):
        if wrong := link_problem(found["url"]):
            yield Problem(path, text.count("\n", 0, found.start()) + 1, f"{found['name']} {wrong}")


def page_address_problems(content: Path) -> Iterator[Problem]:
    """Yield each hand-written page with the same address as another, such as `about.md` and `about/index.md`."""
    folder = content / "pages"
    owners: dict[Path, str] = {}
    for file in sorted(file for file in files_below(folder) if file.endswith(".md")):
        path = Path(file)
        owner = owners.setdefault(path.parent if path.name == "index.md" else path.with_suffix(""), file)
        if owner != file:
            yield Problem(folder / file, 1, f"{owner} has this address as well; give one of them another name")


def conflict_problems(*folders: Path) -> Iterator[Problem]:
    """Yield each unresolved merge conflict in the files of the folders: both versions would be published."""
    for path in (folder / file for folder in folders for file in files_below(folder)):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            text = read_bytes(path).decode("utf-8", "replace")
        except ProblemsError as error:
            yield from error.problems
        else:
            message = f"{LEFT_FROM_MERGE}; to show such a line, put a blank before it"
            leftovers = leftovers_in_markdown(text) if path.suffix == ".md" else ()
            yield from (Problem(path, line, message) for line in [*conflicts_in(text)] or leftovers)


def missing_topics_problems(path: Path, curations: Iterable[Curation]) -> Iterator[Problem]:
    """Yield a problem if topics.yml is missing although a file has a similar name or curation names topics."""
    if path.exists():
        return
    beside = [file.name for file in path.parent.iterdir() if file.is_file()] if path.parent.is_dir() else []
    if near := get_close_matches(path.name, sorted(beside), n=1):
        yield Problem(path, 1, f'is missing: rename "{near[0]}" if that is the file that defines the topics')
    elif any(decision.topics for curation in curations for decision in curation.decisions.values()):
        yield Problem(path, 1, "is missing, but curation names topics: restore the file that defines them")


def curation_problems(content: Path, curations: Iterable[Curation], listings: Iterable[Listing]) -> Iterator[Problem]:
    """Yield each decision that is about no known paper, or in the wrong file.

    A paper may have decisions in several files, each of a day that lists it: two people working at the same time could
    not have noticed. Their meaning is clear (see merge_decisions), so this is a warning. So is an entry that became
    misplaced when its paper lost or gained a day: listings move papers, but only people move entries.
    """
    homes: dict[str, tuple[Path, ...]] = {}
    keys_of: dict[Path, list[str]] = {}
    for listing in listings:
        home = (curation_path(content, listing.day),)  # shared by all papers that are listed once
        keys_of[home[0]] = [record.key for record in listing.papers]
        for key in keys_of[home[0]]:
            homes[key] = homes[key] + home if key in homes else home
    curated: dict[str, Path] = {}
    undated = curation_path(content, None)
    for curation in curations:
        for key, line in curation.lines.items():
            if key not in homes:
                near = nearest(key, keys_of.get(curation.path, ())) or nearest(key, homes)
                yield Problem(curation.path, line, f'no listing has a paper "{key}"{near}')
            elif curation.path not in homes[key]:
                places = " or ".join(sorted(path.name for path in homes[key]))
                moved = undated in (*homes[key], curation.path)
                message = f'"{key}" {"should" if moved else "must"} be curated in {places}'
                why = (
                    "the file of papers without a day"
                    if homes[key] == (undated,)
                    else "the file of a day that lists it"
                )
                yield Problem(curation.path, line, f"{message}, {why}: move the entry there", warning=moved)
            elif key in curated:
                message = f'"{key}" is already curated in {curated[key].name}; if the two differ, this file counts'
                yield Problem(curation.path, line, f"{message}; keep one entry", warning=True)
            else:
                curated[key] = curation.path


def identity_problems(content: Path, papers: Iterable[Paper], curations: Iterable[Curation]) -> Iterator[Problem]:
    """Yield each arXiv id that two papers claim, and, as a warning, each DOI.

    An arXiv id is part of an address, as a key is. Two papers of one DOI may be one: only a person can tell.
    """
    corrected = {
        key: Problem(curation.path, curation.lines[key], "")
        for curation in curations
        for key, decision in curation.decisions.items()
        if decision.correct.arxiv_id or decision.correct.doi
    }
    papers = list(papers)
    owners, owners_of_doi = {paper.key: paper.key for paper in papers}, dict[str, str]()

    def where(paper: Paper, owner: str) -> Problem:
        return corrected.get(paper.key) or corrected.get(owner) or Problem(listing_path(content, paper.day), 1, "")

    for paper in papers:
        if paper.arxiv_id and (owner := owners.setdefault(paper.arxiv_id, paper.key)) != paper.key:
            message = f'papers "{paper.key}" and "{owner}" cannot both have the arXiv id {paper.arxiv_id}'
            yield replace(where(paper, owner), message=message)
        if paper.doi and (owner := owners_of_doi.setdefault(fold_doi(paper.doi), paper.key)) != paper.key:
            message = f'papers "{paper.key}" and "{owner}" have the same DOI, {paper.doi}'
            remedy = "correct the wrong one, or hide one of the two if they are one paper"
            yield replace(where(paper, owner), message=f"{message}: {remedy}", warning=True)
