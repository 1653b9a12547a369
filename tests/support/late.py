"""Loading what a build loads no sooner than in the processes that need it: hundreds of builds would load it anew."""

from importlib import import_module

_LOADED_LATE = (
    "generator.incremental.runner",
    "generator.publish.plan",
    "generator.publish.search.segments",
    "markdown.extensions.codehilite",
    "nameparser.parser",
    "pymdownx.details",
)


def load_what_builds_need() -> None:
    """Load it into this process, from which those of builds are forked."""
    for name in _LOADED_LATE:
        import_module(name)
