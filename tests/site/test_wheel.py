"""The wheel, installed into a fresh environment, does what a checkout does, and makes the same bytes."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import requests

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.publish.settings import Engine
from generator.publish.site import build_site
from tests.support.archives import REPOSITORY, broken_links, files_of, silent, unpacked

SCRAPE = REPOSITORY / "tests" / "data" / "scrape_dated.txt"  # of 31 October 2025
NAMES_OF_ANOTHER = re.compile(rb"hugging|daily\W?papers|\bhf\.co\b", re.IGNORECASE)
# Nothing of this checkout, and nothing from the network.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SITE_URL", "REPO_URL")}


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program that must succeed, and return what it printed."""
    result = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{result.stdout}{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return `papers` of a fresh environment that has the wheel, and what it depends on from this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=REPOSITORY)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env")
    python = folder / "env" / "bin" / "python"
    install = ("-m", "uv", "pip", "install", "--quiet", "--offline", "--no-cache", "--no-deps", "--python")
    run(sys.executable, *install, python, wheel, cwd=folder)
    library = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    # The path files there are not read again, so this checkout is not on the new environment's path.
    (Path(library) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python.with_name("papers")


def test_it_is_the_wheel_that_runs(papers: Path, tmp_path: Path) -> None:
    found = run(papers.with_name("python"), "-c", "import generator; print(generator.__file__)", cwd=tmp_path)
    assert Path(found).is_relative_to(papers.parents[1])


@pytest.mark.parametrize("engine", get_args(Engine))
def test_an_archive_is_started_filled_built_and_checked(papers: Path, tmp_path: Path, engine: Engine) -> None:
    run(papers, "init", "my archive", cwd=tmp_path)
    root = tmp_path / "my archive"
    assert "2025-10-31" in run(papers, "import", SCRAPE, "--date", "2025-10-31", cwd=root)
    run(papers, "build", "--engine", engine, cwd=root)
    assert "no problems" in run(papers, "check", cwd=root)
    built = files_of(root / "site")
    assert broken_links(built) == []
    assert "days/2025-10-31/index.html" in built

    again = build_site(root, report=silent, engine=engine)  # by this checkout
    assert (again.written.changed, again.written.removed) == (0, 0)
    assert not {"theme", "pages", "feeds", "search"} & again.seconds.keys()
    build_site(root, report=silent, engine=engine, clean=True)
    assert files_of(root / "site") == built


@pytest.mark.parametrize("engine", get_args(Engine))
def test_an_archive_of_another_source_names_only_itself(papers: Path, tmp_path: Path, engine: Engine) -> None:
    run(papers, "init", ".", "--name", "Robot Reading", "--source", "none", "--repo", "example/robots", cwd=tmp_path)
    robots = (Record(key="patient-grippers", title="Patient Grippers", authors=("Ada Finch",)),)
    write_listing(
        tmp_path / "content", Listing(day=date(2025, 3, 11), source="by hand", status="complete", papers=robots)
    )
    run(papers, "build", "--engine", engine, cwd=tmp_path)
    digest = run(papers, "digest", "--day", "2025-03-11", cwd=tmp_path)
    files = {**files_of(tmp_path / "site"), "digest": digest.encode()}
    assert {path for path, data in files.items() if NAMES_OF_ANOTHER.search(unpacked(data))} == set()
    named = (
        "index.html",
        "about/index.html",
        "feeds/all.atom.xml",
        "cite/months/2025-03.bib",
        "data/index.json",
        "digest",
    )
    assert [path for path in named if b"Robot Reading" not in files[path]] == []


def test_it_serves_an_archive(papers: Path, tmp_path: Path) -> None:
    run(papers, "init", "robots", "--source", "none", "--url", "https://robots.example/list/", cwd=tmp_path)
    command = [str(papers), "serve", "--port", "0", "-C", "robots"]
    with subprocess.Popen(command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        page = requests.get(address, timeout=20)
        process.terminate()
    assert (page.status_code, "Robots" in page.text) == (200, True)
