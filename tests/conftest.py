"""What tests are given: archives of the sample papers, and their sites."""

import gc
import os
import signal
import subprocess
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from generator.publish.site import build_site
from tests.support.archives import SCRAPES, files_of, import_real_scrapes, make_archive, silent
from tests.support.kept_engine import ENGINE, keep_what_the_engine_makes
from tests.support.late import load_what_builds_need
from tests.support.live import recorded_archive

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=25)  # for make test-quick
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing them")


def pytest_configure(config: pytest.Config) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background of a shell, programs would ignore it
    config.addinivalue_line("markers", "live: asks the real services; only run with -m live")
    config.addinivalue_line("markers", "slow: takes seconds; left out by make test-quick")
    config.addinivalue_line("markers", "real_engine: starts MkDocs or Zensical, whatever another test had it make")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector away from the thousands of tests, which stay until the end, and start it seldom."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(100_000, 20, 20)
        gc.enable()


def pytest_unconfigure() -> None:
    """Let the interpreter take apart what was kept away from it: some libraries report what is left in the end."""
    gc.unfreeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the network, unless it was chosen."""
    if "live" not in config.option.markexpr:
        live = [item for item in items if item.get_closest_marker("live")]
        config.hook.pytest_deselected(items=live)
        items[:] = [item for item in items if item not in live]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers have in common, for this run alone (pytest-xdist, "How-tos")."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def recorded_root(shared: Path) -> Path:
    """Return an archive into which every recorded month was fetched, once for all workers; tests only read it."""
    with FileLock(shared / "recorded.lock"):
        if not (shared / "recorded").is_dir():
            recorded_archive(shared / "fetching").rename(shared / "recorded")
    return shared / "recorded"


@pytest.fixture(scope="session")
def scraped_root(shared: Path) -> Path:
    """Return an archive of the real scrapes, imported once for all workers; tests only read it."""
    if not SCRAPES.is_dir():
        pytest.skip("needs the real scrapes beside the repository")
    with FileLock(shared / "scraped.lock"):
        if not (shared / "scraped").is_dir():
            import_real_scrapes(shared / "scraping").rename(shared / "scraped")
    return shared / "scraped"


@pytest.fixture(scope="session", autouse=True)
def _quick_builds(shared: Path) -> Iterator[None]:
    """Have builds load nothing twice, start the engine once for each different input, and fork where a test says so.

    A forked process compiles templates and tables that this one has compiled before: four fifths of a small build.
    """
    load_what_builds_need()
    with pytest.MonkeyPatch.context() as patch:
        keep_what_the_engine_makes(patch, shared / "kept")
        patch.setattr("generator.publish.site.cores", lambda: 1)
        yield


@pytest.fixture(autouse=True)
def _real_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("real_engine"):
        monkeypatch.setattr(ENGINE, subprocess)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a fresh archive of the sample papers."""
    return make_archive(tmp_path / "archive")


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built site of the sample archive; tests only read it."""
    root = make_archive(tmp_path_factory.mktemp("sample") / "archive")
    return build_site(root, report=silent).folder


@pytest.fixture
def build(archive: Path) -> Callable[..., dict[str, bytes]]:
    """Return a function that builds the fresh archive and returns the site's files by path."""

    def run(**options: object) -> dict[str, bytes]:
        built = build_site(archive, report=silent, **options)  # type: ignore[arg-type]  # options are the caller's
        return files_of(built.folder)

    return run
