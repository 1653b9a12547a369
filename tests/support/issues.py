"""Issues submitted with the issue form."""

from generator.collect.issue_form import AUTHORS, PAPER, SUMMARY, TOPICS, WHY, WITHDRAWN

NOTHING = "_No response_"


def form(
    paper: str = "2401.10000",
    topics: str = NOTHING,
    summary: str = NOTHING,
    why: str = NOTHING,
    *,
    authors: str = NOTHING,
    withdrawn: str = NOTHING,
) -> str:
    """Return an issue's text as GitHub generates it from the form."""
    fields = {PAPER: paper, TOPICS: topics, SUMMARY: summary, AUTHORS: authors, WITHDRAWN: withdrawn, WHY: why}
    return "\n\n".join(f"### {label}\n\n{text}" for label, text in fields.items())
