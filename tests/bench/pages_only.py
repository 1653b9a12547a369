"""Builds the pages of an archive and nothing else, for what renders pages alone is to be compared with its like.

Run by `python -m tests.bench.pages_only build -C ARCHIVE`: it is `papers` with another plan.
"""

from generator.cli import main
from generator.incremental.task import Batch
from generator.publish import plan
from generator.publish.catalog import Catalog
from generator.publish.pages import tasks as pages
from generator.publish.theme.theme import ThemeFor


def pages_only(catalog: Catalog, theme_for: ThemeFor, _: object) -> list[Batch]:
    """Return one batch: the pages, and every file of the theme."""
    return [Batch(task for task in pages.tasks(catalog, theme_for) if task.kind == "pages")]


if __name__ == "__main__":
    vars(plan)["batches_of"] = pages_only  # for this process alone
    main()
