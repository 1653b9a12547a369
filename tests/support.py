"""What tests share: a small archive of invented papers, the real scrapes where they are at hand, and a site's files."""

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from lxml import etree

from generator.cli import papers

REPOSITORY = Path(__file__).parents[1]
SAMPLE = Path(__file__).parent / "data" / "sample" / "content"
SCRAPES = REPOSITORY.parent / "shared" / "data" / "scrapes"


def silent(_stage: str) -> None:
    """Take no note of a stage."""


def make_archive(folder: Path, content: Path = SAMPLE) -> Path:
    """Make a folder an archive: the project's mkdocs.yml and a copy of some content, without overrides of its own."""
    shutil.copytree(content, folder / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    return folder


def import_real_scrapes(folder: Path) -> Path:
    """Make a folder an archive of the three real scrapes, abstracts included, under the bundled topics."""
    (folder / "content").mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    shutil.copy(REPOSITORY / "content" / "topics.yml", folder / "content")
    shutil.copytree(REPOSITORY / "content" / "pages", folder / "content" / "pages")
    for number, options in (("003", []), ("002", ["--date", "2025-03-11"]), ("001", [])):
        (file,) = SCRAPES.glob(f"{number}_*.txt")
        run("import", str(file), *options, "-C", str(folder))
    return folder


def run(*arguments: str) -> Result:
    """Run `papers` inside this process; it must succeed."""
    return CliRunner().invoke(papers, list(arguments), catch_exceptions=False)


def xpath(element: etree._Element, path: str) -> list[Any]:
    """Return what an XPath finds; lxml's own type says less than the tests know."""
    found = element.xpath(path)
    assert isinstance(found, list)
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
