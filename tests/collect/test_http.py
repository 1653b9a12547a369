"""The way to the network: polite, patient within bounds, sceptical. Every answer comes from a real server."""

import email.utils
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from generator.collect import http
from generator.collect.http import Web
from generator.errors import SourceError
from tests.support.source_server import (
    Fault,
    Reply,
    SourceServer,
    answers,
    cut_off,
    fault,
    hung_up,
    item,
    rate_limited,
    redirect,
    server_error,
    slow,
    wrong_gzip,
)

PATH = "/api/daily_papers"
TRIES = 6


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        server.days["2025-03-11"] = [item("2503.00001", "Slow Kettles", "2025-03-11")]
        yield server


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def web(slept: list[float]) -> Iterator[Web]:
    with Web(contact="https://archive.example", sleep=slept.append, timeouts=(5, 5)) as web:
        yield web


def get(web: Web, server: SourceServer, day: str = "2025-03-11", token: str | None = None) -> bytes:
    return web.get(server.url + PATH, {"date": day}, token=token).content


def whole_seconds(slept: list[float]) -> list[int]:
    return [round(seconds) for seconds in slept]


def test_requests_say_who_asks_and_share_a_connection(web: Web, server: SourceServer) -> None:
    assert b"Slow Kettles" in get(web, server)
    assert get(web, server, "2025-03-12") == b"[]"
    assert len({request.client for request in server.requests}) == 1
    for request in server.requests:
        assert (
            request.headers["User-Agent"]
            == f"daily-papers-archive/{version('daily-papers-archive')} (+https://archive.example)"
        )
        assert "gzip" in request.headers["Accept-Encoding"]
        assert "Authorization" not in request.headers


def test_a_token_is_sent_and_passwords_of_this_machine_are_not(
    web: Web, server: SourceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    get(web, server)
    get(web, server, token="hf_abc")  # noqa: S106 - invented
    sent = [request.headers.get("Authorization") for request in server.requests]
    assert sent == [None, "Bearer hf_abc"]


def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(web: Web, server: SourceServer) -> None:
    with pytest.raises(SourceError, match="A token must be") as raised:
        get(web, server, token="hf_abc\nX: y")  # noqa: S106 - invented
    assert "hf_abc" not in str(raised.value)
    assert server.requests == []


# Patience


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_troubles_are_tried_again(web: Web, server: SourceServer, status: int) -> None:
    server.faults.append(server_error(status, times=2))
    assert b"Slow Kettles" in get(web, server)
    assert len(server.requests) == 3


def test_what_does_not_pass_is_given_up(web: Web, server: SourceServer, slept: list[float]) -> None:
    server.faults.append(server_error(503, times=99))
    with pytest.raises(SourceError) as raised:
        get(web, server)
    assert str(raised.value) == f"{server.url}{PATH}?date=2025-03-11: answered with status 503: Sorry"
    assert (len(server.requests), whole_seconds(slept)) == (TRIES, [2, 4, 8, 16])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_other_errors_are_told_at_once(web: Web, server: SourceServer, status: int) -> None:
    server.faults.append(fault(Reply(b'{"error":"\xe2\x9c\x96 Invalid\\n  date"}', status)))
    with pytest.raises(SourceError, match=rf'answered with status {status}: \{{"error":"✖ Invalid'):
        get(web, server)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("trouble", "seconds"),
    [
        (rate_limited(55), 56),
        (rate_limited(5, retry_after="30"), 30),
        (rate_limited(55, retry_after="30"), 56),
        (server_error(503, retry_after="7"), 7),
        (fault(Reply(b"", 429, {"RateLimit": '"api";r=3;t=9, "pages";r=0;t=20'})), 21),
    ],
)
def test_the_wait_is_the_one_that_the_source_asks(
    web: Web, server: SourceServer, slept: list[float], trouble: Fault, seconds: int
) -> None:
    server.faults.append(trouble)
    get(web, server)
    assert slept == [pytest.approx(seconds, abs=2)]


def test_a_wait_may_be_given_as_a_moment(web: Web, server: SourceServer, slept: list[float]) -> None:
    moment = email.utils.formatdate(time.time() + 100, usegmt=True)
    server.faults.append(server_error(503, retry_after=moment))
    get(web, server)
    assert slept == [pytest.approx(100, abs=5)]


@pytest.mark.parametrize("headers", [{"Retry-After": "soon"}, {"RateLimit": "soon"}, {"RateLimit": '"a";r=x;t=-1'}])
def test_a_wait_that_cannot_be_read_is_none(
    web: Web, server: SourceServer, slept: list[float], headers: dict[str, str]
) -> None:
    server.faults.append(fault(Reply(b"", 503, headers)))
    get(web, server)
    assert slept == []


def test_a_used_up_quota_is_waited_for_before_the_next_request(
    web: Web, server: SourceServer, slept: list[float]
) -> None:
    server.faults.append(fault(Reply(b"[]", 200, {"RateLimit": '"api";r=0;t=20'})))
    get(web, server)
    assert slept == []
    get(web, server)
    assert whole_seconds(slept) == [21]
    get(web, server)
    assert len(slept) == 1


