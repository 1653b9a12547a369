"""What a search costs, as values: `tests/bench/search.py` measures them, goals and report read them."""

import msgspec


class QueryCost(msgspec.Struct, frozen=True):
    """What the first ten results of a query took: requests, bytes as they went over the wire, milliseconds.

    `asked` is the query as a reader would type it, `found` how many papers it found.
    """

    name: str
    asked: str
    found: int
    requests: int
    size: int
    milliseconds: float
    by_upvotes: bool = False


class IndexCost(msgspec.Struct, frozen=True):
    """What the index took: seconds by the clock and of processors, its files and their bytes, and the peak of memory.

    `longest` is the task that took longest, with its seconds.
    """

    papers: int
    seconds: float
    cpu: float
    files: int
    size: int
    memory: int
    longest: tuple[str, float]


class LibraryCost(msgspec.Struct, frozen=True):
    """What a step with the reader's library took: requests, bytes over the wire, those of data files, milliseconds."""

    name: str
    requests: int
    size: int
    data: int
    milliseconds: float


class SearchCosts(msgspec.Struct, frozen=True):
    """The index of an archive and what each query costs a reader."""

    index: IndexCost
    queries: tuple[QueryCost, ...]
