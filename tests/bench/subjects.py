"""Where the common words of the field lie: `python -m tests.bench.subjects ARCHIVE` writes `subjects.txt` anew.

Latent semantic analysis: the words of each paper are weighed by TF-IDF, and the first right singular vectors of that
matrix place each word. A line has a stem and its vector times the word's rarity, as signed bytes in hexadecimal. The
archive must hold abstracts, as the Daily Papers of May 2023 to August 2026 do, which `papers fetch --month` brings.
"""

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from generator.archive.load import load_archive
from generator.archive.models import Paper
from generator.publish.discover.columns import is_pair_of
from generator.publish.discover.terms import terms_of
from generator.publish.discover.vectors import DIMENSIONS, SUBJECTS
from generator.stems import stem

LEAST = 20  # papers that a word must be in

_SPARE, _ROUNDS = 16, 4  # of the randomized singular value decomposition (Halko et al. 2011)
_LARGEST = 127  # of a signed byte

Matrix = npt.NDArray[np.float32]


def lines_of(papers: Sequence[Paper], least: int = LEAST, dimensions: int = DIMENSIONS) -> list[str]:
    """Return the lines of the file, sorted by stem."""
    terms = terms_of(papers)
    rows = np.flatnonzero(~is_pair_of(terms.number))
    _, first, word, papers_with = np.unique(
        terms.number[rows], return_index=True, return_inverse=True, return_counts=True
    )
    common = np.flatnonzero(papers_with >= least)
    stems = [stem(terms.spelled[at].casefold()) for at in terms.words[terms.first[rows[first[common]]]].tolist()]
    rarity = np.log2(len(papers) / papers_with[common])
    place = np.full(len(first), -1)
    place[common] = np.arange(len(common))
    kept = place[word] >= 0
    paper, word, count = terms.paper[rows[kept]], place[word[kept]], terms.count[rows[kept]]
    matrix = np.zeros((len(papers), len(common)), np.float32)
    matrix[paper, word] = (2 + np.log2(count)) * rarity[word]
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    vectors = _right_singular(matrix, dimensions) * rarity[:, None]
    scaled = np.rint(vectors * (_LARGEST / np.abs(vectors).max())).astype(np.int8)
    return sorted(f"{one} {vector.tobytes().hex()}" for one, vector in zip(stems, scaled, strict=True))


def _right_singular(matrix: Matrix, number: int) -> Matrix:
    """Return the first right singular vectors as columns."""
    start = np.random.default_rng(1).standard_normal((matrix.shape[1], number + _SPARE)).astype(np.float32)
    columns = np.linalg.qr(matrix @ start)[0]
    for _ in range(_ROUNDS):
        columns = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ columns)[0])[0]
    found: Matrix = np.linalg.svd(columns.T @ matrix, full_matrices=False)[2][:number].T
    return found


@click.command()
@click.argument("archive", type=click.Path(exists=True, path_type=Path))
def main(archive: Path) -> None:
    """Write where the common words lie, from an archive with abstracts."""
    lines = lines_of([paper for paper in load_archive(archive / "content").papers if paper.abstract])
    SUBJECTS.write_text("\n".join(lines) + "\n", "utf-8")
    click.echo(f"{len(lines)} words")


if __name__ == "__main__":
    main()
