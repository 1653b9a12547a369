"""Building the site: read the archive, compare fingerprints with the last build, and rebuild what changed."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.errors import Problem
from generator.incremental.fingerprint import digest_of, installed, sources_below
from generator.incremental.output import Output, claim, is_recorded, one_at_a_time
from generator.incremental.processes import cores
from generator.incremental.progress import Report, Stages, Tick, no_tick
from generator.incremental.scan import scan
from generator.incremental.state import BuildState, read_made, read_state, state_of, write_state
from generator.publish.settings import Engine, Site, read_site, sources_of

STAGES = 9  # the most stages that a build reports


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were changed, unchanged and removed."""

    changed: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build. `size` is the site's size in bytes, `seconds` the duration of each stage.

    `warnings` come from reading the archive, so a build without changes has none.
    """

    folder: Path
    papers: int
    pages: int
    written: Written
    size: int
    seconds: dict[str, float]
    warnings: tuple[Problem, ...] = ()


def build_site(
    root: Path,
    *,
    report: Report,
    tick: Tick = no_tick,
    engine: Engine = "mkdocs",
    plain: bool = False,
    jobs: int | None = None,
    clean: bool = False,
    adopt: bool = False,
    pages_ready: Callable[[], None] | None = None,
) -> Built:
    """Build the site of the archive in the folder; report each stage as it begins, and `tick` while tasks are run.

    The engine renders the hand-written pages and one shell for each kind of generated page; generated pages are stamped
    into their shells. The result does not depend on the last build or on where it stopped. Files that no build wrote
    are neither replaced nor removed.

    - `plain` lets the engine render every page, which is slower and gives the same site.
    - `jobs` is the number of processes, by default one per core.
    - `clean` rebuilds everything, not only what changed since the last build.
    - `adopt` allows the build to replace files that no build wrote.
    - `pages_ready` is called when the pages are written, which are then built before everything else.

    Raises ArchiveError.
    """
    site = read_site(root)
    stages = Stages(report, tick)
    jobs = jobs or cores()
    with one_at_a_time(site.build), _no_search_for_garbage():
        stages.begin("read", "Reading the archive")
        known = BuildState() if clean else read_state(site.build)
        with scan(str(site.folder), known, jobs) as differences:
            inputs = inputs_of(site, engine, plain=plain)
            if known.inputs == inputs and is_recorded(site.folder) and not differences():
                return _built(site.folder, known, 0, 0, stages)
            output = _claimed(site, adopt=adopt)

            from generator.incremental.runner import run  # noqa: PLC0415 - slow to load and seldom needed
            from generator.publish.plan import plan_site  # noqa: PLC0415

            with plan_site(site, engine, plain=plain, jobs=jobs, stages=stages, pages_ready=pages_ready) as plan:
                made = run(plan.batches, output, known, differences(), jobs=jobs, stages=stages)
        new = state_of(inputs, len(plan.archive.papers), made.tasks)
        write_state(site.build, new)
        return replace(_built(site.folder, new, made.changed, made.removed, stages), warnings=plan.archive.warnings)


def prepare_builds() -> None:
    """Load now what each build loads in forked processes, for a program that builds again and again."""
    from generator.publish.plan import load_page_templates  # noqa: PLC0415

    load_page_templates()


def _claimed(site: Site, *, adopt: bool) -> Output:
    """Return the site's folder, to be written to. Raises BuildError if it holds what is not this site's."""
    is_own = site.folder.resolve().is_relative_to(site.root.resolve())
    return claim(site.folder, partial(read_made, site.build), site=site.url, is_own=is_own, adopt=adopt)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Turn off the cyclic garbage collector: papers form no reference cycles, and there are very many of them.

    Reference counting still frees everything else.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _built(folder: Path, state: BuildState, changed: int, removed: int, stages: Stages) -> Built:
    stages.end()
    pages = sum(path.endswith("index.html") for path in state.paths)
    written = Written(changed, len(state.paths) - changed, removed)
    return Built(folder, state.papers, pages, written, sum(state.sizes), stages.seconds)


def inputs_of(site: Site, engine: Engine, *, plain: bool) -> bytes:
    """Return the digest of the settings, the program, the theme and all content, without reading any file.

    Files count by path, size and modification time, libraries by the names of their metadata. If the digest is
    unchanged, so is the site. If it differs, the site may still be the same: the recipe decides. Raises ConfigError if
    a file name is not UTF-8.
    """
    sources = (*sources_of(site), *sources_below(site.content, "content"))
    files = [(source.name, source.stat.st_size, source.stat.st_mtime_ns) for source in sources]
    return digest_of(engine, plain, site.settings, sys.version, installed(), files)
