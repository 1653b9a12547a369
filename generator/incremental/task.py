"""Tasks: what a build makes, from which inputs, and in which order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import msgspec

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Task:
    """Files that are made together, and remade only when their inputs have changed.

    `name` is unique in the whole site; `kind` is the part of the site under which times are reported; `fingerprint` is
    the digest of every input that affects the files; `make` yields each file with its path below the site.
    """

    name: str
    kind: str
    fingerprint: bytes
    make: Callable[[], Files]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Tasks that may run side by side as soon as the batches in `after` are finished.

    The tasks are generated lazily, while earlier batches are still running: planning takes time too.
    `then` is called when all of them are finished.
    """

    tasks: Iterable[Task]
    after: Sequence["Batch"] = ()
    then: Callable[[], None] | None = None


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was written: path below the site, SHA-256 of the content, size in bytes, time in nanoseconds."""

    path: str
    sha256: bytes
    size: int
    written: int


class MadeTask(msgspec.Struct, frozen=True, array_like=True):
    """The files of a task, and the fingerprint of the inputs they were made from."""

    fingerprint: bytes
    files: tuple[Made, ...]
