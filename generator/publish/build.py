"""Building the site: the archive is read, what its files are made from is compared, and what changed is made."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import BuildError
from generator.publish.engine import Engine
from generator.publish.manifest import MadeUnit, Manifest, read_manifest, write_manifest
from generator.publish.output import folder_times, folders_of, is_intact, look_around, one_at_a_time, remove_files
from generator.publish.recipe import inputs_of, recipe_of
from generator.publish.settings import Site, read_site
from generator.publish.stages import Report, Stages
from generator.publish.unit import Unit
from generator.publish.workshop import cores, make_units

if TYPE_CHECKING:
    from generator.publish.units import Plan

STAGES = 10  # how many times a build reports, at most


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a site did, in numbers of files."""

    changed: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, and how many seconds each stage took."""

    folder: Path
    papers: int
    pages: int
    written: Written
    seconds: dict[str, float]


def build_site(
    root: Path,
    *,
    report: Report,
    engine: Engine = "mkdocs",
    plain: bool = False,
    jobs: int | None = None,
    clean: bool = False,
    pages_ready: Callable[[], None] | None = None,
) -> Built:
    """Build the site of the archive in the folder, and report each stage as it begins.

    The engine makes the hand-written pages and one shell for each kind of generated page, into which those are
    stamped; `plain` hands it every page instead, which takes longer and gives the same site. Only what changed since
    the last build is made, by as many processes as `jobs` says (one a core); `clean` makes everything. Whatever the
    last build was, and wherever it stopped, the site is the same. Somebody who looks at pages may be told by
    `pages_ready` when these stand: they are made before all else then. Raises ArchiveError.
    """
    site = read_site(root)
    stages = Stages(report)
    with one_at_a_time(site.build), _no_search_for_garbage():
        stages.begin("read", "Reading the archive")
        recipe = recipe_of(site, engine, plain=plain)
        inputs = inputs_of(site, recipe)
        known = Manifest() if clean else read_manifest(site.build)
        if known.inputs == inputs and _stands(site, known):
            return _built(site, known, Written(0, len(known.files()), 0), stages)
        from generator.publish.planning import plan_site  # noqa: PLC0415 - takes long to load, and is seldom needed

        jobs = jobs or cores()
        plan, papers = plan_site(site, engine, recipe, plain=plain, jobs=jobs, stages=stages)
        new = Manifest(inputs, papers)
        return _make(site, plan, known, new, jobs=jobs, stages=stages, pages_ready=pages_ready)


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


def _make(
    site: Site,
    plan: "Plan",
    known: Manifest,
    new: Manifest,
    *,
    jobs: int,
    stages: Stages,
    pages_ready: Callable[[], None] | None,
) -> Built:
    """Make what is not there yet, remove what is no longer part of the site, and note how it stands now."""
    changed = 0
    for units in _rounds(plan, new, pages_ready):
        stages.begin("compare", "Looking for what changed")
        stale = _stale(site, units, known, new)
        stages.begin("make", "Making pages, feeds and search")
        for finished in make_units(stale, site.folder, known.files(), jobs):
            unit = stale[finished.unit]
            new.units[unit.name] = finished.made
            changed += finished.changed
            stages.add(unit.kind, finished.seconds)
    stages.begin("tidy", "Tidying up")
    folder = str(site.folder)
    kept = _paths(site, new.units)
    times, strays = look_around(folder, kept, known.folders)
    gone = [*(known.files().keys() - kept), *strays]
    removed = remove_files(folder, gone)
    new.folders.update(times | folder_times(folder, folders_of(gone) & times.keys()))
    write_manifest(site.build, new)
    return _built(site, new, Written(changed, len(kept) - changed, removed), stages)


def _rounds(plan: "Plan", new: Manifest, pages_ready: Callable[[], None] | None) -> Iterator[Iterable[Unit]]:
    """Yield the units that can be made side by side, in rounds: pages come late, unless somebody waits for them.

    Each round has processes of its own: by and by they make the memory their own that they began with together.
    """
    if pages_ready:
        yield plan.page_units()
        pages_ready()
        yield plan.other_units()
        yield plan.search_segments()
    else:
        yield plan.other_units()
        yield chain(plan.search_segments(), plan.page_units())
    yield plan.closing_units(new.files())


def _stale(site: Site, units: Iterable[Unit], known: Manifest, new: Manifest) -> list[Unit]:
    """Return the units that must be made, and take over those whose files stand as they would be made again."""
    folder = str(site.folder)
    stale = []
    for unit in units:
        made = known.units.get(unit.name)
        if made and made.made_from == unit.made_from and all(is_intact(folder, file) for file in made.files):
            new.units[unit.name] = made
        else:
            stale.append(unit)
    return stale


def _paths(site: Site, units: dict[str, MadeUnit]) -> set[str]:
    """Return the path of every file. Raises BuildError where two units made one and the same."""
    makers: dict[str, str] = {}
    for name, unit in units.items():
        for file in unit.files:
            if makers.setdefault(file.path, name) != name:
                raise BuildError(f"{site.folder / file.path}: two pages have this address; give one of them another")
    return set(makers)


def _stands(site: Site, known: Manifest) -> bool:
    """Return whether the site stands as the last build left it, with nothing beside it."""
    folder = str(site.folder)
    files = known.files()
    return (
        all(is_intact(folder, file) for file in files.values())
        and not look_around(folder, set(files), known.folders)[1]
    )


def _built(site: Site, manifest: Manifest, written: Written, stages: Stages) -> Built:
    stages.end()
    pages = sum(path.endswith("index.html") for path in manifest.files())
    return Built(site.folder, manifest.papers, pages, written, dict(stages.seconds))
