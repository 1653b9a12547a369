"""Writing below `content/`: one command at a time, and what a killed one left half written is removed first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from generator.files import remove_leftovers

_STEP = 0.1  # seconds between two attempts


@contextmanager
def only_writer(content: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Be the only command that writes below the folder: wait for another one to end, and say so.

    Whoever changes what is there must read it inside, so that no update is lost. The lock is the system's: it ends
    with its process, however that ends. It stands in build/, where it is neither content nor committed.
    """
    lock = filelock.FileLock(content.resolve().parent / "build" / "content.lock")  # makes build/ where it is missing
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
