"""Writing the site: only what changed is written, what is gone is removed, the folder is never emptied first.

Paths are joined as text: for a hundred thousand files that is what takes the time.
"""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path

import filelock

from generator.errors import BuildError
from generator.publish.digest import sha256_of
from generator.publish.manifest import Made


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder of a build, which is made where it is missing. Raises BuildError where another build holds it.

    The lock is the system's, and that of every process that this one forks: it is let go when all have ended, however
    that comes. So nobody builds beside what is left of a build that was killed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / "lock", blocking=False):
            yield
    except filelock.Timeout as error:
        raise BuildError(f"{folder}: another build is running in this folder; wait for it to end") from error


def write_file(folder: str, path: str, data: bytes, known: Made | None = None) -> tuple[Made, bool]:
    """Make the file below the folder hold the data; return how it stands now, and whether it was written.

    `known` is how it was left: if it still stands so, with this content, it is not even read. A file in use is
    replaced by renaming, so that a reader finds the old one or the new one. Raises OSError.
    """
    digest = sha256_of(data)
    if known and known.sha256 == digest and is_intact(folder, known):
        return known, False
    written, changed = _replace(f"{folder}/{path}", data)
    return Made(path, digest, len(data), written), changed


def is_intact(folder: str, made: Made) -> bool:
    """Return whether the file stands as it was left, by size and time, or else by its content."""
    target = f"{folder}/{made.path}"
    try:
        found = os.stat(target)  # noqa: PTH116
        if found.st_size != made.size or not stat.S_ISREG(found.st_mode):
            return False
        return found.st_mtime_ns == made.written or sha256_of(_read(target)) == made.sha256
    except OSError:
        return False


def remove_files(folder: str, paths: Iterable[str]) -> int:
    """Remove the files, and the folders that are empty then; return how many there were."""
    removed = 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{folder}/{path}")  # noqa: PTH108
            removed += 1
            _remove_empty_folders(folder, os.path.dirname(path))  # noqa: PTH120
    return removed


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder on the way to the files, the outermost as an empty path."""
    found = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found


def time_of(folder: str, path: str) -> int | None:
    """Return when the folder at the path last changed: when a file came into it or went; None where there is none."""
    try:
        found = os.stat(f"{folder}/{path}")  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns if stat.S_ISDIR(found.st_mode) else None


def strays_in(folder: str, path: str, kept: AbstractSet[str], folders: AbstractSet[str]) -> list[str]:
    """Return the files of one folder that are not kept, and of folders in it that are none of the others.

    Names with a dot in front are left alone.
    """
    found: list[str] = []
    with os.scandir(f"{folder}/{path}") as entries:
        for entry in entries:
            place = f"{path}/{entry.name}".lstrip("/")
            if entry.name.startswith(".") or place in kept or place in folders:
                continue
            if entry.is_dir(follow_symlinks=False):
                found += strays_in(folder, place, kept, folders)
            else:
                found.append(place)
    return found


def _remove_empty_folders(folder: str, path: str) -> None:
    while path:
        try:
            os.rmdir(f"{folder}/{path}")  # noqa: PTH106
        except OSError:
            return
        path = path.rpartition("/")[0]


def _replace(target: str, data: bytes) -> tuple[int, bool]:
    """Make the file hold the data; return when it was written, in nanoseconds, and whether that is now."""
    try:
        return _write(target, data), True
    except FileNotFoundError:
        _make_folder(os.path.dirname(target))  # noqa: PTH120
        return _write(target, data), True
    except FileExistsError:
        if _read(target) == data:
            return os.stat(target).st_mtime_ns, False  # noqa: PTH116
        temporary = f"{target}.new"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)  # noqa: PTH108
        written = _write(temporary, data)
        os.replace(temporary, target)  # noqa: PTH105
        return written, True


def _make_folder(folder: str) -> None:
    """Make a folder that is missing, mostly in one that is there."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        pass  # another process was faster


def _write(target: str, data: bytes) -> int:
    """Write a file that must not be there yet, by as few calls as can be; return when, in nanoseconds."""
    file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        return os.fstat(file).st_mtime_ns
    finally:
        os.close(file)


def _read(target: str) -> bytes:
    with open(target, "rb") as file:  # noqa: PTH123
        return file.read()
