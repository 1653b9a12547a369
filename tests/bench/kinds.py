"""Kinds of files: what the bytes of a site are for, told by the folder that a file is in."""

from pathlib import Path

from tests.bench.measure import Size

_OTHER = "other pages and files"
_KINDS = {
    "papers/": "papers",
    "days/": "days",
    "weeks/": "periods",
    "months/": "periods",
    "years/": "periods",
    "topics/": "topics",
    "feeds/archive/": "feed archives",
    "feeds/": "feeds",
    "data/": "data",
    "cite/": "citations",
    "search-index/": "search",
    "search/": "search",
    "assets/": "assets",
}
KINDS = (*dict.fromkeys(_KINDS.values()), _OTHER)


def kind_of(path: str) -> str:
    """Return the kind of a file by its path below the site's folder."""
    return next((kind for start, kind in _KINDS.items() if path.startswith(start)), _OTHER)


def kinds_of(site: Path) -> dict[str, Size]:
    """Return how many files of each kind a site has, and their bytes."""
    sizes: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for path in site.rglob("*"):
        if path.is_file():
            sizes[kind_of(path.relative_to(site).as_posix())].append(path.stat().st_size)
    return {kind: Size(len(some), sum(some)) for kind, some in sizes.items()}
