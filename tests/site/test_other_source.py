"""An archive of another source than the project's own: it speaks of that source, and of no other."""

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.publish.settings import Engine
from generator.publish.site import build_site
from tests.support.archives import REPOSITORY, SAMPLE, broken_links, files_of, run, silent, unpacked, xpath

NAMES_OF_ANOTHER = re.compile(rb"hugging|daily\W?papers|\bhf\.co\b", re.IGNORECASE)

PAPERS = (
    Record(key="a-robot-that-folds", title="A Robot That Folds & Irons", abstract="It folds a <shirt>.", upvotes=3),
    Record(key="2503.00042", arxiv_id="2503.00042", title="Patient Grippers", authors=("Ada Finch", "Bo Lee")),
)
LISTINGS = (
    Listing(day=date(2025, 3, 11), source="imported", status="partial", papers=PAPERS),
    Listing(day=date(2025, 3, 15), source="imported", status="empty", papers=()),
    Listing(
        day=date(2025, 3, 20), source="written by hand", status="partial", papers=(Record(key="legs", title="Legs"),)
    ),
    Listing(day=None, source="imported", status="partial", papers=(Record(key="arms", title="Arms"),)),
)
OWN = "none"
NAMED = "{name: Robotics Weekly}"
LINKED = """
    name: Robotics Weekly
    publisher: Example Labs
    url: https://robots.example/weekly/
    paper_url: https://robots.example/arxiv/{arxiv_id}
    search_url: https://robots.example/find?title={title}&all=1
    first_day: 2025-01-06
"""

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that makes an archive of a source, with some content's topics and no page of its own."""

    def make(source: str, listings: Iterable[Listing] = LISTINGS, content: Path = SAMPLE) -> Path:
        root = tmp_path / "archive"
        (root / "content").mkdir(parents=True)
        settings = f"site_name: Robotics Reading List\nsite_url: https://list.example/\nextra:\n  source: {source}\n"
        (root / "mkdocs.yml").write_text(settings, "utf-8")
        shutil.copy(content / "topics.yml", root / "content")
        for listing in listings:
            write_listing(root / "content", listing)
        return root

    return make


def site_of(root: Path, engine: Engine = "mkdocs") -> dict[str, bytes]:
    return files_of(build_site(root, report=silent, engine=engine).folder)


def links_of(files: dict[str, bytes], key: str) -> list[tuple[str, str]]:
    page = html.fromstring(files[f"papers/{key}/index.html"])
    return [(link.text, link.get("href")) for link in xpath(page, "//div[@class='actions']/a")]


@pytest.mark.slow
@pytest.mark.parametrize("engine", get_args(Engine))
@pytest.mark.parametrize("source", [OWN, NAMED, LINKED])
def test_no_file_names_the_project_s_source(make: Make, source: str, engine: Engine) -> None:
    files = site_of(make(source, content=REPOSITORY / "content"), engine)
    assert len(files) > 100
    assert [path for path in files if NAMES_OF_ANOTHER.search(path.encode())] == []
    assert {path: found[0] for path, data in files.items() if (found := NAMES_OF_ANOTHER.search(unpacked(data)))} == {}
    assert broken_links(files) == []


def test_no_file_of_an_empty_archive_names_it_either(make: Make) -> None:
    files = site_of(make(OWN, ()))
    assert [path for path, data in files.items() if NAMES_OF_ANOTHER.search(unpacked(data))] == []


def test_the_names_would_be_found(sample_site: Path) -> None:
    found = {path for path, data in files_of(sample_site).items() if NAMES_OF_ANOTHER.search(unpacked(data))}
    assert found > {"index.html", "site.webmanifest", "data/schemas/paper.json", "feeds/all.json", "feeds.opml"}


@pytest.mark.parametrize("form", ["text", "html", "eml"])
def test_no_digest_names_it(make: Make, form: str) -> None:
    sender = ["--from", "list@robots.example"] if form == "eml" else []
    letter = run("digest", "--format", form, *sender, "-C", str(make(LINKED))).output
    assert "Robotics Reading List" in letter
    assert not NAMES_OF_ANOTHER.search(letter.encode())


def test_its_own_names_and_addresses_stand_there_instead(make: Make) -> None:
    files = site_of(make(LINKED))
    assert links_of(files, "2503.00042")[2:] == [("Example Labs", "https://robots.example/arxiv/2503.00042")]
    assert links_of(files, "a-robot-that-folds") == [
        ("Find on Example Labs", "https://robots.example/find?title=A+Robot+That+Folds+%26+Irons&all=1")
    ]
    assert b'x-source":"Example Labs\' Robotics Weekly"' in re.sub(rb"\s*:\s*", b":", files["data/schemas/paper.json"])
    assert b"Listed in Example Labs' Robotics Weekly on 11 March 2025" in files["cite/months/2025-03.bib"]
    assert b"Listing date unknown" in files["days/undated/index.html"]
    assert b'<a href="https://robots.example/weekly/">Example Labs\' Robotics Weekly</a>' in files["about/index.html"]
    assert b"It is not part of Example Labs or arXiv" in files["about/index.html"]
    assert b"the research papers that Example Labs' Robotics Weekly listed" in files["site.webmanifest"]


def test_papers_that_people_add_are_listed_in_the_archive_itself_and_lead_nowhere_else(make: Make) -> None:
    files = site_of(make(OWN))
    assert [label for label, _ in links_of(files, "2503.00042")] == ["PDF", "arXiv"]
    assert (
        b"links"
        not in re.sub(rb".*<article", b"", files["papers/legs/index.html"], flags=re.DOTALL).split(b"</article")[0]
    )
    assert b"Listed in Robotics Reading List on 11 March 2025" in files["cite/months/2025-03.bib"]
    assert b"Robotics Reading List</h1>" in files["index.html"]
    assert b"An archive of research papers, day by day and by topic" in files["site.webmanifest"]


def test_no_day_that_is_imported_or_written_by_hand_is_partial_or_missing(make: Make) -> None:
    root = make(OWN)
    files = site_of(root)
    assert not re.search(rb"partial|missing", files["archive/index.html"])
    assert b'title="1 paper"' in files["archive/index.html"]
    status = run("status", "--json", "-C", str(root)).output
    assert re.findall(r'"(?:day|state)": "(.*)"', status) == [
        *("2025-03-11", "complete"),
        *("2025-03-15", "empty"),
        *("2025-03-20", "complete"),
    ]
    assert run("status", "--holes", "9", "-C", str(root)).output.startswith("No holes")
