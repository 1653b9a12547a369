"""Writing the site: only changed files are written, obsolete ones are removed, the folder is never emptied first.

A build replaces and removes only files that a build wrote. Their paths are recorded in a hidden file in the
site's folder, so that the record survives when the folder is moved, build/ is lost or a build is stopped: each path is
recorded before its file is created.

Paths are joined as strings: with a hundred thousand files, this is where the time goes.
"""

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import filelock
import msgspec

from generator.errors import BuildError
from generator.incremental.fingerprint import sha256_of
from generator.incremental.task import Made

RECORD = ".built-by-papers"

_HEAD = "# What papers build wrote into this folder, one path a line. It replaces and removes nothing else here.\n"
_SITE = "# It is the site of "  # followed by its address


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Lock the build folder, creating it if it is missing. Raises BuildError if another build holds the lock.

    The lock belongs to the operating system and is shared with forked processes: it is released when all of them have
    ended, however they end. So no build runs beside what is left of a killed one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / "lock", blocking=False):
            yield
    except filelock.Timeout as error:
        raise BuildError(f"{folder}: another build is running in this folder; wait for it to end") from error


class Output:
    """The site's folder during a build: a context manager that records new paths.

    `written` are the paths of files that builds wrote; `site` is the site's address, which shows whose folder it is.
    With `adopt`, files that no build wrote are replaced too if the site has one at their path. Processes forked inside
    the context share its record.
    """

    def __init__(self, folder: Path, written: Iterable[str] = (), *, site: str = "", adopt: bool = False) -> None:
        self.folder = str(folder)
        self._site = site
        self.written = frozenset(written)
        self._adopt = adopt
        self._record = -1

    def __enter__(self) -> Self:
        try:
            Path(self.folder).mkdir(parents=True, exist_ok=True)
            if not is_recorded(self.folder) or _recorded_site(self.folder) != self._site:
                self._write_record(self.written)
            self._record = os.open(f"{self.folder}/{RECORD}", os.O_WRONLY | os.O_APPEND)
        except OSError as error:
            raise BuildError(f"{error.filename or self.folder}: cannot be written: {error.strerror}") from error
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._record)

    def write(self, path: str, data: bytes, known: Made | None = None) -> tuple[Made, bool]:
        """Write the data to the file if it differs; return the file's state, and whether it was written.

        `known` is its state after the last build: if it is intact and has this content, it is not even read. A file in
        use is replaced by renaming, so that a reader sees the old one or the new one. Raises OSError, and BuildError
        if the path holds a file that no build wrote.
        """
        digest = sha256_of(data)
        if known and known.sha256 == digest and is_intact(self.folder, known):
            return known, False
        written, changed = self._replace(path, data)
        return Made(path, digest, len(data), written), changed

    def keep_only(self, kept: AbstractSet[str]) -> int:
        """Remove built files that are no longer part of the site; return how many. Raises BuildError."""
        try:
            removed = remove_files(self.folder, filter(_is_below, self.written - kept))
            self._write_record(kept)
        except OSError as error:
            raise BuildError(f"{error.filename or self.folder}: cannot be removed: {error.strerror}") from error
        return removed

    def _replace(self, path: str, data: bytes) -> tuple[int, bool]:
        """Write the data if it differs; return the file's time in nanoseconds, and whether it was written now."""
        target = f"{self.folder}/{path}"
        self._note(path, data)
        try:
            return _write(target, data), True
        except FileNotFoundError:
            _make_folder(os.path.dirname(target))  # noqa: PTH120
            return _write(target, data), True
        except FileExistsError:
            if _read(target) == data:
                return os.stat(target).st_mtime_ns, False  # noqa: PTH116
            temporary = self._temporary(path)
            written = _write(temporary, data)
            os.replace(temporary, target)  # noqa: PTH105
            return written, True

    def _temporary(self, path: str) -> str:
        """Return the path of a temporary file beside the file, after removing any leftover there."""
        folder, _, name = path.rpartition("/")
        beside = f"{folder}/.{name}.new".lstrip("/")
        self._note(beside, b"")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{self.folder}/{beside}")  # noqa: PTH108
        return f"{self.folder}/{beside}"

    def _note(self, path: str, data: bytes) -> None:
        """Record a path before its file is created. Raises BuildError if no build wrote the file that exists there."""
        if path in self.written:
            return
        if not self._adopt and self._is_foreign(path, data):
            raise BuildError(
                f"{self.folder}/{path}: no build wrote this file, and the site has one of that name: move it away, or "
                "replace all such files with papers build --adopt"
            )
        os.write(self._record, b"\n" + _line(path))  # a killed build may have left half a line

    def _is_foreign(self, path: str, data: bytes) -> bool:
        """Return whether the path holds something else that neither an earlier build nor this one wrote."""
        target = f"{self.folder}/{path}"
        return os.path.lexists(target) and not _holds(target, data) and path not in _recorded(self.folder)

    def _write_record(self, paths: Iterable[str]) -> None:
        record = f"{self.folder}/{RECORD}"
        data = f"{_HEAD}{_SITE}{self._site}\n".encode() + b"".join(map(_line, sorted(paths)))
        if is_recorded(self.folder) and _read(record) == data:
            return
        Path(f"{record}.new").write_bytes(data)
        os.replace(f"{record}.new", record)  # noqa: PTH105


