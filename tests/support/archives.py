"""Shared helpers: a small archive of made-up papers, the real scrapes if they are available, and a site's files."""

import re
import shutil
import zlib
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from click.testing import CliRunner, Result
from lxml import etree, html

from generator.archive.dates import days_between, is_weekend
from generator.archive.listings import write_listing
from generator.archive.load import Archive
from generator.archive.models import Listing, Paper, Record
from generator.cli import papers
from generator.files import replace_file
from generator.publish.catalog import view_papers
from generator.publish.paper import PaperView
from generator.publish.settings import read_site

REPOSITORY = Path(__file__).parents[2]
SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "content"
SCRAPES = REPOSITORY.parent / "shared" / "data" / "scrapes"
_SCHEME = re.compile("[a-z]+:")  # which no link within the site has (RFC 3986, section 4.2)
_ANCHORS = "//@id | //a/@name"
_LINKS = "//a/@href | //link/@href | //script/@src | //form/@action"


def silent(_stage: str) -> None:
    """Ignore a build stage."""


def copy_settings(folder: Path, abstracts: str = "keep") -> None:
    """Give a folder the project's mkdocs.yml as an archive of one's own has it, which keeps abstracts by default."""
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(re.sub("(?m)^  abstracts: .*", f"  abstracts: {abstracts}", settings), "utf-8")


def make_archive(folder: Path, content: Path = SAMPLE) -> Path:
    """Create an archive in the folder: the project's mkdocs.yml and a copy of the content, without overrides."""
    shutil.copytree(content, folder / "content")
    copy_settings(folder)
    return folder


def fill_sixteen_months(archive: Path) -> None:
    """List a paper on each weekday before the sample's: of translation until November 2024, then of robots."""
    for day in days_between(date(2023, 11, 1), date(2025, 3, 7)):
        if not is_weekend(day):
            subject = "Robots" if day >= date(2024, 12, 1) else "Translation"
            paper = Record(key=f"paper-of-{day}", title=f"{subject} on {day}")
            write_listing(archive / "content", Listing(day=day, source="s", status="complete", papers=(paper,)))


def import_real_scrapes(folder: Path) -> Path:
    """Create an archive of the three real scrapes, including abstracts, with the bundled topics."""
    (folder / "content").mkdir(parents=True)
    copy_settings(folder)
    shutil.copy(REPOSITORY / "content" / "topics.yml", folder / "content")
    shutil.copytree(REPOSITORY / "content" / "pages", folder / "content" / "pages")
    for number, options in (("003", []), ("002", ["--date", "2025-03-11"]), ("001", [])):
        (file,) = SCRAPES.glob(f"{number}_*.txt")
        run("import", str(file), *options, "-C", str(folder))
    return folder


def edited(archive: Path, path: Path | str, old: str, new: str) -> Path:
    """Return a copy of the archive with a text replaced in one file."""
    after = archive.parent / "after"
    if not after.exists():
        shutil.copytree(archive, after)
    text = (after / path).read_text("utf-8")
    assert old in text
    replace_file(after / path, text.replace(old, new).encode())
    return after


def retagged(archive: Path) -> Path:
    """Return a copy of the archive in which a curator has moved the lantern from translation to robotics."""
    return edited(archive, "content/curation/2025/2025-03-10.yml", "[translation]", "[robotics]")


def run(*arguments: str) -> Result:
    """Run `papers` in this process; it must succeed."""
    result = CliRunner().invoke(papers, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def view_of(paper: Paper, archive: Archive) -> PaperView:
    """Return the view of a paper as part of the archive."""
    return view_papers(replace(archive, papers=(paper,)), read_site(REPOSITORY))[paper.key]


def xpath(element: etree._Element, path: str) -> list[Any]:
    """Return the results of an XPath as a list; lxml's own return type is broader."""
    found = element.xpath(path, smart_strings=False)  # strings that know their parents take longer to make
    assert isinstance(found, list)
    return found


def broken_links(files: dict[str, bytes]) -> list[str]:
    """Return every internal link whose page, file or anchor does not exist, with the first page that has it."""
    anchors: dict[str, set[str]] = {}
    pages: dict[tuple[str, str], str] = {}  # by each link and where it starts from: most pages share most links
    for path, data in files.items():
        if path.endswith(".html"):  # one tree at a time: thousands would fill the memory
            tree = html.fromstring(data)
            anchors[path] = set(xpath(tree, _ANCHORS))
            if path != "404.html":  # its links start at the host's root, because it is shown at any address
                for link in xpath(tree, _LINKS):
                    if not _SCHEME.match(link) and not (link[:1] == "#" and link[1:] in anchors[path]):
                        pages.setdefault(_from_above(path, link), path)
    return [f"{path}: {link}" for (start, link), path in pages.items() if _is_broken(start, link, files, anchors)]


def _from_above(path: str, link: str) -> tuple[str, str]:
    """Return the folder that the page's link leads up to, and the rest of the link."""
    if link[:1] in {"", "#", "?"}:
        return path, link
    folder = path.rpartition("/")[0]
    while folder and link.startswith("../"):
        folder, link = folder.rpartition("/")[0], link.removeprefix("../")
    return f"{folder}/", link


def _is_broken(start: str, link: str, files: Container[str], anchors: Mapping[str, set[str]]) -> bool:
    parts = urlsplit(urljoin(f"http://site/{start.lstrip('/')}", link))
    if parts.netloc != "site":
        return False
    target = unquote(parts.path.lstrip("/"))
    target += "index.html" if target.endswith("/") or not target else ""
    # A fragment with an equals sign is a choice that a script of the page reads, such as `trends/#topics=agents`.
    is_anchor = parts.fragment and "=" not in parts.fragment
    return target not in files or bool(is_anchor and parts.fragment not in anchors[target])


def unpacked(data: bytes) -> bytes:
    """Return a file's content, decompressed if it is gzip or zlib, so that it can be searched for words."""
    try:
        return zlib.decompress(data, wbits=zlib.MAX_WBITS + 32)  # 32: either header (zlib's manual, inflateInit2)
    except zlib.error:
        return data


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
