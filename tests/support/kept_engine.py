"""A cache for the engine, which runs only once for each different input in a test run.

Hundreds of tests build a site, nearly all with the same theme and hand-written pages. The output of MkDocs or Zensical
for an input is kept for the rest of the run and shared by all workers. A test marked `real_engine` bypasses this cache.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from tests.support.forked import Forked

ENGINE = "generator.publish.theme.engine.subprocess"


def keep_what_the_engine_makes(patch: pytest.MonkeyPatch, kept: Path) -> None:
    """Patch the engine so that its output is cached in the folder."""
    kept.mkdir(exist_ok=True)

    def start(command: list[str], *, env: Mapping[str, str], **_: object) -> "_Remembered | _Remembering":
        made = kept / _key(command)
        folder = Path(command[-1]).parent
        return _Remembered(made, folder) if made.is_dir() else _Remembering(command, env, made, folder)

    patch.setattr(ENGINE, SimpleNamespace(Popen=start, PIPE=subprocess.PIPE))


def _key(command: list[str]) -> str:
    """Return the digest of everything that affects the engine's output, except the path of the archive's folder."""
    folder = Path(command[-1]).parent
    config = Path(command[-1]).read_text("utf-8")
    inherited = yaml.safe_load(config)["INHERIT"]
    base = Path(inherited).read_text("utf-8")
    variables = {name: value for name, value in os.environ.items() if name in base}  # that `!ENV` reads
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "mkdocs.yml"]
    digest = sha256(repr((command[:-1], config.replace(inherited, ""), base, sorted(variables.items()))).encode())
    for path in files:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()


class _Remembered(AbstractContextManager["_Remembered"]):
    """An engine that finishes at once, with its cached output."""

    returncode = 0

    def __init__(self, made: Path, folder: Path) -> None:
        self._made = made
        self._folder = folder

    def __exit__(self, *_: object) -> None:
        pass

    def communicate(self) -> tuple[str, str]:
        shutil.copytree(self._made, self._folder / "site")
        return "", ""

    def kill(self) -> None:
        pass


class _Remembering(Forked):
    """The engine itself; its output is cached if it succeeds."""

    def __init__(self, command: list[str], env: Mapping[str, str], made: Path, folder: Path) -> None:
        super().__init__(*command[1:], env=env)  # the first is the interpreter
        self._made = made
        self._folder = folder

    def communicate(self) -> tuple[str, str]:
        said = super().communicate()
        if self.returncode == 0:
            copy = Path(tempfile.mkdtemp(dir=self._made.parent))
            shutil.copytree(self._folder / "site", copy, dirs_exist_ok=True)
            with suppress(OSError):  # another worker was faster
                copy.rename(self._made)
        return said
