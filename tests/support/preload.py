"""What forked processes find loaded. The server that they are forked from imports this module, and no test does."""

import zensical.main  # noqa: F401

from generator.commands import build, check, compare, curate, enrich, fetch, follow, import_, status, topics  # noqa: F401
from tests.support import forked  # noqa: F401
from tests.support.late import load_what_builds_need

load_what_builds_need()