def claim(
    folder: Path, built: Callable[[], Iterable[Made]], *, site: str = "", is_own: bool = False, adopt: bool
) -> Output:
    """Return the folder as the output for the site with that address.

    It must be missing, empty except for hidden files, or hold a site that was built here: according to its record or,
    without one, because files are still as `built` describes them. A record that names another site counts only if all
    files are still so, or if the folder `is_own`, that is, inside the archive: then the address has changed. Raises
    BuildError otherwise, unless the folder is to be adopted.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        what = "a link that does not lead to a folder" if folder.is_symlink() else "a file"
        raise BuildError(f"{folder}: cannot be written: it is {what}; site_dir in mkdocs.yml must name a folder")
    if is_recorded(folder):
        if not (is_own or adopt):
            _refuse_other_site(folder, built, site)
        return Output(folder, _recorded(folder), site=site, adopt=adopt)
    written = {made.path for made in built() if is_intact(str(folder), made)}
    if not written and not adopt and (found := _first_in(folder)):
        raise BuildError(
            f'{folder}: holds "{found}", and nothing shows that papers build made this folder, so nothing was written. '
            "If it is an old build of this site, remove it. Otherwise choose an empty folder as site_dir in mkdocs.yml,"
            " or allow this one once: papers build --adopt. That replaces files that have the address of a page or file"
            " of the site, and leaves all others as they are"
        )
    return Output(folder, written, site=site, adopt=adopt)


def _refuse_other_site(folder: Path, built: Callable[[], Iterable[Made]], site: str) -> None:
    """Raise BuildError if the folder's record names another site, and this archive did not build it."""
    other = _recorded_site(folder)
    if other in (None, site):
        return
    left = list(built())
    if not left or not all(is_intact(str(folder), made) for made in left):
        raise BuildError(
            f"{folder}: holds the site of {other}, and this archive's site is {site}, so nothing was written. Choose "
            "another folder as site_dir in mkdocs.yml; or if this site is to replace that one, or its address has "
            "changed, allow it once: papers build --adopt. That removes the files of the other site"
        )


def _recorded_site(folder: Path | str) -> str | None:
    """Return the address of the site in a folder's record, None if an earlier version wrote the record."""
    for line in _read(f"{folder}/{RECORD}").decode("utf-8", "replace").split("\n", 2)[:2]:
        if line.startswith(_SITE):
            return line.removeprefix(_SITE).strip()
    return None


def is_recorded(folder: Path | str) -> bool:
    """Return whether the folder has a record of the files that builds wrote."""
    return os.path.isfile(f"{folder}/{RECORD}")  # noqa: PTH113


def is_intact(folder: str, made: Made) -> bool:
    """Return whether the file is as it was left: the same size, and the same time or content."""
    target = f"{folder}/{made.path}"
    try:
        found = os.stat(target)  # noqa: PTH116
        if found.st_size != made.size or not stat.S_ISREG(found.st_mode):
            return False
        return found.st_mtime_ns == made.written or sha256_of(_read(target)) == made.sha256
    except OSError:
        return False


def remove_files(folder: str, paths: Iterable[str]) -> int:
    """Remove the files, and the folders left empty; return how many files were removed."""
    removed = 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            os.unlink(f"{folder}/{path}")  # noqa: PTH108
            removed += 1
            _remove_empty_folders(folder, os.path.dirname(path))  # noqa: PTH120
    return removed


def _recorded(folder: Path | str) -> Iterator[str]:
    """Yield every path in a folder's record. Incomplete lines, left by killed builds, had no file yet."""
    decode = msgspec.json.Decoder(str).decode
    for line in _read(f"{folder}/{RECORD}").splitlines():
        try:
            yield decode(line)
        except msgspec.DecodeError:
            continue


def _is_below(path: str) -> bool:
    """Return whether a path stays inside the folder: records may come from anywhere, so nothing else is removed."""
    return bool(path) and "\0" not in path and not {"", ".", ".."} & set(path.split("/"))


def _line(path: str) -> bytes:
    return msgspec.json.encode(path) + b"\n"


def _first_in(folder: Path) -> str | None:
    """Return the first name in a folder that is not hidden, None if there is none."""
    try:
        return min((name for name in os.listdir(folder) if not name.startswith(".")), default=None)  # noqa: PTH208
    except OSError:
        return None  # missing or not a folder: writing into it reports that


def _remove_empty_folders(folder: str, path: str) -> None:
    while path:
        try:
            os.rmdir(f"{folder}/{path}")  # noqa: PTH106
        except OSError:
            return
        path = path.rpartition("/")[0]


def _make_folder(folder: str) -> None:
    """Create a folder, whose parent usually exists."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        pass  # another process was faster


def _write(target: str, data: bytes) -> int:
    """Write a file that must not exist yet, with as few calls as possible; return its time in nanoseconds."""
    file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        return os.fstat(file).st_mtime_ns
    finally:
        os.close(file)


def _holds(target: str, data: bytes) -> bool:
    return os.path.isfile(target) and _read(target) == data  # noqa: PTH113


def _read(target: str) -> bytes:
    with open(target, "rb") as file:  # noqa: PTH123
        return file.read()
