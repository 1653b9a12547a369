"""The paper that a person names on the command line."""

import re

from generator.archive.explain import nearest
from generator.archive.load import Archive
from generator.archive.models import Paper
from generator.errors import ArchiveError

_VERSION = re.compile(r"(?<=[0-9])v[0-9]+\Z")


def find_paper(archive: Archive, word: str) -> Paper:
    """Return the paper of that key or arXiv id, with or without a version. Raises ArchiveError with the nearest."""
    papers = {paper.arxiv_id: paper for paper in archive.papers if paper.arxiv_id}
    papers |= {paper.key: paper for paper in archive.papers}
    for name in (word, _VERSION.sub("", word)):
        if name in papers:
            return papers[name]
    if word in archive.curated_in:
        raise ArchiveError(f'paper "{word}" is hidden by {archive.curated_in[word]}, so that it shows no topics')
    raise ArchiveError(f'there is no paper "{word}"{nearest(word, papers)}')