@pytest.mark.parametrize(("asked", "times"), [(601, 1), (300, 3)])
def test_patience_has_an_end(web: Web, server: SourceServer, slept: list[float], asked: int, times: int) -> None:
    server.faults.append(rate_limited(asked, times))
    with pytest.raises(SourceError, match=rf"{PATH}: asks to wait {asked + 1} s, longer than"):
        get(web, server)
    assert sum(slept) < 600


def test_requests_are_paced(server: SourceServer, slept: list[float]) -> None:
    with Web(contact="https://archive.example", pause=3, sleep=slept.append) as web:
        server.faults.append(server_error(times=1))
        for _ in range(3):
            get(web, server)
    assert whole_seconds(slept) == [3, 3, 3]


# What breaks on the way


def test_a_connection_that_is_lost_is_made_again(web: Web, server: SourceServer) -> None:
    server.faults.append(hung_up(times=2))
    assert b"Slow Kettles" in get(web, server)


def test_a_slow_answer_is_asked_for_again(server: SourceServer, slept: list[float]) -> None:
    with Web(contact="https://archive.example", sleep=slept.append, timeouts=(5, 0.1)) as web:
        server.faults.append(slow(0.3))
        assert b"Slow Kettles" in get(web, server)
        server.faults.append(slow(0.3, times=TRIES))
        with pytest.raises(SourceError, match=rf"{PATH}\?date=2025-03-11: no answer in time$"):
            get(web, server)


@pytest.mark.parametrize(
    ("trouble", "cause"),
    [
        (cut_off(), "the answer was cut off"),
        (wrong_gzip(), "the answer cannot be unpacked"),
        (hung_up(times=TRIES), "no connection: Remote end closed connection without response"),
        (answers(" " * 64_000_001), "the answer is larger than 64 MB"),
    ],
)
def test_a_broken_answer_is_an_error_with_its_cause(web: Web, server: SourceServer, trouble: Fault, cause: str) -> None:
    server.faults.append(trouble)
    with pytest.raises(SourceError) as raised:
        get(web, server)
    assert str(raised.value) == f"{server.url}{PATH}?date=2025-03-11: {cause}"
    assert b"Slow Kettles" in get(web, server)


def test_an_answer_that_never_ends_is_an_error(web: Web, server: SourceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_LONGEST_ANSWER", -1.0)
    with pytest.raises(SourceError, match="the answer takes longer than"):
        get(web, server)


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://127.0.0.1:9/api", r"http://127.0.0.1:9/api: no connection: .*refused"),
        ("archive.example/api", "archive.example/api: no connection: Invalid URL"),
        ("http://[::1/api", "no connection: "),
        ("ftp://archive.example/", "no connection: No connection adapters"),
    ],
)
def test_an_address_without_a_server_is_an_error(web: Web, url: str, cause: str) -> None:
    with pytest.raises(SourceError, match=cause):
        web.get(url, {})


# Redirects and links


def test_a_redirect_on_the_same_host_is_followed(web: Web, server: SourceServer) -> None:
    server.faults.append(redirect(f"{PATH}?date=2025-03-11", date="2025-03-12"))
    assert b"Slow Kettles" in get(web, server, "2025-03-12", token="hf_abc")  # noqa: S106 - invented
    assert [request.headers["Authorization"] for request in server.requests] == ["Bearer hf_abc"] * 2


def test_a_redirect_to_another_host_is_not_followed(web: Web, server: SourceServer) -> None:
    with SourceServer() as other:
        server.faults.append(redirect(f"{other.url}{PATH}"))
        with pytest.raises(SourceError, match=f"redirects to another host, which is not followed: {other.url}"):
            get(web, server)
        assert other.requests == []


@pytest.mark.parametrize("target", ["http://[::1", "file:///etc/passwd", "//archive.example/", "https://127.0.0.1"])
def test_a_redirect_to_nowhere_is_an_error(web: Web, server: SourceServer, target: str) -> None:
    server.faults.append(redirect(target))
    with pytest.raises(SourceError, match=PATH):
        get(web, server)


def test_redirects_in_a_circle_come_to_an_end(web: Web, server: SourceServer) -> None:
    server.faults.append(redirect(PATH, times=99))
    with pytest.raises(SourceError, match="redirects more than 5 times"):
        get(web, server)
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("link", "following"),
    [
        ('<{0}/next>; rel="next", <{0}/>; rel="first"', "{0}/next"),
        ('<?p=1>; rel="next"', "{0}/api/daily_papers?p=1"),
        ('<{0}/next>; rel="prev"', None),
        ("<<>>;;", None),
    ],
)
def test_the_next_page_is_the_one_that_is_announced(
    web: Web, server: SourceServer, link: str, following: str | None
) -> None:
    server.faults.append(fault(Reply(b"[]", 200, {"Link": link.format(server.url)})))
    answer = web.get(server.url + PATH, {})
    assert answer.next_url == (following and following.format(server.url))
