"""An earlier version of this project on the same archive, so that what it has gained since is not paid for with time.

The version comes from the repository's history and gets an environment of its own from its own lock. It is given the
archive without the facts that it does not know, for it would refuse them.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from generator.archive.listings import listing_paths
from tests.bench.measure import NotFinishedError
from tests.bench.ours import FULL, forget
from tests.bench.rows import Bench, Row
from tests.support.archives import REPOSITORY

TOOL = "papers, earlier"
REVISION = "c2d1fbd"  # the last one with plain pages: no similar papers, trends, library or standing queries
_FACTS = "from generator.archive.models import Record; print(*Record.__struct_fields__)"
_LONGEST = 600  # seconds that each step of setting it up may take


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version that is ready to run: its folder, and the facts about a paper that it knows."""

    folder: Path
    facts: frozenset[str]


def set_up(revision: str, folder: Path) -> Earlier:
    """Make a version of the project ready in the folder. Raises NotFinishedError."""
    archive = folder.with_suffix(".tar")
    _run(["git", "-C", str(REPOSITORY), "archive", f"--output={archive}", revision])
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    archive.unlink()
    python, lock = str(folder / ".venv" / "bin" / "python"), str(folder / "requirements.lock")
    if uv := shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])):
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(folder / ".venv")])
        install = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        _run([sys.executable, "-m", "venv", str(folder / ".venv")])
        install = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    _run([*install, "--require-hashes", "--requirement", lock])
    _run([*install, "--no-deps", "--no-build-isolation", "--editable", str(folder)])
    return Earlier(folder, frozenset(_run([python, "-I", "-c", _FACTS]).split()))


def earlier_row(earlier: Earlier, root: Path, bench: Bench, folder: Path) -> Row:
    """Measure how long the version takes to build the archive in `root`; it works in the folder."""
    copy_for(earlier, root, folder)
    command = [str(earlier.folder / ".venv" / "bin" / "papers"), "build", "-C", str(folder)]
    return bench.row(TOOL, FULL, command, prepare=partial(forget, folder), site=folder / "site")


def copy_for(earlier: Earlier, root: Path, folder: Path) -> None:
    """Copy an archive with the settings of the earlier version, and without what it does not know."""
    shutil.copytree(root / "content", folder / "content")
    shutil.copy(earlier.folder / "mkdocs.yml", folder)
    for path in listing_paths(folder / "content"):
        listing = msgspec.json.decode(path.read_bytes())
        listing["papers"] = [
            {name: value for name, value in paper.items() if name in earlier.facts} for paper in listing["papers"]
        ]
        path.write_bytes(msgspec.json.format(msgspec.json.encode(listing, order="sorted"), indent=2) + b"\n")


def _run(command: Sequence[str]) -> str:
    """Return what a command prints. Raises NotFinishedError with the last thing that it said where it fails."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=_LONGEST).stdout
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().split("\n")[-1]
        raise NotFinishedError(f"could not be set up: {said}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotFinishedError(f"could not be set up: {error}") from error
