"""Where the project's own files are: at the top of a checkout, and inside the package in a wheel."""

from pathlib import Path

from generator.project import BUNDLED, PROJECT, project_folder
from tests.support.archives import REPOSITORY


def test_a_checkout_has_them_at_its_top(tmp_path: Path) -> None:
    assert project_folder(tmp_path / "checkout" / "generator") == tmp_path / "checkout"
    assert PROJECT == REPOSITORY


def test_a_wheel_has_them_in_its_package(tmp_path: Path) -> None:
    (tmp_path / "generator" / BUNDLED).mkdir(parents=True)
    assert project_folder(tmp_path / "generator") == tmp_path / "generator" / BUNDLED
