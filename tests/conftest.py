"""What tests are given: archives of the sample papers, and their sites."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from generator.publish.site import build_site
from tests.support.archives import files_of, make_archive, silent

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing them")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "live: asks the real services; only run with -m live")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the network, unless markers were chosen."""
    if not config.option.markexpr:
        live = [item for item in items if item.get_closest_marker("live")]
        config.hook.pytest_deselected(items=live)
        items[:] = [item for item in items if item not in live]


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
