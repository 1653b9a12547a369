"""Hugging Face and arXiv on loopback: a real HTTP server that answers with made-up papers, and fails on demand.

with SourceServer() as server:
    server.days["2025-03-11"] = [item("2503.00001", "Slow Kettles", "2025-03-11")]
    server.faults.append(rate_limited(55))  # applies to the next request, once
    server.faults.append(server_error(date="2025-03-12", times=6))  # applies to requests with this parameter
    ... HF_ENDPOINT=server.url, ARXIV_ENDPOINT=server.url ...
    assert server.requests[0].params == {"date": "2025-03-11", "limit": "100"}
"""

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from generator.collect.http import Answer, Web
from generator.errors import SourceError

JSON = "application/json; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"

Item = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A request to the server; requests over the same connection have the same `client`."""

    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    client: tuple[str, int]


@dataclass(frozen=True)
class Reply:
    """A response of the server: only half of the body if `cut`, nothing at all if the status is 0."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Fault:
    """An error for the next `times` requests with these parameters and, if given, this path."""

    change: Callable[[Reply], Reply]
    times: int = 1
    params: Mapping[str, str] = field(default_factory=dict)
    path: str | None = None
    delay: float = 0.0

    def meets(self, request: Request) -> bool:
        return self.times > 0 and self.path in {None, request.path} and self.params.items() <= request.params.items()


def fault(reply: Reply, times: int = 1, **params: str) -> Fault:
    """Return a fault that sends another response."""
    return Fault(lambda _: reply, times, params)


def rate_limited(seconds: int, times: int = 1, retry_after: str | None = None, **params: str) -> Fault:
    """Return a rate limit like Hugging Face's, which does not always send Retry-After."""
    headers = {"RateLimit": f'"api";r=0;t={seconds}', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}
    late = {"Retry-After": retry_after} if retry_after else {}
    return fault(Reply(b'{"error":"Too many requests"}', 429, headers | late), times, **params)


def server_error(status: int = 500, times: int = 1, retry_after: str | None = None, **params: str) -> Fault:
    """Return a server error. Six times is more than the client retries."""
    return fault(Reply(b"Sorry", status, {"Retry-After": retry_after} if retry_after else {}), times, **params)


def slow(seconds: float, times: int = 1, **params: str) -> Fault:
    """Return a fault that delays a normal response."""
    return Fault(lambda reply: reply, times, params, delay=seconds)


def cut_off(times: int = 1, **params: str) -> Fault:
    """Return a fault that closes the connection in the middle of a normal response."""
    return Fault(lambda reply: replace(reply, cut=True), times, params)


def hung_up(times: int = 1, **params: str) -> Fault:
    """Return a fault that closes the connection without a response."""
    return fault(Reply(b"", 0), times, **params)


def wrong_gzip(times: int = 1, **params: str) -> Fault:
    """Return a fault that declares gzip but sends something else."""
    return fault(Reply(b"[not packed]", 200, {"Content-Encoding": "gzip"}), times, **params)


def answers(body: str, times: int = 1, **params: str) -> Fault:
    """Return a fault that sends the given body: HTML, broken JSON, or an object instead of a list."""
    return fault(Reply(body.encode()), times, **params)


def redirect(target: str, times: int = 1, **params: str) -> Fault:
    """Return a fault that redirects the client."""
    return fault(Reply(b"", 302, {"Location": target}), times, **params)


def item(arxiv_id: str, title: str, day: str, **changes: object) -> Item:
    """Return a made-up list item in Hugging Face's format. `changes` replace fields of its paper; None removes one."""
    account = {"_id": "0" * 24, "fullname": "A Reader", "name": "reader@mail.example", "type": "user"}
    paper: Item = {
        "id": arxiv_id,
        "authors": [{"_id": "1" * 24, "name": "Ada Example", "user": account, "hidden": False}],
        "publishedAt": f"{day}T00:00:00.000Z",
        "submittedOnDailyAt": f"{day}T03:15:42.123Z",
        "submittedOnDailyBy": account,
        "title": title,
        "summary": f"What there is to say of {title}.",
        "upvotes": 1,
        "discussionId": "2" * 24,
        "ai_summary": "Text of another party.",
        "ai_keywords": ["kettles", "patience"],
    } | changes
    shown = {name: value for name, value in paper.items() if value is not None}
    return {
        "paper": shown,
        "publishedAt": "1999-12-31T19:00:00.000Z",
        "numComments": 2,
        "thumbnail": f"https://thumbnails.example/{arxiv_id}.png",
        "isAuthorParticipating": False,
        "submittedBy": account,
        **{name: shown[name] for name in ("title", "summary") if name in shown},
    }


