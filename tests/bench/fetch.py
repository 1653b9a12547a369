"""How long fetching a full month takes and how much memory, which must stay below 5 s and 150 MB.

Run by `python -m tests.bench.fetch`.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.support.archives import REPOSITORY
from tests.support.live import environment, make_empty_archive
from tests.support.source_server import SourceServer, item

PAPERS, DAYS = 900, 30
ABSTRACT = "A sentence of the length that sentences in abstracts have, more or less. " * 20


def main() -> None:
    """Serve an invented month on this machine, fetch it twice, and tell what that took."""
    with SourceServer() as server, tempfile.TemporaryDirectory() as folder:
        for number in range(PAPERS):
            day = f"2025-04-{number % DAYS + 1:02}"
            authors = [{"name": f"Ada Example {author}", "hidden": False} for author in range(20)]
            one = item(f"2504.{number:05}", f"On Kettles, Part {number}", day, summary=ABSTRACT, authors=authors)
            server.days.setdefault(day, []).append(one)
        root = make_empty_archive(Path(folder) / "archive", REPOSITORY / "content")
        for run in ("first", "second"):
            begun = time.perf_counter()
            command = [str(Path(sys.executable).parent / "papers"), "fetch", "--month", "2025-04", "-C", str(root)]
            subprocess.run(command, env=environment(server), check=True, capture_output=True)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            click.echo(f"{run} fetch of {PAPERS} papers: {time.perf_counter() - begun:.2f} s, {memory} MB")


if __name__ == "__main__":
    main()
