"""What tests share: a small archive of invented papers, the real scrapes where they are at hand, and a site's files."""

import re
import shutil
import zlib
from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from click.testing import CliRunner, Result
from lxml import etree, html

from generator.archive.load import Archive
from generator.archive.models import Paper
from generator.cli import papers
from generator.files import replace_file
from generator.publish.catalog import view_papers
from generator.publish.paper import PaperView

REPOSITORY = Path(__file__).parents[2]
SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "content"
SCRAPES = REPOSITORY.parent / "shared" / "data" / "scrapes"


def silent(_stage: str) -> None:
    """Take no note of a stage."""


def copy_settings(folder: Path, abstracts: str = "keep") -> None:
    """Give a folder the project's mkdocs.yml as an archive of one's own has it, which keeps abstracts by default."""
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(re.sub("(?m)^  abstracts: .*", f"  abstracts: {abstracts}", settings), "utf-8")


def make_archive(folder: Path, content: Path = SAMPLE) -> Path:
    """Make a folder an archive: the project's mkdocs.yml and a copy of some content, without overrides of its own."""
    shutil.copytree(content, folder / "content")
    copy_settings(folder)
    return folder


def import_real_scrapes(folder: Path) -> Path:
    """Make a folder an archive of the three real scrapes, abstracts included, under the bundled topics."""
    (folder / "content").mkdir(parents=True)
    copy_settings(folder)
    shutil.copy(REPOSITORY / "content" / "topics.yml", folder / "content")
    shutil.copytree(REPOSITORY / "content" / "pages", folder / "content" / "pages")
    for number, options in (("003", []), ("002", ["--date", "2025-03-11"]), ("001", [])):
        (file,) = SCRAPES.glob(f"{number}_*.txt")
        run("import", str(file), *options, "-C", str(folder))
    return folder


def edited(archive: Path, path: Path | str, old: str, new: str) -> Path:
    """Return a copy of the archive in which one file says something else."""
    after = archive.parent / "after"
    if not after.exists():
        shutil.copytree(archive, after)
    text = (after / path).read_text("utf-8")
    assert old in text
    replace_file(after / path, text.replace(old, new).encode())
    return after


def retagged(archive: Path) -> Path:
    """Return a copy of the archive in which a person has moved the lantern from translation to robotics."""
    return edited(archive, "content/curation/2025/2025-03-10.yml", "[translation]", "[robotics]")


def run(*arguments: str) -> Result:
    """Run `papers` inside this process; it must succeed."""
    result = CliRunner().invoke(papers, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def view_of(paper: Paper, archive: Archive) -> PaperView:
    """Return the view of a paper as if it were the archive's."""
    return view_papers(replace(archive, papers=(paper,)))[paper.key]


def xpath(element: etree._Element, path: str) -> list[Any]:
    """Return what an XPath finds; lxml's own type says less than the tests know."""
    found = element.xpath(path)
    assert isinstance(found, list)
    return found


def broken_links(files: dict[str, bytes]) -> list[str]:
    """Return every link of the site to a page, a file or an anchor of it that is not there."""
    anchors: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for path, data in files.items():
        if path.endswith(".html"):  # one page after the other: thousands of trees would fill the memory
            tree = html.fromstring(data)
            anchors[path] = {*xpath(tree, "//@id"), *xpath(tree, "//a/@name")}
            if path != "404.html":  # its links begin at the host's root, for it is shown at any address
                links += (
                    (path, link) for link in xpath(tree, "//a/@href | //link/@href | //script/@src | //form/@action")
                )
    return [f"{path}: {link}" for path, link in links if _is_broken(path, link, files, anchors)]


def _is_broken(path: str, link: str, files: Container[str], anchors: Mapping[str, set[str]]) -> bool:
    parts = urlsplit(urljoin(f"http://site/{path}", link))
    if parts.netloc != "site":
        return False
    target = unquote(parts.path.lstrip("/"))
    target += "index.html" if target.endswith("/") or not target else ""
    return target not in files or bool(parts.fragment and parts.fragment not in anchors[target])


def unpacked(data: bytes) -> bytes:
    """Return what a file holds, decompressed where it is gzip or zlib, so that words in it can be looked for."""
    try:
        return zlib.decompress(data, wbits=zlib.MAX_WBITS + 32)  # 32: either header (zlib's manual, inflateInit2)
    except zlib.error:
        return data


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
