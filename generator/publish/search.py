"""The search index: one record a paper, handed to Pagefind, read by `overrides/assets/javascripts/search-index.js`.

Those two files are all that knows about Pagefind. Its `--service` pipe takes records as they are; no page is
written to be indexed. Protocol: base64 of a JSON message, each followed by a comma, answered in the same form
(as Pagefind's own wrappers speak it).
"""

import base64
import gzip
import hashlib
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cbor2
import msgspec
import pagefind_bin

from generator.errors import BuildError
from generator.publish.contents import Contents, years_of
from generator.publish.views import PaperView

FOLDER = "pagefind/"

# Pagefind writes ready-made search forms beside its index; the site has its own.
_FORMS = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
_MAGIC = b"pagefind_dcd"


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What one paper is found by, what a hit shows, and what it can be filtered by."""

    address: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]
    sort: dict[str, str]


def search_files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the search index by their path. Raises BuildError."""
    index = build_index(map(search_record, contents.papers.values()))
    return ((FOLDER + path, data) for path, data in index.items())


def search_record(paper: PaperView) -> SearchRecord:
    """Return what a paper is found by."""
    parts = (
        paper.title,
        paper.arxiv_id,
        paper.summary,
        *paper.abstract,
        ", ".join(paper.authors),
        ", ".join(topic.title for topic in paper.topics),
    )
    return SearchRecord(
        address=paper.address,
        content="\n".join(filter(None, parts)),
        meta={"title": paper.title, "facts": paper.line},
        filters={
            "topic": [topic.name for topic in paper.topics],
            "year": [y for y in years_of([paper]) if y.isdigit()],
        },
        sort={"listed": str(paper.listed[0]) if paper.listed else ""},
    )


def build_index(records: Iterable[SearchRecord]) -> dict[str, bytes]:
    """Return the files of the index by their path in its folder; the same records give the same bytes."""
    with _pagefind() as pagefind:
        for record in records:
            pagefind.add(record)
        files = {path: data for path, data in pagefind.files() if not path.startswith(_FORMS)}
    return dict(sorted(_in_stable_order(files).items()))


@contextmanager
def _pagefind() -> Iterator["_Pagefind"]:
    """Run `pagefind --service` for as long as it is needed."""
    command = [str(pagefind_bin.get_executable()), "--service"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0) as process:
        try:
            yield _Pagefind(process)
        finally:
            process.kill()


class _Pagefind:
    """A conversation with `pagefind --service` about one index."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._index = self._ask({"type": "NewIndex", "config": {"force_language": "en"}})["index_id"]

    def add(self, record: SearchRecord) -> None:
        """Add a record to the index."""
        self._ask(
            {
                "type": "AddRecord",
                "index_id": self._index,
                "url": record.address,
                "content": record.content,
                "language": "en",
                "meta": record.meta,
                "filters": record.filters,
                "sort": record.sort,
            }
        )

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the index."""
        for file in self._ask({"type": "GetFiles", "index_id": self._index})["files"]:
            yield file["path"], base64.b64decode(file["content"])

    def _ask(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a message. Raises BuildError where there is none, or it is a refusal."""
        message = msgspec.json.encode({"message_id": 1, "payload": payload})
        questions, answers = self._process.stdin, self._process.stdout
        if questions is None or answers is None:
            raise BuildError("the search indexer has no pipe to speak through")
        try:
            questions.write(base64.b64encode(message) + b",")
        except OSError as error:
            raise BuildError(f"the search indexer stopped: {error}") from error
        answer = bytearray()
        while not answer.endswith(b","):
            part = answers.read(1 << 16)
            if not part:
                raise BuildError("the search indexer stopped before it answered")
            answer += part
        found: dict[str, Any] = msgspec.json.decode(base64.b64decode(answer[:-1]))["payload"]
        if found["type"] == "Error":
            raise BuildError(f"the search indexer refused a record: {found['message']}")
        return found


def _in_stable_order(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the index with its filters sorted: Pagefind writes them in the order of a hash map, new in each run.

    A filter is CBOR of [name, [[value, papers], ...]]; the index's meta file names all filters by a hash, and the
    entry file names the meta file by one; all hashes are part of a file's name.
    """
    filters = {path: _unpack(data) for path, data in files.items() if path.endswith(".pf_filter")}
    others = {path: data for path, data in files.items() if not path.endswith((".pf_filter", ".pf_meta"))}
    renamed: dict[str, str] = {}
    for path, (name, values) in filters.items():
        data = _pack([name, sorted(values)])
        old, new = path.removeprefix("filter/").removesuffix(".pf_filter"), f"en_{_hash(data)}"
        renamed[old] = new
        others[f"filter/{new}.pf_filter"] = data
    entry = msgspec.json.decode(others["pagefind-entry.json"])
    for language in entry["languages"].values():
        meta = _unpack(files[f"pagefind.{language['hash']}.pf_meta"])
        meta[3] = sorted([name, renamed[old]] for name, old in meta[3])
        data = _pack(meta)
        language["hash"] = f"en_{_hash(data)}"
        others[f"pagefind.{language['hash']}.pf_meta"] = data
    others["pagefind-entry.json"] = msgspec.json.encode(entry)
    return others


def _unpack(data: bytes) -> Any:  # noqa: ANN401 - CBOR holds what it holds
    return cbor2.loads(gzip.decompress(data).removeprefix(_MAGIC))


def _pack(value: Any) -> bytes:  # noqa: ANN401
    return gzip.compress(_MAGIC + cbor2.dumps(value), mtime=0)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]
