"""Live preview: the site as it will be, which follows each change."""

import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

import pytest
import requests


@pytest.fixture
def preview(archive: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve the archive on a free port, and return the site's address and the process."""
    command = [str(Path(sys.executable).parent / "papers"), "serve", "--port", "0", "-C", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        found = next(match for line in process.stdout if (match := re.search(r"http://\S+", line)))
        yield found[0], process
        process.terminate()


@pytest.fixture
def address(preview: tuple[str, "subprocess.Popen[str]"]) -> str:
    return preview[0]


def test_pages_are_shown_below_the_site_s_path_and_follow_a_change(address: str, archive: Path) -> None:
    with requests.Session() as web:
        assert address.endswith("/archive/")
        home = web.get(address.removesuffix("archive/"))
        assert (home.url, home.status_code) == (address, 200)
        assert '<script src="/preview.js"></script></body>' in home.text
        assert web.get(f"{address}feeds/all.atom.xml").headers["Content-Type"].endswith("xml")
        missing = web.get(f"{address}nowhere/")
        assert (missing.status_code, "There is no such page" in missing.text) == (404, True)
        assert web.get(f"{address}%2e%2e/%2e%2e/content/topics.yml").status_code == 404
        assert web.get(f"{address}days/2025-03-11").url == f"{address}days/2025-03-11/"
        assert web.head(f"{address}days/2025-03-11/").status_code == 200
        assert web.get(f"{address}papers/").status_code == 404

        topics = archive / "content" / "topics.yml"
        topics.write_text(topics.read_text().replace("title: Robotics", "title: Androids"))
        assert web.get(address.replace("archive/", "preview-wait"), timeout=20).status_code == 200
        assert "Androids" in web.get(f"{address}topics/").text

        (archive / "content" / "pages" / "index.md").write_text("---\ntitle: a: b\n---\n")
        topics.write_text("- broken\n")
        time.sleep(1)
        assert "Androids" in web.get(f"{address}topics/").text


def test_nothing_is_said_of_a_page_that_was_closed_before_its_answer(
    preview: tuple[str, "subprocess.Popen[str]"], archive: Path
) -> None:
    address, process = preview
    port = urlsplit(address).port
    with socket.create_connection(("127.0.0.1", port)) as closed:
        closed.sendall(b"GET /preview-wait HTTP/1.0\r\n\r\n")
        assert requests.get(address, timeout=20).status_code == 200  # so that one waits by now
        closed.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not an end
    edited = Timer(0.2, (archive / "content" / "pages" / "more.md").write_text, ["# More"])
    edited.start()
    assert requests.get(f"http://127.0.0.1:{port}/preview-wait", timeout=20).status_code == 200
    assert requests.get(address, timeout=20).status_code == 200
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate()
    assert "more.md changed" in said
    assert "Traceback" not in said


def test_a_taken_port_is_told(address: str, archive: Path) -> None:
    port = re.search(r":(\d+)/", address)
    assert port
    command = [str(Path(sys.executable).parent / "papers"), "serve", "--port", port[1], "-C", str(archive)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "choose another with --port" in result.stderr
