"""Reading files, and replacing them atomically so that no good file is ever lost."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.errors import ArchiveError, Problem, ProblemsError

_TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}\.new")  # the names of replace_file's temporary files


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes. Raises ProblemsError if it cannot be read."""
    try:
        if path.is_fifo():  # reading it would block forever
            raise ProblemsError([Problem(path, 1, "must be a file, not a pipe")])
        return path.read_bytes()
    except OSError as error:
        raise ProblemsError([Problem(path, 1, f"cannot be read: {error.strerror}")]) from error


def read_text(path: Path) -> str:
    """Return the file's text, decoded from UTF-8 with or without a byte order mark, with newlines as line endings.

    Raises ProblemsError if it cannot be read.
    """
    try:
        return io.TextIOWrapper(io.BytesIO(read_bytes(path)), "utf-8-sig").read()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ProblemsError([Problem(path, line, "must be UTF-8 text; this line is not")]) from error


def files_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file below the folder, relative to it, in a stable order.

    Links to folders are not followed. Paths are strings because pathlib is slow for thousands of files.
    """
    top = str(folder)
    for place, folders, files in os.walk(top):
        folders.sort()
        below = place[len(top) + 1 :]
        yield from (f"{below}/{name}" if below else name for name in sorted(files))


def replace_file(path: Path, data: bytes, *, durable: bool = True, mode: int = 0o644) -> bool:
    """Write the data to the file if its bytes differ; return whether it was written.

    The new bytes go to a temporary file in the same folder, which is then renamed (POSIX rename is atomic): readers
    see the old file or the new one, never half of one, even if the program is killed. If `durable`, the bytes are
    flushed to the disk before the rename, so the file also survives a power cut. Raises ArchiveError on an error of
    the disk; the old file stays unchanged.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            Path(temporary).chmod(mode)  # mkstemp creates a private file; content is readable for everyone
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be written, the old file is kept: {error.strerror}") from error
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files below the folder that a killed `replace_file` left behind.

    No other process may be writing there.
    """
    for path in files_below(folder):
        if _TEMPORARY.fullmatch(path.rpartition("/")[2]):
            with contextlib.suppress(OSError):
                (folder / path).unlink()
