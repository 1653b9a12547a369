"""Making: the units of a plan are compared with what the last build left, and made where they differ, in good order."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from generator.errors import BuildError
from generator.incremental.output import Output
from generator.incremental.pool import Round, Workshop
from generator.incremental.progress import Stages
from generator.incremental.state import Manifest
from generator.incremental.task import Made, MadeUnit, Unit


class Plan(Protocol):
    """What a site is made of, in the order in which its units can be made."""

    def page_units(self) -> Iterable[Unit]:
        """Return the theme's files and the pages."""

    def search_parts(self) -> Iterable[Unit]:
        """Return the parts of the search index."""

    def other_units(self) -> Iterable[Unit]:
        """Return what needs neither pages nor the parts of the search index."""

    def search_segments(self) -> Iterable[Unit]:
        """Return what is put together from the parts of the search index."""

    def closing_units(self, made: Mapping[str, Made]) -> Iterable[Unit]:
        """Return what lists the files that others made."""


@dataclass(frozen=True, slots=True)
class MadeSite:
    """The units of a site, and how many files were written and removed."""

    units: dict[str, MadeUnit]
    changed: int
    removed: int


class Making:
    """Makes the units of a site in rounds; takes over those that stand as they would be made again."""

    def __init__(
        self, workshop: Workshop, known: Mapping[str, MadeUnit], differences: AbstractSet[str], stages: Stages
    ) -> None:
        self.units: dict[str, MadeUnit] = {}
        self.changed = 0
        self._workshop = workshop
        self._known = known
        self._differences = differences
        self._stages = stages

    def files(self) -> dict[str, Made]:
        """Return every file so far, by its path."""
        return {file.path: file for unit in self.units.values() for file in unit.files}

    def stale(self, units: Iterable[Unit]) -> list[Unit]:
        """Return the units that must be made, and take the others over."""
        self._stages.begin("compare", "Looking for what changed")
        stale = []
        for unit in units:
            made = self._known.get(unit.name)
            if made and made.made_from == unit.made_from and self._stands(made):
                self.units[unit.name] = made
            else:
                stale.append(unit)
        return stale

    def begin(self, stale: list[Unit]) -> Round:
        """Let the units be made beside what comes next. Raises ArchiveError."""
        return self._workshop.begin(stale)

    def finish(self, round_: Round) -> None:
        """Wait until the units are made. Raises ArchiveError."""
        self._stages.begin("make", "Making pages, feeds and search")
        for unit, finished in self._workshop.finish(round_):
            self.units[unit.name] = finished.made
            self.changed += finished.changed
            self._stages.add(unit.kind, finished.seconds)

    def _stands(self, made: MadeUnit) -> bool:
        return not self._differences or not any(file.path in self._differences for file in made.files)


def make_site(
    plan: Plan,
    output: Output,
    known: Manifest,
    differences: AbstractSet[str],
    *,
    jobs: int,
    stages: Stages,
    pages_ready: Callable[[], None] | None,
) -> MadeSite:
    """Make what does not stand yet, and remove what builds made and the site no longer has. Raises ArchiveError."""
    known_units = known.made_units()
    with output:
        with Workshop(output, known_units, jobs) as workshop:
            making = Making(workshop, known_units, differences, stages)
            _make_all(plan, making, pages_ready)
        stages.begin("tidy", "Tidying up")
        removed = output.keep_only(_paths(output.folder, making.units))
    return MadeSite(making.units, making.changed, removed)


def _make_all(plan: Plan, making: Making, pages_ready: Callable[[], None] | None) -> None:
    """Make every unit of the plan.

    Parts of the search take longest and need no page, so they are made while pages are planned; what speaks of others
    comes after these. Where somebody waits for pages, they come first.
    """
    pages: Iterable[Unit] = plan.page_units()
    if pages_ready:
        making.finish(making.begin(making.stale(pages)))
        pages_ready()
        pages = ()
    parts = making.begin(making.stale(plan.search_parts()))
    others = making.begin(making.stale(plan.other_units()))
    rest = making.stale([*plan.search_segments(), *pages])
    making.finish(parts)
    last = making.begin(rest)
    making.finish(others)
    closing = making.begin(making.stale(plan.closing_units(making.files())))
    making.finish(last)
    making.finish(closing)


def _paths(folder: str, units: Mapping[str, MadeUnit]) -> set[str]:
    """Return the path of every file. Raises BuildError where two units made one and the same."""
    makers: dict[str, str] = {}
    for name, unit in units.items():
        for file in unit.files:
            if makers.setdefault(file.path, name) != name:
                raise BuildError(f"{folder}/{file.path}: two pages have this address; give one of them another")
    return set(makers)
