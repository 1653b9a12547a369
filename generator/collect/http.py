"""Network access for all live sources: a rate-limited HTTP session with bounded retries, which checks what it receives.

Every failure is a SourceError whose message names the address and the cause.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import DecodeError, HTTPError, IncompleteRead, InvalidHeader, ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from generator.errors import SourceDownError, SourceError
from generator.text import clean

_RETRIES = 5
_PATIENCE = 600.0  # seconds to wait for one answer in all; Hugging Face counts requests in windows of 300 s
_TIMEOUTS = (10.0, 30.0)  # seconds to connect, and between two chunks of an answer
_LONGEST_ANSWER = 120.0  # seconds
_LARGEST_ANSWER = 64_000_000  # bytes, unpacked; a page of a hundred papers has about one million
_PIECE = 65_536
_REDIRECTS = 5
_PASSING = (429, 500, 502, 503, 504)
_OK, _TOO_MANY, _TIMED_OUT, _SERVER_ERROR = 200, 429, 408, 500
_TOKEN = re.compile(r"[!-~]+")
_QUOTA = re.compile(r"\br=(?P<left>[0-9]{1,9})\b.*\bt=(?P<seconds>[0-9]{1,9})\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a source; `next_url` is the next page, if there is one."""

    url: str
    content: bytes
    next_url: str | None = None


class Web:
    """The network for the sources, as a context manager: one request at a time, over persistent connections.

    `contact` is an address of the people responsible for the requests, `pause` the minimum seconds between two
    requests, `sleep` how to wait, `timeouts` the seconds to connect and between two chunks of an answer.
    """

    def __init__(
        self,
        *,
        contact: str,
        pause: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
        timeouts: tuple[float, float] = _TIMEOUTS,
    ) -> None:
        self._turns = _Turns(pause, sleep)
        self._timeouts = timeouts
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"daily-papers-archive/{version('daily-papers-archive')} (+{contact})"
        retries = _PatientRetry(_RETRIES, backoff_factor=1, status_forcelist=_PASSING, raise_on_status=False)
        retries.turns = self._turns
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retries))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._session.close()

    def get(self, url: str, params: Mapping[str, str], *, token: str | None = None) -> Answer:
        """Return the answer; `token` is sent to this host only, and redirects to other hosts are refused.

        Transient failures are retried, waiting as the source asks. Raises SourceError with address and cause:
        SourceDownError if the source cannot be reached or cannot answer, another if its answer is unusable.
        """
        if token and not _TOKEN.fullmatch(token):
            raise SourceError("A token must be letters, digits and signs without blanks; the one given is not.")
        self._turns.begin()
        try:
            return self._follow(url, params, token)
        except _NoTurnError as error:
            raise SourceDownError(f"{url}: {error}") from error
        except (requests.RequestException, HTTPError, ValueError) as error:
            at = error.request.url if isinstance(error, requests.RequestException) and error.request else None
            raise _failure(at or url, error) from error

    def _follow(self, url: str, params: Mapping[str, str], token: str | None) -> Answer:
        for _ in range(_REDIRECTS + 1):
            with self._ask(url, params, token) as response:
                if not response.is_redirect:
                    return self._read(response)
                here, target = response.url, urljoin(response.url, response.headers["Location"])
            if not same_origin(here, target):
                raise SourceError(f"{here}: redirects to another host, which is not followed: {target[:200]}")
            url, params = target, {}
        raise SourceError(f"{url}: redirects more than {_REDIRECTS} times")

    def _ask(self, url: str, params: Mapping[str, str], token: str | None) -> requests.Response:
        def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
            # Passed even without a token: otherwise requests would look for passwords in ~/.netrc.
            if token:
                request.headers["Authorization"] = f"Bearer {token}"
            return request

        self._turns.wait()
        return self._session.get(
            url, params=params, auth=sign, timeout=self._timeouts, allow_redirects=False, stream=True
        )

    def _read(self, response: requests.Response) -> Answer:
        self._turns.postpone(_asked_wait(response.status_code, response.headers))
        try:
            content = _body(response)
        except HTTPError as error:
            raise _failure(response.url, error) from error
        if response.status_code != _OK:
            said = clean(content[:1000].decode(errors="replace"))[:200]
            is_down = response.status_code in (_TIMED_OUT, _TOO_MANY) or response.status_code >= _SERVER_ERROR
            kind = SourceDownError if is_down else SourceError  # RFC 9110, section 15: about the source or the request
            raise kind(f"{response.url}: answered with status {response.status_code}: {said or 'no text'}")
        link = response.links.get("next", {}).get("url")
        return Answer(response.url, content, urljoin(response.url, link) if link else None)


