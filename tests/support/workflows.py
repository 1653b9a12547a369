"""GitHub workflows, parsed for tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True)
class Workflow:
    """A workflow as text, including comments, and as parsed values."""

    text: str

    @property
    def values(self) -> dict[Any, Any]:
        values: dict[Any, Any] = yaml.safe_load(self.text)
        return values

    @property
    def events(self) -> set[str]:
        events = self.values[True]  # YAML 1.1 parses `on` as true
        return {events} if isinstance(events, str) else set(events)

    @property
    def jobs(self) -> dict[str, dict[str, Any]]:
        jobs: dict[str, dict[str, Any]] = self.values["jobs"]
        return jobs

    @property
    def steps(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((name, step) for name, job in self.jobs.items() for step in job.get("steps", []))

    @property
    def checkouts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The checkout steps: each job's name and the step's inputs."""
        return (
            (name, step.get("with") or {})
            for name, step in self.steps
            if str(step.get("uses")).startswith("actions/checkout@")
        )
