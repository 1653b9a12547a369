"""An archive is the same wherever it lies: a copy of a built one is current, and two folders build the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.incremental.fingerprint import digest_of
from generator.incremental.state import NAME
from generator.publish import archive_cache
from generator.publish.site import Built, build_site
from generator.publish.theme import engine
from tests.support.archives import REPOSITORY, files_of, make_archive, silent

STAGES_OF_TASKS = {"pages", "feeds", "data", "citations", "search", "exports"}


def make_rich_archive(folder: Path) -> Path:
    """Make an archive with pages and overrides of its own, so that every kind of source is in its folder."""
    make_archive(folder)
    shutil.copytree(REPOSITORY / "content" / "pages", folder / "content" / "pages", dirs_exist_ok=True)
    (folder / "overrides" / "partials").mkdir(parents=True)
    (folder / "overrides" / "partials" / "footer.html").write_text("<footer>Ours</footer>")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive that was built; tests only copy it."""
    root = make_rich_archive(tmp_path_factory.mktemp("first") / "archive")
    build_site(root, report=silent, jobs=1)
    return root


@pytest.fixture
def rebuild(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Built]:
    """Return what builds an archive of which nothing must be computed again."""

    def fail(*_: object) -> None:
        raise AssertionError("computed again")

    for module, name in ((engine, "_start"), (archive_cache, "examine_curation"), (archive_cache, "suggest_each")):
        monkeypatch.setattr(module, name, fail)

    def run(root: Path) -> Built:
        result = build_site(root, report=silent)
        assert (result.written.changed, result.written.removed) == (0, 0)
        assert STAGES_OF_TASKS.isdisjoint(result.seconds)
        return result

    return run


@pytest.mark.parametrize("copy", [shutil.copyfile, shutil.copy2], ids=["new times", "same times"])
def test_of_a_copied_archive_nothing_is_made_again(
    built: Path, tmp_path: Path, rebuild: Callable[[Path], Built], copy: Callable[[str, str], object]
) -> None:
    root = tmp_path / "somewhere" / "else"
    shutil.copytree(built, root, copy_function=copy)
    result = rebuild(root)
    assert ("plan" in result.seconds) == (copy is shutil.copyfile)  # with the same times not even the archive is read
    assert (root / "build" / NAME).read_bytes() == (built / "build" / NAME).read_bytes()
    assert files_of(root / "site") == files_of(built / "site")


def test_of_an_archive_that_moved_nothing_is_made_again(
    built: Path, tmp_path: Path, rebuild: Callable[[Path], Built]
) -> None:
    shutil.copytree(built, tmp_path / "before")
    (tmp_path / "before").rename(tmp_path / "after")
    rebuild(tmp_path / "after")


def test_the_folder_may_be_called_by_another_path(
    built: Path, tmp_path: Path, rebuild: Callable[[Path], Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built, tmp_path / "archive")
    monkeypatch.chdir(tmp_path / "archive")
    assert "plan" not in rebuild(Path()).seconds


def test_two_folders_of_the_same_content_get_the_same_state_and_the_same_site(built: Path, tmp_path: Path) -> None:
    other = make_rich_archive(tmp_path / "deep" / "in" / "another place")
    build_site(other, report=silent, jobs=3)
    assert (other / "build" / NAME).read_bytes() == (built / "build" / NAME).read_bytes()
    assert files_of(other / "site") == files_of(built / "site")


def test_a_fingerprint_of_a_path_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="has no digest"):
        digest_of([Path("content")])
