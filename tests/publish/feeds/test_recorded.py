"""The feeds of all recorded months: what real titles, names and abstracts become."""

import shutil
from pathlib import Path

import feedparser
import pytest

from generator.archive.listings import read_listing
from generator.archive.load import load_archive
from generator.publish.catalog import catalog_of
from generator.publish.feeds.feed import DOCUMENT
from generator.publish.feeds.tasks import tasks
from generator.publish.settings import read_site
from tests.support.feeds import ENDINGS, assert_is_valid, chain, feeds_among, ids, made
from tests.support.live import RECORDED

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="needs the recorded answers beside the repository")


@pytest.fixture(scope="module")
def root(recorded_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy: a test takes a day away."""
    return Path(shutil.copytree(recorded_root, tmp_path_factory.mktemp("recorded") / "archive"))


def feeds_of(root: Path) -> dict[str, bytes]:
    return made(tasks(catalog_of(load_archive(root / "content"), read_site(root))))


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    return feeds_of(root)


def test_all_feeds_of_the_recorded_months_are_whole(root: Path, files: dict[str, bytes]) -> None:
    for path, data in feeds_among(files).items():
        assert len(data) <= DOCUMENT, path
        assert_is_valid(path, data)
        found = ids(data)
        assert len(found) == len(set(found)), path
        if not path.startswith("feeds/archive/") and path.endswith(".xml"):
            assert not feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False).bozo, path
            assert found == ids(files[f"{path.partition('.')[0]}.json"]), path
    dated = {f"papers/{paper.key}" for paper in load_archive(root / "content").papers if paper.day}
    followed = {entry.rpartition(":")[2] for path in chain(files, "all") for entry in ids(files[path])}
    assert followed == dated
    assert len(dated) == 5435


def test_a_day_taken_away_and_given_back_changes_the_documents_that_hold_its_papers_and_their_neighbours(
    root: Path, files: dict[str, bytes]
) -> None:
    path = root / "content" / "listings" / "2024" / "2024-02-14.json"
    day = path.read_bytes()
    own = {f"papers/{paper.key}".encode() for paper in read_listing(path).papers}
    path.unlink()
    without = feeds_of(root)
    path.write_bytes(day)
    assert feeds_of(root) == files
    changed = {name for name in files if files[name] != without.get(name)}
    holding = {name for name, data in files.items() if any(key in data for key in own)}
    assert holding <= changed
    digests = {f"feeds/monthly.{ending}" for ending in ENDINGS}  # which count a day's papers where they do not fit
    assert changed - holding - digests == {"feeds/archive/all/2024-02-15.atom.xml"}  # which leads to the day before
