"""Looking up the paper given on the command line."""

import re

from generator.archive.load import Archive
from generator.archive.messages import nearest, shown
from generator.archive.models import Paper
from generator.archive.topics import Topics
from generator.errors import ArchiveError
from generator.text import fold

_VERSION = re.compile(r"(?<=[0-9])v[0-9]+\Z")


class NoPaperError(ArchiveError):
    """There is no paper with the given key, arXiv id or title."""


def find_paper(archive: Archive, word: str) -> Paper:
    """Return the paper with that key, arXiv id (with or without a version) or title.

    Raises ArchiveError with the nearest match if there is none, and with the keys if several papers have the title.
    """
    papers = {paper.arxiv_id: paper for paper in archive.papers if paper.arxiv_id}
    papers |= {paper.key: paper for paper in archive.papers}
    for name in (word, _VERSION.sub("", word)):
        if name in papers:
            return papers[name]
    if word in archive.curated_in:
        raise ArchiveError(f'paper "{word}" is hidden by {archive.curated_in[word]}, so it has no topics')
    folded = fold(word)
    titled = [paper for paper in archive.papers if fold(paper.title) == folded]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise ArchiveError(
            f"papers {', '.join(paper.key for paper in titled)} have this title; give the key of one of them"
        )
    keys = {paper.title: paper.key for paper in archive.papers}
    near = nearest(word, papers) or nearest(word, keys, keys.__getitem__)
    raise NoPaperError(f'there is no paper "{shown(word)}"{near}')


def topic_names(words: tuple[str, ...], topics: Topics) -> tuple[str, ...]:
    """Return the name of each topic given by its title or in another letter case, and all other words unchanged.

    Raises ArchiveError if a topic is given twice: in a file that is a warning, but here the user can still fix it.
    """
    known = {fold(word): name for name in topics for word in (topics[name].title, name)}
    names = tuple(word if word in topics else known.get(fold(word), word) for word in words)
    present = [topics[name].name if name in topics else name for name in names]
    for number, name in enumerate(present):
        if name in present[:number]:
            raise ArchiveError(f'topic "{name}" is listed twice')
    return names
