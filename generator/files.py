"""Reading and replacing files so that a good file is never lost."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.errors import ArchiveError, Problem, ProblemsError

_TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}\.new")  # as replace_file has tempfile.mkstemp name a file


def read_bytes(path: Path) -> bytes:
    """Return what the file holds. Raises ProblemsError where it cannot be read."""
    try:
        if path.is_fifo():  # reading it would wait for ever
            raise ProblemsError([Problem(path, 1, "must be a file, and is a pipe")])
        return path.read_bytes()
    except OSError as error:
        raise ProblemsError([Problem(path, 1, f"cannot be read: {error.strerror}")]) from error


def read_text(path: Path) -> str:
    """Return the file's text, UTF-8 with or without a byte order mark, its lines ended by newlines alone.

    Raises ProblemsError where it cannot be read.
    """
    try:
        return io.TextIOWrapper(io.BytesIO(read_bytes(path)), "utf-8-sig").read()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ProblemsError([Problem(path, line, "must be UTF-8 text, and this line is not")]) from error


def files_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file below the folder, as text from there, in one stable order.

    Links to folders are not followed. Paths are joined as text: for thousands of files that is what takes the time.
    """
    top = str(folder)
    for place, folders, files in os.walk(top):
        folders.sort()
        below = place[len(top) + 1 :]
        yield from (f"{below}/{name}" if below else name for name in sorted(files))


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> bool:
    """Make the file hold the data; return whether it was written, which it is only where its bytes differ.

    The new bytes go to a temporary file in the same folder, which is then renamed (POSIX rename is atomic):
    whoever looks, and whatever stops the program, finds the old file or the new one, never half of one.
    Where `durable`, the bytes are on the disk before the name is, so that not even a power cut tears the file.
    Raises ArchiveError, and leaves the old file as it was, where the disk refuses.
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
            Path(temporary).chmod(0o644)  # mkstemp makes a private file; content is for everyone
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be written, the old file is kept: {error.strerror}") from error
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove every temporary file below the folder that `replace_file` left where it was killed.

    Nobody else may be writing there meanwhile.
    """
    for path in files_below(folder):
        if _TEMPORARY.fullmatch(path.rpartition("/")[2]):
            with contextlib.suppress(OSError):
                (folder / path).unlink()
