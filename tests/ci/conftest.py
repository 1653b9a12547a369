"""What tests of scripts are given: `papers` that starts quickly, as scripts run it many times."""

from collections.abc import Iterator

import pytest

from tests.support.forked import quick_papers


@pytest.fixture(scope="package", autouse=True)
def _papers() -> Iterator[None]:
    """Name the program where scripts look for it."""
    with quick_papers() as program, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERS", str(program))
        yield