def same_origin(url: str, other: str) -> bool:
    """Return whether both addresses have the same scheme, host and port (RFC 6454, section 5)."""
    return urlsplit(url.lower())[:2] == urlsplit(other.lower())[:2]


class _NoTurnError(Exception):
    """The source asks for a longer wait than allowed."""


class _Turns:
    """When the next request may be sent, given the pause between requests and what the source asks."""

    def __init__(self, pause: float, sleep: Callable[[float], None]) -> None:
        self._pause = pause
        self._sleep = sleep
        self._due = time.monotonic()
        self._patience = _PATIENCE

    def begin(self) -> None:
        self._patience = _PATIENCE

    def postpone(self, seconds: float) -> None:
        self._due = max(self._due, time.monotonic() + seconds)

    def wait(self) -> None:
        seconds = self._due - time.monotonic()
        if seconds > self._patience:
            raise _NoTurnError(f"asks to wait {seconds:.0f} s, longer than we wait for one answer; try again later")
        if seconds > 0:
            self._patience -= seconds
            self._sleep(seconds)
        self._due = time.monotonic() + self._pause


class _PatientRetry(Retry):
    """urllib3's retries with its growing pauses as the minimum, longer if the source asks."""

    turns: _Turns

    def new(self, **changes: object) -> Self:
        fresh = super().new(**changes)
        fresh.turns = self.turns
        return fresh

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked = _asked_wait(response.status, response.headers) if response else 0.0
        self.turns.postpone(max(asked, self.get_backoff_time()))
        self.turns.wait()


def _asked_wait(status: int, headers: Mapping[str, str]) -> float:
    """Return the seconds that a source asks to wait before the next request, 0 if none.

    By Retry-After (RFC 9110, section 10.2.3), and by `RateLimit: "api";r=0;t=55`, as Hugging Face sends it: r
    requests are left for t seconds (https://huggingface.co/docs/hub/rate-limits); one more, as t is rounded.
    """
    quotas = filter(None, map(_QUOTA.search, headers.get("RateLimit", "").split(",")))
    waits = [int(quota["seconds"]) + 1.0 for quota in quotas if status == _TOO_MANY or int(quota["left"]) == 0]
    try:
        waits.append(Retry().parse_retry_after(headers["Retry-After"]) if status in _PASSING else 0.0)
    except (KeyError, InvalidHeader, OverflowError, ValueError):
        waits.append(0.0)
    return max(waits)


def _body(response: requests.Response) -> bytes:
    ends = time.monotonic() + _LONGEST_ANSWER
    pieces, size = list[bytes](), 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST_ANSWER:
            raise SourceError(f"{response.url}: the answer is larger than {_LARGEST_ANSWER // 1_000_000} MB")
        if time.monotonic() > ends:
            raise SourceDownError(f"{response.url}: the answer takes longer than {_LONGEST_ANSWER:.0f} s")
    return b"".join(pieces)


def _failure(url: str | None, error: Exception) -> SourceError:
    """Return the failure in words, whatever requests and urllib3 wrapped it in."""
    causes = list(_causes(error))
    if any(isinstance(cause, DecodeError) for cause in causes):
        return SourceError(f"{url}: the answer cannot be unpacked")
    return SourceDownError(f"{url}: {_cause(causes)}")


def _cause(causes: list[BaseException]) -> str:
    if any(isinstance(cause, IncompleteRead) for cause in causes):
        return "the answer was cut off"
    if any(isinstance(cause, TimeoutError | ReadTimeoutError) for cause in causes):
        return "no answer in time"
    last = causes[-1]
    return f"no connection: {getattr(last, 'strerror', None) or clean(str(last))[:200]}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and its causes, the innermost last: each type wraps the next in its own way."""
    inner: BaseException | None = error
    while inner:
        yield inner
        causes = (getattr(inner, "reason", None), *inner.args, inner.__context__)
        inner = next((cause for cause in causes if isinstance(cause, BaseException)), None)
