"""Shared helpers for data files: building them for an archive, and validating them against their schemas."""

import gzip
import json
from itertools import chain
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from generator.archive.load import load_archive
from generator.files import replace_file
from generator.publish.catalog import catalog_of
from generator.publish.data.tasks import closing_tasks, tasks
from generator.publish.settings import read_site

ROOT = "https://daily-papers.github.io/archive/"
Files = dict[str, bytes]


def data_of(root: Path) -> Files:
    """Write the data files into the archive's site, and return them by path relative to the data."""
    catalog = catalog_of(load_archive(root / "content"), read_site(root))
    files = {}
    for task in chain(tasks(catalog), closing_tasks(catalog)):
        for path, data in task.make():
            replace_file(catalog.site.folder / path, data)
            files[path.removeprefix("data/")] = data
    return files


def assert_is_valid(files: Files) -> None:
    """Validate every file in the index against its schema, and each schema against its metaschema."""
    entries = [*json.loads(files["index.json"])["files"], {"path": "index.json", "schema": "schemas/index.json"}]
    assert {entry["path"] for entry in entries} | {"SHA256SUMS"} == files.keys()
    validators = {}
    for entry in entries:
        if "schema" not in entry and not entry["path"].endswith(".csv"):
            schema = json.loads(files[entry["path"]])
            Draft202012Validator.check_schema(schema)
            assert schema["$id"] == f"{ROOT}data/{entry['path']}"
            validators[entry["path"]] = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for entry in entries:
        for value in values_of(entry["path"], files) if "schema" in entry else ():
            errors = [error.message for error in validators[entry["schema"]].iter_errors(value)]
            assert errors == [], entry["path"]


def values_of(path: str, files: Files) -> list[Any]:
    if path.endswith(".jsonl.gz"):
        return [json.loads(line) for line in gzip.decompress(files[path]).splitlines()]
    return [json.loads(files[path])]


def papers_of(files: Files) -> dict[str, dict[str, Any]]:
    return {paper["key"]: paper for paper in values_of("papers.jsonl.gz", files)}
