"""The sites that the browser is shown: built archives, served as GitHub Pages does."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.publish.settings import read_site
from generator.publish.site import build_site
from tests.support.archives import make_archive, silent

# One address for each kind of page of the sample archive.
KINDS = {
    "home": "",
    "day": "days/2025-03-10/",
    "week": "weeks/2025-W11/",
    "month": "months/2025-03/",
    "year": "years/2025/",
    "archive": "archive/",
    "topics": "topics/",
    "topic": "topics/robotics/",
    "top of a topic": "topics/robotics/top/",
    "year of a topic": "topics/robotics/2025/",
    "trends": "trends/",
    "paper": "papers/a-lantern-for-translators/",
    "search": "search/",
    "feeds": "feeds/",
    "standing query": "feeds/by/marigolds/",
    "library": "library/",
    "data": "data/",
    "hand-written": "about/",
    "missing": "no/such/page/",
}

_FEEDS = """\
marigolds:
  title: Marigolds
  description: What flowers have to do with it.
  query: {words: [marigold]}
"""
_MARIGOLDS = {
    date(2024, 5, 6): "Translation",
    date(2024, 11, 4): "Translation",
    date(2025, 1, 6): "Weather",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A site in a folder and on the web. `site / "feeds/"` is the address of one of its pages."""

    folder: Path
    address: str

    def __truediv__(self, path: str) -> str:
        return self.address + path


@contextmanager
def serve(folder: Path, prefix: str) -> Iterator[Site]:
    """Serve a folder's files below a path of this machine, on a port that is free."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder), prefix=prefix)) as server:
        Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}{prefix}")
        server.shutdown()


@contextmanager
def serve_archive(root: Path) -> Iterator[Site]:
    """Build an archive's site and serve it below the path of its address."""
    folder = build_site(root, report=silent).folder
    with serve(folder, urlsplit(read_site(root).url).path) as site:
        yield site


def sample_with_many_papers(folder: Path) -> Path:
    """Make a folder the sample archive with so many more papers that results and suggestions go on."""
    root = make_archive(folder)
    (root / "content" / "feeds.yml").write_text(_FEEDS, "utf-8")
    for day, subject in _MARIGOLDS.items():
        papers = tuple(
            Record(
                key=f"marigolds-{day}-{part}",
                title=f"Marigolds and {subject}, Part {part}",
                authors=tuple(f"Petal {chr(64 + number)}" for number in range(1, 16)) if part == 3 else (),
                keywords=("assembly planning",) if part == 1 and subject == "Weather" else (),
            )
            for part in range(1, 16)
        )
        write_listing(root / "content", Listing(day=day, source="sample", status="complete", papers=papers))
    return root


class _Handler(SimpleHTTPRequestHandler):
    """Answers as GitHub Pages does: files below one path, its 404 page for everything else, no lists of files."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, prefix: str, directory: str) -> None:
        self._prefix, self._missing = prefix, Path(directory) / "404.html"
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]  # http.server's own, passed through

    def handle(self) -> None:
        with suppress(ConnectionError):  # a reader may leave before the answer is there
            super().handle()

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self._prefix)
        return super().translate_path(path.removeprefix(self._prefix.rstrip("/"))) if inside else ""

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - http.server's signature
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        page = self._missing.read_bytes() if self._missing.is_file() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""
