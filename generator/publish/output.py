"""Writing the site: only what changed is written, what is gone is removed, the folder is never emptied first.

Paths are joined as text: for a hundred thousand files that is what takes the time.
"""

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import filelock

from generator.errors import BuildError
from generator.publish.digest import sha256_of
from generator.publish.manifest import Made


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder of a build, which is made where it is missing. Raises BuildError where another build holds it.

    The lock is the system's: it is let go when its process ends, however it ends.
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
    target = f"{folder}/{path}"
    changed = _replace(target, data)
    return Made(path, digest, len(data), os.stat(target).st_mtime_ns), changed  # noqa: PTH116


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


def folder_times(folder: str, folders: Iterable[str]) -> dict[str, int]:
    """Return when each folder last changed, in nanoseconds: when a file came into it or went."""
    return {path: os.stat(f"{folder}/{path}").st_mtime_ns for path in folders}  # noqa: PTH116


def look_around(folder: str, kept: set[str], known_times: Mapping[str, int]) -> tuple[dict[str, int], list[str]]:
    """Return when each folder of the kept files last changed, and the files beside these that are not kept.

    Folders that have not changed since they were known hold nothing new, and are not looked into. Names with a dot in
    front are left alone.
    """
    times: dict[str, int] = {}
    strays: list[str] = []
    folders = folders_of(kept)
    for path in folders:
        with contextlib.suppress(FileNotFoundError):
            times[path] = os.stat(f"{folder}/{path}").st_mtime_ns  # noqa: PTH116
            if times[path] != known_times.get(path):
                strays += _others(folder, path, kept, folders)
    return times, strays


def _others(folder: str, path: str, kept: set[str], folders: set[str]) -> list[str]:
    """Return the files of one folder that are not kept, and of folders in it that hold none that is."""
    found: list[str] = []
    with os.scandir(f"{folder}/{path}") as entries:
        for entry in entries:
            place = f"{path}/{entry.name}".lstrip("/")
            if entry.name.startswith(".") or place in kept or place in folders:
                continue
            if entry.is_dir(follow_symlinks=False):
                found += _others(folder, place, kept, folders)
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


def _replace(target: str, data: bytes) -> bool:
    try:
        _write(target, data)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        _write(target, data)
    except FileExistsError:
        if _read(target) == data:
            return False
        temporary = f"{target}.new"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)  # noqa: PTH108
        _write(temporary, data)
        os.replace(temporary, target)  # noqa: PTH105
    return True


def _write(target: str, data: bytes) -> None:
    """Write a file that must not be there yet."""
    with open(target, "xb", buffering=0) as file:  # noqa: PTH123
        file.write(data)


def _read(target: str) -> bytes:
    with open(target, "rb") as file:  # noqa: PTH123
        return file.read()
