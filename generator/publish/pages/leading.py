"""The most upvoted of some papers."""

from generator.publish.paper import Papers


def top(papers: Papers, most: int) -> Papers:
    """Return the most upvoted papers, at most that many: ties by comments, then by title; none without upvotes."""
    voted = [paper for paper in papers if paper.upvotes]
    voted.sort(key=lambda paper: (-paper.upvotes, -(paper.paper.comments or 0), paper.title.casefold(), paper.key))
    return Papers(voted[:most])
