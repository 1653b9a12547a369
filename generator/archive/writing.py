"""Writing in `content/`: one command at a time, after removing files that a killed one left half written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from generator.files import remove_leftovers

_STEP = 0.1  # seconds between attempts


@contextmanager
def only_writer(content: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Be the only command that writes in the folder: wait for any other to finish, and say so.

    Callers must also read inside this context whatever they change, so that no update is lost. The operating system
    releases the lock when the process ends, however it ends. The lock file is in build/, where it is not committed.
    """
    lock = filelock.FileLock(content.resolve().parent / "build" / "content.lock")  # creates build/ if it is missing
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        say(f"{content}: another command is writing here; waiting for it to end (Ctrl+C gives up)")
        lock.acquire(poll_interval=_STEP)
    try:
        remove_leftovers(content)
        yield
    finally:
        lock.release()
