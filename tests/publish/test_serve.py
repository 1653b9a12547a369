"""Live preview: the site as it will be, which follows each change."""

import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

import pytest
import requests

from generator.errors import BuildError
from generator.files import replace_file
from generator.publish.serve import serve_site
from generator.publish.site import Built, build_site
from tests.support.archives import silent

pytestmark = pytest.mark.slow


@pytest.fixture
def preview(archive: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve the archive, whose site is built, on a free port, and return the site's address and the process."""
    build_site(archive, report=silent)
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
        assert (missing.status_code, "Page not found" in missing.text) == (404, True)
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


def test_a_change_is_called_by_the_file_that_was_saved(
    preview: tuple[str, "subprocess.Popen[str]"], archive: Path
) -> None:
    """However it was saved: by this program, as Vim does, as sed does, or at once; a passing file makes no build."""
    _, process = preview
    time.sleep(1)  # the address is told a moment before the first change is seen
    pages, listing = archive / "content" / "pages", archive / "content" / "listings" / "2025" / "2025-03-10.json"
    saves: dict[str, Callable[[], object]] = {
        "2025-03-10.json": lambda: replace_file(listing, listing.read_bytes() + b" "),
        "about.md": lambda: save_as_vim(pages / "about.md"),
        "contribute.md": lambda: save_as_sed(pages / "contribute.md"),
        "more.md": lambda: (pages / "more.md").write_text("# More"),
    }
    said = []
    assert process.stdout
    hangs = Timer(60, process.kill)
    hangs.start()
    for save in saves.values():
        (pages / ".notes.md.swp").write_text("a passing file")
        save()
        said += list(takewhile(lambda line: line != "Rebuilt\n", process.stdout))
    hangs.cancel()
    assert [line for line in said if "changed" in line] == [f"{name} changed\n" for name in saves]


def save_as_vim(path: Path) -> None:
    text = path.read_text() if path.exists() else ""
    (path.parent / "4913").touch()
    (path.parent / "4913").unlink()
    if path.exists():
        path.rename(f"{path}~")
    path.write_text(f"{text}\nMore.\n")
    Path(f"{path}~").unlink(missing_ok=True)


def save_as_sed(path: Path) -> None:
    text = path.read_text() if path.exists() else "# Page\n"
    (path.parent / "sedk2Xa9Z").write_text(f"{text}\nMore.\n")
    (path.parent / "sedk2Xa9Z").rename(path)


def test_a_taken_port_is_told(address: str, archive: Path) -> None:
    port = re.search(r":(\d+)/", address)
    assert port
    command = [str(Path(sys.executable).parent / "papers"), "serve", "--port", port[1], "-C", str(archive)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "choose another with --port" in result.stderr


def test_the_preview_ends_with_the_program_however_that_ends(preview: tuple[str, "subprocess.Popen[str]"]) -> None:
    address, process = preview
    assert requests.get(address, timeout=20).status_code == 200
    process.kill()
    port = urlsplit(address).port
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    pytest.fail("the port is still open")


def test_a_folder_that_cannot_be_watched_is_told(archive: Path) -> None:
    def build(root: Path, **_: object) -> Built:
        built = build_site(root, report=silent)
        (root / "mkdocs.yml").rename(root / "mkdocs.yaml")
        return built

    with pytest.raises(BuildError, match="changes cannot be watched"):
        serve_site(archive, build, host="127.0.0.1", port=0, report=silent)
