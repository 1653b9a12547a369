"""Which words say nothing about a paper's subject: `python -m tests.bench.everyday ARCHIVE` writes the list anew.

Keywords name subjects, titles and abstracts are sentences: a word that is common in these and hardly ever in keywords
is an everyday one, such as "propose" or "matters". The archive must hold abstracts and keywords, as the Daily Papers
of May 2023 to August 2026 do, which `papers fetch --month` brings.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from generator.archive.keywords import words_of
from generator.archive.load import load_archive
from generator.archive.models import Paper
from generator.publish.discover.terms import EVERYDAY
from generator.stems import stem

LEAST = 20  # papers that a word must be in to be judged
SHARE = 10  # percent: of the papers with an everyday word, fewer have it in their keywords
OFTEN, SHARE_OF_OFTEN = 50, 40  # percent: the same for words of so many papers, such as "of"


def everyday(papers: Iterable[Paper]) -> list[str]:
    """Return the everyday words as stems, sorted."""
    in_texts, in_keywords, number = Counter[str](), Counter[str](), 0
    for paper in papers:
        if paper.keywords and paper.abstract:
            number += 1
            in_texts.update(set(map(stem, words_of(f"{paper.title} {paper.abstract}"))))
            in_keywords.update(set(map(stem, words_of(" ".join(paper.keywords)))))

    def is_everyday(word: str, texts: int) -> bool:
        share = SHARE_OF_OFTEN if 100 * texts > OFTEN * number else SHARE
        return texts >= LEAST and 100 * in_keywords[word] < share * texts

    return sorted(
        word for word, texts in in_texts.items() if is_everyday(word, texts) and not word.isdigit() and len(word) > 1
    )


@click.command()
@click.argument("archive", type=click.Path(exists=True, path_type=Path))
def main(archive: Path) -> None:
    """Write the list of everyday words, from an archive with abstracts and keywords."""
    words = everyday(load_archive(archive / "content").papers)
    EVERYDAY.write_text("\n".join(words) + "\n", "utf-8")
    click.echo(f"{len(words)} words")


if __name__ == "__main__":
    main()
