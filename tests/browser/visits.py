"""Visits to pages, and what must not happen on any of them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, Response

from tests.browser.sites import KINDS, Site

PATIENCE = 15_000  # milliseconds for what is to come, also where many tests share a processor
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE = {**PHONE, "viewport": {"width": 320, "height": 568}}


class Visits:
    """Opens pages, each visit as a new reader, and keeps a list of the problems that came up on all of them.

    A problem is an error on the console or in a script, a dialog, a request to another host, and a request of a page
    that failed. A test fails in the end if there were any.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def __call__(self, address: str, **options: Any) -> Page:  # noqa: ANN401 - whatever a browser context takes
        """Open an address as a reader who was never there before."""
        context = self._browser.new_context(**options)
        self._contexts.append(context)
        context.on("console", self._see_message)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        context.on("dialog", self._see_dialog)
        context.on("request", self._see_request)
        context.on("response", self._see_response)
        context.on("requestfailed", self._see_failure)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(address)
        return page

    def end(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _see_message(self, message: ConsoleMessage) -> None:
        # A request that failed is seen below, where it is known whether a page made it or a reader.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _see_dialog(self, dialog: Dialog) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.problems.append(f"request to another host: {request.url}")

    def _see_response(self, response: Response) -> None:
        if not response.ok and response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"answer {response.status}: {response.url}")

    def _see_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which only says that the reader went on to another page
            self.problems.append(f"request failed ({request.failure}): {request.url}")


def each_kind(site: Site, visit: Visits, **options: Any) -> Iterator[Page]:  # noqa: ANN401 - as a visit's
    """Yield a page that is at one address of each kind in turn."""
    page = visit("about:blank", **options)
    for path in KINDS.values():
        page.goto(site / path)
        yield page
