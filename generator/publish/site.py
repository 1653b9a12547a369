"""Building the site: read the archive, compare what its files are made from, and make what changed."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.errors import Problem
from generator.incremental.fingerprint import digest_of, installed, sources_below
from generator.incremental.output import claim, is_recorded, one_at_a_time
from generator.incremental.processes import cores
from generator.incremental.progress import Report, Stages, Tick, no_tick
from generator.incremental.scan import scan
from generator.incremental.state import BuildState, read_made, read_state, state_of, write_state
from generator.publish.settings import Engine, Site, read_site, sources_of

STAGES = 9  # how many times a build reports, at most


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a site did, in numbers of files."""

    changed: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, how many bytes the site has, and how many seconds each stage took.

    `warnings` are those of an archive that was read, which a build without any change does not do.
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

    The engine makes the hand-written pages and one shell for each kind of generated page, into which those are
    stamped; `plain` hands it every page instead, which takes longer and gives the same site. Only what changed since
    the last build is made, by as many processes as `jobs` says (one a core); `clean` makes everything. Whatever the
    last build was, and wherever it stopped, the site is the same. Files that no build wrote are neither replaced nor
    removed; with `adopt` they are replaced where a file of the site belongs. Somebody who looks at pages may be told
    by `pages_ready` when these stand: they are made before all else then. Raises ArchiveError.
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
            is_own = site.folder.resolve().is_relative_to(site.root.resolve())
            output = claim(site.folder, partial(read_made, site.build), site=site.url, is_own=is_own, adopt=adopt)

            from generator.incremental.runner import run  # noqa: PLC0415 - take long to load, and are seldom needed
            from generator.publish.plan import plan_site  # noqa: PLC0415

            with plan_site(site, engine, plain=plain, jobs=jobs, stages=stages, pages_ready=pages_ready) as plan:
                made = run(plan.batches, output, known, differences(), jobs=jobs, stages=stages)
        new = state_of(inputs, len(plan.archive.papers), made.tasks)
        write_state(site.build, new)
        return replace(_built(site.folder, new, made.changed, made.removed, stages), warnings=plan.archive.warnings)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Let Python not look for values that hold each other in a circle: papers do not, and there are very many.

    All else is freed as ever.
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
    """Return the digest of the settings, and of how the program, the theme and all content stand, unread.

    Files by path, size and time, libraries by the names of what describes them: where these are the same, the site
    is. Where they are not it may be all the same, which its recipe tells. Raises ConfigError where a name is not UTF-8.
    """
    sources = (*sources_of(site), *sources_below(site.content, "content"))
    standing = [(source.name, source.stat.st_size, source.stat.st_mtime_ns) for source in sources]
    return digest_of(engine, plain, site.settings, sys.version, installed(), standing)
