"""The browser of the tests: Chromium's headless shell where there is one, else Chrome, Chromium or Playwright's own.

The shell draws the same pages without the windows of a whole browser: a first visit costs a quarter of the processor
time. Run as a program, this module sees to it that there is a browser.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

SHELL = "chromium-headless-shell"  # as a program, and as a package of Debian
NAMES = (SHELL, "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 600  # seconds for one installation
ADVICE = """No browser for the tests could be had. Do one of these and try again:
  - install Google Chrome or Chromium so that it is in PATH, or name its program in the environment variable CHROME
  - python -m playwright install --with-deps --only-shell chromium"""


def installed_browser() -> str | None:
    """Return the path of the browser that CHROME names, else of the first one in PATH that starts."""
    if named := os.environ.get("CHROME"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name)) and _succeeds(path, "--version")), None)


def launch(playwright: Playwright) -> Browser:
    """Start the installed browser, else Playwright's own. Raises Playwright's Error where neither starts."""
    return playwright.chromium.launch(executable_path=installed_browser(), args=ARGUMENTS)


def main() -> None:
    """Install a browser unless there is one, and say which one the tests use. Exits with 1 where none can be had."""
    for done, commands in _ways():
        if not all(_succeeds(*command) for command in commands):
            continue
        if found := _found():
            sys.stdout.write(f"The browser tests use {found}{done}\n")
            return
        if "CHROME" in os.environ:
            break
    sys.exit(ADVICE)


def _ways() -> Iterator[tuple[str, list[list[str]]]]:
    """Yield what can be done to have a browser, the best first, with the words that tell of it."""
    root, apt = _as_root(), shutil.which("apt-get")
    if root is not None and apt and not shutil.which(SHELL) and "CHROME" not in os.environ:
        yield ", installed as a package", [[*root, apt, "install", "--yes", SHELL]]
    yield "", []
    if root is not None and apt:
        update, install = [*root, apt, "update"], [*root, apt, "install", "--yes"]
        yield ", installed as a package", [update, [*install, SHELL]]
    playwright = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    if root is not None:
        yield ", installed with what it needs", [[*playwright, "--with-deps"]]
    yield ", installed", [playwright]
    if root is not None and apt:
        yield ", installed as a package", [[*install, "chromium"]]


def _as_root() -> list[str] | None:
    """Return what a command begins with to run as root, or None where that would need a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "--non-interactive"] if sudo and _succeeds(sudo, "--non-interactive", "true") else None


def _succeeds(*command: str) -> bool:
    """Run a command in silence."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _found() -> str | None:
    """Return the name of the browser that starts now."""
    try:
        with sync_playwright() as playwright, launch(playwright) as browser:
            return f"{installed_browser() or playwright.chromium.executable_path} {browser.version}"
    except Error:
        return None


if __name__ == "__main__":
    main()
