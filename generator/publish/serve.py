"""Live preview: serves the site on a local port and rebuilds it when content or theme change.

Meant for one person on one machine; the published site needs no server.
"""

import gc
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from watchfiles import DefaultFilter, watch

from generator.errors import ArchiveError, BuildError, Problem
from generator.incremental.processes import interruptions_held
from generator.publish.settings import read_site

Value = TypeVar("Value")

_CONTEXT = get_context("spawn")  # on every system, and without what the first build has read

_SCRIPT, _WAIT = "/preview.js", "/preview-wait"
_TAG = f'<script src="{_SCRIPT}"></script></body>'.encode()
# A page asks for the next build and gets the answer when there is one. The site's policy allows scripts of its host.
_RELOADING = f"""
const next = async () => {{
  const answer = await fetch("{_WAIT}");
  if (answer.status === {HTTPStatus.OK}) location.reload();
  else next();
}};
next();
""".encode()
_STEP = 20  # milliseconds without another change after which a change is complete: editors may save in several steps
_PATIENCE = 25  # seconds a page waits before it asks again, so that closed pages do not occupy threads for long


class Built(Protocol):
    """What a build returns."""

    @property
    def warnings(self) -> Sequence[Problem]:
        """The warnings about the archive."""


class Build(Protocol):
    """A function that builds the site of the archive in a folder."""

    def __call__(
        self, root: Path, *, report: Callable[[str], None], pages_ready: Callable[[], None] | None = None
    ) -> Built:
        """Build, and call `pages_ready` as soon as the pages are written. Raises ArchiveError."""


class _Builds:
    """Counts finished builds; open pages wait for the next one."""

    def __init__(self) -> None:
        self._finished = threading.Condition()
        self._count = 0

    def announce(self) -> None:
        with self._finished:
            self._count += 1
            self._finished.notify_all()

    def wait_for_next(self) -> bool:
        with self._finished:
            now = self._count
            return self._finished.wait_for(lambda: self._count > now, _PATIENCE)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site's folder under the path of its address, and adds the reloading script to each page."""

    def __init__(self, *args: object, builds: _Builds, prefix: str, **kwargs: object) -> None:
        self._builds, self._prefix = builds, prefix
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # http.server's own signature, passed through

    def handle(self) -> None:
        """Answer; ignore broken connections, which pages leave behind when they are closed."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == _SCRIPT:
            self._answer("text/javascript", _RELOADING)
        elif path == _WAIT:
            news = self._builds.wait_for_next()
            self._answer("text/plain", b"", HTTPStatus.OK if news else HTTPStatus.NO_CONTENT)
        elif not path.startswith(self._prefix):
            self._redirect(self._prefix)
        else:
            self._serve_file(path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _serve_file(self, path: str) -> None:
        file = Path(self.translate_path(path.removeprefix(self._prefix.rstrip("/"))))
        page = file / "index.html" if path.endswith("/") else file
        if page.is_dir():
            self._redirect(f"{path}/")
        elif page.is_file():
            body, kind = page.read_bytes(), self.guess_type(str(page))
            self._answer(kind, body.replace(b"</body>", _TAG) if page.suffix == ".html" else body)
        else:
            missing = (Path(str(self.directory)) / "404.html").read_bytes()
            self._answer("text/html; charset=utf-8", missing, HTTPStatus.NOT_FOUND)

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.end_headers()

    def _answer(self, kind: str, body: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Log nothing: each build is reported when it ends."""


class _Saved(DefaultFilter):
    """Ignores the temporary files of editors and of this program."""

    ignore_entity_patterns = (
        *DefaultFilter.ignore_entity_patterns,
        r"^\.",  # hidden files: replace_file, rsync and most editors
        r"\.(tmp|temp|new|part|bak|orig|crdownload)$",
        r"^4913$",  # Vim tests with it whether a folder is writable (`:help backup`)
        r"^sed[A-Za-z0-9]{6}$",  # GNU sed --in-place
    )


def _named(paths: Iterable[str]) -> str:
    """Return the name of a changed file, preferably of one that exists."""
    return min(map(Path, paths), key=lambda path: (not path.exists(), path)).name


def serve_site(
    root: Path,
    build: Build,
    *,
    prepare: Callable[[], None] = lambda: None,
    host: str,
    port: int,
    report: Callable[[str], None],
) -> None:
    """Build the site, serve it, and rebuild it after each change until interrupted. Raises ArchiveError.

    `prepare` is called after the first build, and may make the others faster. Another process serves and watches,
    because only a process without threads can fork others to build.
    """
    site = read_site(root)
    built = build(root, report=report)
    _report_warnings(built, report)
    prepare()
    _free()
    prefix = urlsplit(site.url).path
    watched = [site.content, root / "mkdocs.yml", *site.overrides, site.pages]
    here, there = _CONTEXT.Pipe()
    with here:
        settings = (there, (host, port), prefix, site.folder, watched)
        _CONTEXT.Process(target=_preview, args=settings, daemon=True).start()
        there.close()  # so that the other process ends with this one, however this one ends
        address = f"http://{host}:{_received(here, int)}{prefix}"
        report(f"{address} shows the site; press Ctrl+C to stop")
        while True:
            report(f"{_named(_changed(here))} changed")
            try:
                built = build(root, report=lambda _stage: None, pages_ready=lambda: here.send(None))
            except (ArchiveError, OSError) as error:
                report(str(error))
            else:
                _report_warnings(built, report)
                report("Rebuilt")
            _free()


def _free() -> None:
    """Free what a build left behind: it turns the collector of cycles off.

    An interruption that came meanwhile would be raised, and lost, in whatever is finalized first.
    """
    with interruptions_held():
        gc.collect()


def _received(preview: Connection, kind: type[Value]) -> Value:
    """Return the next message of the preview. Raises BuildError if it is text, which says what went wrong there."""
    try:
        message = preview.recv()
    except EOFError:
        message = "the preview ended unexpectedly; start it again"
    if not isinstance(message, kind):
        raise BuildError(str(message))
    return message


def _changed(preview: Connection) -> set[str]:
    """Wait for a change, and return the paths of all files that have changed since the last one."""
    paths = _received(preview, set)
    while preview.poll():
        paths |= _received(preview, set)
    return paths


def _preview(builder: Connection, address: tuple[str, int], prefix: str, folder: Path, watched: Iterable[Path]) -> None:
    """Serve the folder and send the port, then the paths of watched files that change, until the builder ends.

    Sends a text instead if something goes wrong. The builder sends a message after each build.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both processes
    builds, ended = _Builds(), threading.Event()
    handler = partial(_Handler, builds=builds, prefix=prefix, directory=str(folder))
    try:
        server = ThreadingHTTPServer(address, handler)
    except OSError as error:
        host, port = address
        builder.send(f"cannot listen on {host}:{port}: {error.strerror}; choose another with --port")
        return
    for work in (server.serve_forever, partial(_listen, builder, builds, ended)):
        threading.Thread(target=work, daemon=True).start()
    builder.send(server.server_port)
    try:
        for changes in watch(*watched, step=_STEP, watch_filter=_Saved(), stop_event=ended):
            builder.send({path for _, path in changes})
    except OSError as error:
        with suppress(OSError):  # the builder has ended
            builder.send(f"changes cannot be watched: {error}")


def _listen(builder: Connection, builds: _Builds, ended: threading.Event) -> None:
    """Announce each build until the builder ends."""
    with suppress(EOFError, OSError):
        while True:
            builder.recv()
            builds.announce()
    ended.set()


def _report_warnings(built: Built, report: Callable[[str], None]) -> None:
    for warning in built.warnings:
        report(str(warning))
