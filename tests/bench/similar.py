"""How good similar papers are: `python -m tests.bench.similar ARCHIVE FOLDER` writes sheets for a blind judge.

A hundred papers are drawn. A sheet has for each its first three neighbours and as many random papers of the same topic
listed before it, shuffled; the key, which the judge does not see, says which are which. The judge decides for each
whether it is about the same problem or uses the same method. An archive with abstracts and one without are judged
apart: the sample's name tells which.

A paper's place in the draw depends on the seed and its key alone, so no change of the ranking changes who is drawn.
The seed was committed before any weight was tuned; weights are tuned on the papers of other seeds.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import click
import msgspec

from generator.archive.load import load_archive
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.discover.similar import Neighbours, similar_papers
from generator.publish.paper import PaperView
from generator.publish.settings import read_site
from generator.text import shorten

SEED = 20261202
PAPERS = 100
FIRST = 3
_SHOWN = 300  # characters of an abstract


class Candidate(msgspec.Struct):
    """A paper to be judged; `id` leads to the key."""

    id: str
    title: str
    abstract: str


class Sheet(msgspec.Struct):
    """A drawn paper, and the candidates of which the judge says whether they are like it."""

    paper: str
    title: str
    abstract: str
    candidates: list[Candidate]


class Solution(msgspec.Struct):
    """What a candidate is: a neighbour and its place, or a random paper of the same topic."""

    id: str
    paper: str
    candidate: str
    neighbour: int | None
    closeness: int | None


def drawn(keys: Iterable[str], sample: str, seed: int = SEED, number: int = PAPERS) -> list[str]:
    """Return that many keys, drawn at random; `sample` names the draw, so that two draws differ."""
    return sorted(keys, key=lambda key: sha256(f"{seed} {sample} {key}".encode()).digest())[:number]


def sheets(
    catalog: Catalog, neighbours: Neighbours, keys: Iterable[str], seed: int
) -> Iterator[tuple[Sheet, list[Solution]]]:
    """Yield a sheet and its solutions for each paper; without neighbours it has no candidates."""
    for key in keys:
        paper, random = catalog.papers[key], Random(f"{seed} {key}")  # noqa: S311 - a sample, not a secret
        found = {one.paper.key: (place, one.closeness) for place, one in enumerate(neighbours[key][:FIRST], 1)}
        others = [*found, *_of_same_topic(catalog, paper, found.keys(), random, len(found))]
        random.shuffle(others)
        names = {other: f"{key}#{letter}" for other, letter in zip(others, "abcdef", strict=False)}
        candidates = [Candidate(names[other], *_texts(catalog.papers[other])) for other in others]
        solutions = [Solution(names[other], key, other, *found.get(other, (None, None))) for other in others]
        yield Sheet(key, *_texts(paper), candidates), solutions


def _of_same_topic(
    catalog: Catalog, paper: PaperView, without: Iterable[str], random: Random, number: int
) -> list[str]:
    """Return random papers that share a topic with the paper and were listed no later."""
    left_out = {paper.key, *without}
    pool = sorted(
        {
            other.key
            for topic in paper.topics
            for other in catalog.by_topic[topic.name]
            if other.listed[-1:] <= paper.listed[-1:] and other.key not in left_out
        }
    )
    return random.sample(pool, min(number, len(pool)))


def _texts(paper: PaperView) -> tuple[str, str]:
    return paper.title, shorten(" ".join(paper.abstract), _SHOWN)


@click.command()
@click.argument("archive", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", default="with", help="The name of the draw: with or without abstracts.")
@click.option("--seed", default=SEED, help="Another seed, to tune by.")
def main(archive: Path, folder: Path, sample: str, seed: int) -> None:
    """Write the sheets and, beside them, the key."""
    site = read_site(archive)
    catalog = catalog_of(load_archive(site.content), site)
    similar = similar_papers(catalog).months.values()
    neighbours = {key: found for group in similar for key, found in group.neighbours().items()}
    keys = drawn((key for key, paper in catalog.papers.items() if paper.listed), sample, seed)
    made = list(sheets(catalog, neighbours, keys, seed))
    encoder = msgspec.json.Encoder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sample}.jsonl").write_bytes(encoder.encode_lines([sheet for sheet, _ in made]))
    key = [solution for _, solutions in made for solution in solutions]
    (folder / f"{sample}-key.jsonl").write_bytes(encoder.encode_lines(key))
    shown = sum(solution.neighbour is not None for solution in key)
    click.echo(f"{sum(bool(sheet.candidates) for sheet, _ in made)} of {len(made)} papers have neighbours: {shown}")


if __name__ == "__main__":
    main()