class SourceServer:
    """The server. `days` and `arxiv` are its data, `faults` its pending errors, `requests` a log of all requests."""

    def __init__(self) -> None:
        self.days: dict[str, list[Item]] = {}
        self.papers: dict[str, Item] = {}  # by arXiv id: papers on Hugging Face that no day lists
        self.arxiv: dict[str, Item] = {}  # by arXiv id: title, summary, authors (names), published
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.today = "9999-12-31"  # later days are errors
        self.link_host: str | None = None  # another host for links to next pages
        self._stopping = Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def reply(self, request: Request) -> Reply:
        """Return the response to a request, with faults applied."""
        self.requests.append(request)
        good = self._good_reply(request)
        for one in self.faults:
            if one.meets(request):
                one.times -= 1
                self._stopping.wait(one.delay)
                return one.change(good)
        return good

    def _good_reply(self, request: Request) -> Reply:
        match request.path.split("/", 3):
            case ["", "api", "daily_papers"]:
                return self._list(request)
            case ["", "api", "papers", "search"]:
                return _json([one for one in self._known() if _alike(one["paper"], request.params["q"])])
            case ["", "api", "query"]:
                return self._feed(request.params)
        return _json({"error": "Sorry, we can't find the page you are looking for."}, 404)

    def _known(self) -> Iterator[Item]:
        yield from (one for items in self.days.values() for one in items)
        yield from self.papers.values()

    def _list(self, request: Request) -> Reply:
        params = request.params
        span = params.get("date") or params.get("month") or ""
        page, limit = int(params.get("p", 0)), int(params.get("limit", 50))
        if limit > 100:
            return _json({"error": "✖ Too big: expected number to be <=100\n  → at limit"}, 400)
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}" if "date" in params else r"[0-9]{4}-[0-9]{2}", span):
            return _json({"error": "✖ Invalid date"}, 400)
        if span > self.today:
            return _json({"error": f'✖ "date" must be less than or equal to "{self.today}T00:00:00.000Z"'})
        items = [one for day, items in self.days.items() if day.startswith(span) for one in items]
        items.sort(key=lambda one: -one["paper"].get("upvotes", 0))
        end = (page + 1) * limit
        following = urlencode({**params, "p": str(page + 1)})
        link = f'<{self.link_host or self.url}{request.path}?{following}>; rel="next"'
        return _json(items[end - limit : end], headers={"Link": link} if end < len(items) else {})

    def _feed(self, params: Mapping[str, str]) -> Reply:
        words = params["search_query"].removeprefix("ti:").strip('"')
        found = {arxiv_id: one for arxiv_id, one in self.arxiv.items() if _alike(one, words)}
        entries = "".join(_entry(*pair) for pair in list(found.items())[: int(params.get("max_results", 10))])
        feed = f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
        return Reply(feed.encode(), headers={"Content-Type": ATOM})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                params = dict(parse_qsl(address.query))
                request = Request(address.path, params, dict(self.headers.items()), self.client_address)
                try:
                    self._send(server.reply(request))
                except ConnectionError:
                    self.close_connection = True

            def _send(self, reply: Reply) -> None:
                body, headers = reply.body, dict(reply.headers)
                if reply.status == 0:
                    self.close_connection = True
                    return
                if body and "gzip" in self.headers.get("Accept-Encoding", "") and "Content-Encoding" not in headers:
                    body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
                self.send_response(reply.status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.close_connection = self.close_connection or reply.cut
                self.wfile.write(body[: len(body) // 2] if reply.cut else body)
                self.wfile.flush()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
                pass

        return Handler


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(body, status, {"Content-Type": JSON, **(headers or {})})


def _alike(paper: Item, query: str) -> bool:
    """Return whether a search finds the paper: one common word is enough, as for the real servers."""
    return set(re.findall(r"\w+", query.lower())) & set(re.findall(r"\w+", paper["title"].lower())) != set()


def _entry(arxiv_id: str, paper: Item) -> str:
    fields = {"id": f"http://arxiv.org/abs/{arxiv_id}v2"} | {
        name: html.escape(paper[name]) for name in ("title", "summary", "published") if name in paper
    }
    authors = "".join(f"<author><name>{html.escape(name)}</name></author>" for name in paper.get("authors", ()))
    return f"<entry>{''.join(f'<{name}>{value}</{name}>' for name, value in fields.items())}{authors}</entry>"


class AskedWeb(Web):
    """A client without a network: it records each requested address, and fails."""

    def __init__(self) -> None:
        super().__init__(contact="https://archive.example")
        self.asked: list[str] = []

    def get(self, url: str, params: Mapping[str, str], *, token: str | None = None) -> Answer:  # noqa: ARG002
        """Record the address. Raises SourceError."""
        self.asked.append(url)
        raise SourceError(f"{url}: not asked")
