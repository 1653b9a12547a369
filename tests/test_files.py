"""A good file is never lost, whatever happens while it is replaced."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.errors import ArchiveError, ProblemsError
from generator.files import read_text, replace_file

ROOT = Path(__file__).parents[1]


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def output(program: str, *arguments: object) -> str:
    with start(program, *arguments) as process:
        text, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return text


# Reading


def test_a_text_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text("ä: 深\n", encoding)
        assert read_text(path) == "ä: 深\n"


def test_what_is_not_utf_8_is_a_problem_on_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes("# ä\nfirst: 1\nsecond: \xe4\n".encode("latin-1").replace(b"# \xe4", b"# a"))
    with pytest.raises(ProblemsError) as caught:
        read_text(path)
    assert str(caught.value) == f"{path}:3: must be UTF-8 text; this line is not"


@pytest.mark.parametrize(
    ("make", "reason"),
    [(lambda path: path.mkdir(), "Is a directory"), (lambda _: None, "No such file or directory")],
)
def test_what_cannot_be_read_is_a_problem_of_the_file(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(path := tmp_path / "a.yml")
    with pytest.raises(ProblemsError) as caught:
        read_text(path)
    assert str(caught.value) == f"{path}:1: cannot be read: {reason}"


# Replacing


def test_a_file_is_made_with_its_folders_and_for_everyone_to_read(tmp_path: Path) -> None:
    path = tmp_path / "2025" / "03" / "a.json"
    assert replace_file(path, b"one")
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("durable", [True, False])
def test_other_bytes_replace_the_file_and_leave_nothing_beside_it(tmp_path: Path, *, durable: bool) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    assert replace_file(path, b"two", durable=durable)
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_bytes_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    replace_file(path, b"one")
    os.utime(path, ns=(1, 1))
    before = path.stat()
    assert not replace_file(path, b"one")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (1, before.st_ino)


def test_an_empty_file_is_made_where_there_was_none(tmp_path: Path) -> None:
    assert replace_file(tmp_path / "a.json", b"")
    assert not replace_file(tmp_path / "a.json", b"")


# Refusals

FULL_DISK = """
import resource, sys
from pathlib import Path
from generator.files import replace_file
from generator.errors import ArchiveError
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    replace_file(Path(sys.argv[1]), b"new" * 100_000)
except ArchiveError as error:
    print(error)
"""


def test_a_disk_that_fills_up_midway_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    assert output(FULL_DISK, path) == f"{path}: cannot be written, the old file is kept: File too large\n"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_place_of_the_folder_is_an_error_that_names_the_path(tmp_path: Path) -> None:
    (tmp_path / "2025").write_bytes(b"no folder")
    path = tmp_path / "2025" / "a.json"
    with pytest.raises(ArchiveError, match=f"{path}: cannot be written.*(Not a directory|File exists)"):
        replace_file(path, b"new")
    assert (tmp_path / "2025").read_bytes() == b"no folder"


def test_a_folder_in_place_of_the_file_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.json" / "inner").mkdir(parents=True)
    with pytest.raises(ArchiveError, match="cannot be written, the old file is kept: Is a directory"):
        replace_file(tmp_path / "a.json", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


READ_ONLY = """
import os, sys
sys.path.insert(0, os.getcwd())
from pathlib import Path
from generator.files import replace_file
from generator.errors import ArchiveError
folder = Path(sys.argv[1])
(folder / "a.json").write_bytes(b"old")
if os.geteuid() == 0:
    os.chown(folder, 65534, 65534)
    os.chown(folder / "a.json", 65534, 65534)
folder.chmod(0o555)
os.chdir(folder)  # as nobody, the way to it may be closed
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
try:
    replace_file(Path("a.json"), b"new")
except ArchiveError as error:
    print(error)
print(Path("a.json").read_text(), os.listdir())
"""


def test_a_read_only_folder_keeps_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "listings"
    folder.mkdir()
    said = output(READ_ONLY, folder).splitlines()
    folder.chmod(0o755)
    assert said == ["a.json: cannot be written, the old file is kept: Permission denied", "old ['a.json']"]


# Stops in the middle

WRITE_FOR_EVER = """
import sys
from itertools import cycle
from pathlib import Path
from generator.files import replace_file
print("ready", flush=True)
for data in cycle((b"old" * 300_000, b"new" * 300_000)):
    replace_file(Path(sys.argv[1]), data, durable=False)
"""

STOPPED_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from generator.files import replace_file
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
replace_file(Path(sys.argv[1]), b"new" * 300_000)
"""


@pytest.fixture
def old_file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.json"
    path.write_bytes(b"old" * 300_000)
    yield path
    assert path.read_bytes() in (b"old" * 300_000, b"new" * 300_000)


def test_a_stop_between_write_and_rename_leaves_the_old_file(old_file: Path) -> None:
    with start(STOPPED_BEFORE_THE_RENAME, old_file) as process:
        pass
    assert process.returncode == -signal.SIGKILL
    assert old_file.read_bytes() == b"old" * 300_000


@pytest.mark.parametrize("after", [0.001 * number for number in (1, 2, 3, 5, 8, 13)])
def test_a_stop_at_any_moment_leaves_the_old_file_or_the_new_one(old_file: Path, after: float) -> None:
    with start(WRITE_FOR_EVER, old_file) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(after)
        assert old_file.read_bytes() in (b"old" * 300_000, b"new" * 300_000)
        process.kill()
    assert process.returncode == -signal.SIGKILL


def test_an_interrupt_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a.json", b"new")
    assert list(tmp_path.iterdir()) == []
