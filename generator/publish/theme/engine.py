"""The engine: MkDocs or Zensical, run as a program on a folder of Markdown. Its internals are not used."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import yaml

from generator.errors import BuildError
from generator.incremental.cache import Cache
from generator.incremental.fingerprint import digest_of
from generator.publish.settings import Engine, Site

_NOTE = "note"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# The theme's script with its licence, its search and its sitemap, which the site replaces or does not need.
_UNUSED = (
    "assets/javascripts/bundle.",
    "assets/javascripts/LICENSE",
    "assets/javascripts/lunr/",
    "assets/javascripts/workers/",
    "search.json",
    "sitemap.xml",
)


@contextmanager
def engine_beside(
    engine: Engine, site: Site, documents: Mapping[str, bytes], recipe: bytes
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Start the engine on the documents, and yield a function that waits for it, so the caller can work meanwhile.

    The function returns every file that the engine built, by its path below the site. `documents` are Markdown pages
    and other files by path; the archive's mkdocs.yml and overrides configure the rest. Warnings of the engine are
    errors here, so that no incomplete site is built. The last output is reused if the documents and the recipe are
    unchanged. The engine is killed if the caller leaves without waiting. Raises BuildError with the engine's messages.
    """
    folder = site.build / "engine"
    made_from = digest_of(recipe, documents)
    made = _made(folder)
    if _cache(folder).get(_NOTE) == (made_from, digest_of(made)):
        yield lambda: made
        return
    shutil.rmtree(folder, ignore_errors=True)
    with _start(engine, site, folder, documents) as process:
        try:
            yield partial(_finish, process, engine, folder, made_from)
        finally:
            process.kill()


def _start(engine: Engine, site: Site, folder: Path, documents: Mapping[str, bytes]) -> subprocess.Popen[str]:
    for path, data in documents.items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for overrides in site.overrides:
        shutil.copytree(overrides, folder / "overrides", ignore_dangling_symlinks=True, dirs_exist_ok=True)
    config = folder / "mkdocs.yml"
    config.write_text(_derived_config(site), "utf-8")
    command = [sys.executable, "-m", engine, "build", "--strict", "--config-file", str(config)]
    # Silences Material's notice about MkDocs 2, which does not concern users of this program.
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def _finish(process: subprocess.Popen[str], engine: Engine, folder: Path, made_from: bytes) -> dict[str, bytes]:
    said, complained = process.communicate()
    if process.returncode:
        raise BuildError("\n".join([f"{engine} could not build the pages:", *_complaints(said + complained)]))
    made = _made(folder)
    _cache(folder).keep(_NOTE, (made_from, digest_of(made)))
    return made


def _made(folder: Path) -> dict[str, bytes]:
    built = folder / "site"
    paths = (path for path in built.rglob("*") if path.is_file())
    return {
        name: path.read_bytes()
        for name, path in sorted((path.relative_to(built).as_posix(), path) for path in paths)
        if not name.startswith(_UNUSED) and not name.endswith(".map")
    }


def _cache(folder: Path) -> Cache[tuple[bytes, bytes]]:
    """Return the cache of two digests: of the engine's last input, and of its output."""
    return Cache(folder, tuple[bytes, bytes])


def _derived_config(site: Site) -> str:
    """Return an mkdocs.yml that inherits the archive's own, adds defaults, and sets the folders."""
    return yaml.dump(  # not `safe_dump`: extensions may have functions among their options
        {
            "INHERIT": str(site.root.absolute() / "mkdocs.yml"),
            "docs_dir": "docs",
            "site_dir": "site",
            "site_url": site.url,  # with its slash, which templates rely on
            "edit_uri": "",  # paper pages have their own edit links
            "extra": {"source": None},  # only pages use it, and Zensical cannot read a date in YAML
            **site.defaults,
            "theme": {**site.defaults["theme"], "custom_dir": "overrides"},
        }
    )


def _complaints(said: str) -> list[str]:
    """Return an engine's warnings and errors, or else its last line of output."""
    lines = [line.strip() for line in _COLOUR.sub("", said).splitlines() if line.strip()]
    return [line for line in lines if line.lower().startswith(("warning", "error"))] or lines[-1:]
