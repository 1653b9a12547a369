"""One sample site, compared whole with the files kept in tests/data/golden: `make golden` writes them again.

The theme's own parts are left out, so that a new version of it changes nothing here: of a page stay the title, what
the head says of the page, and the article.
"""

import re
import shutil
from pathlib import Path

import pytest

from generator.incremental.output import RECORD
from tests.support.archives import files_of

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
NOT_OURS = ("assets/", "search-index/", "404.html", RECORD)
PACKED = ("data/papers.jsonl.gz", "data/index.json", "data/SHA256SUMS")  # zlib's versions pack the same differently
PARTS = (
    r"<title>.*?</title>",
    r"<meta name=(?:description|citation_\w+) .*?>",
    r'<link rel="?(?:canonical|alternate|apple-touch-icon|icon|manifest)"? .*?>',
    r"<meta property=.*?>",
    r'<script type="application/ld\+json">.*?</script>',
    r"<article.*</article>",
)


def own_parts(path: str, data: bytes) -> str:
    text = data.decode()
    if path.endswith(".html"):
        found = [match for part in PARTS for match in re.findall(part, text, re.DOTALL)]
        text = "\n".join(found) if found else text
    return re.sub(r"[ \t]*\n\s*", "\n", text).strip() + "\n"


def test_the_sample_site_is_the_golden_one(sample_site: Path, request: pytest.FixtureRequest) -> None:
    files = {path: data for path, data in files_of(sample_site).items() if not path.startswith(NOT_OURS + PACKED)}
    made = {path: own_parts(path, data) for path, data in files.items()}
    if request.config.getoption("--update-golden"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for path, text in made.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_text(text, "utf-8")
    golden = {path: data.decode() for path, data in files_of(GOLDEN).items()}
    assert sorted(made) == sorted(golden)
    for path, text in made.items():
        assert text == golden[path], f"{path} changed; if that is meant, run make golden"
