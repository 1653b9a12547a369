"""Squeezing: the blank lines and indents of the theme's templates, left out of every page."""


def squeeze(html: str) -> str:
    """Return the page without blank lines and indents outside its article, in which text may be laid out by them.

    Browsers show the same: the theme has no preformatted text, and a line break stays where there was one. Such
    space is nearly 1 kB of a paper's page, a hundred thousand times.
    """
    before, start, rest = html.partition("<article")
    inside, end, after = rest.rpartition("</article>")
    return f"{_squeezed(before)}{start}{inside}{end}{_squeezed(after)}"


def _squeezed(html: str) -> str:
    return "\n".join(filter(None, (line.strip(" \t\r") for line in html.split("\n"))))
