"""Child processes of a test: none that it started may be left behind."""

from collections.abc import Iterator
from contextlib import contextmanager

import psutil


@contextmanager
def no_child_left() -> Iterator[None]:
    """Hold that the block leaves no process behind, not even one that ended and was not waited for.

    Others may be there before: those from which tests fork their programs.
    """
    before = _children()
    yield
    assert _children() <= before


def _children() -> set[int]:
    return {process.pid for process in psutil.Process().children()}
