"""Squeezing: what the theme's templates put around every article and no page of this site needs is left out."""

import re

# Elements that only the theme's own script and search ask for, a link to skip what partials/header.html has too,
# colours that are the theme's own, and elements that hold one other, which shell.css sets in their place; they stand
# outside the blocks that overrides/main.html can replace. Texts are escaped and never look like these.
_NEEDLESS = re.compile(
    r'(?<=<html lang="en") class="no-js"'
    r'|<input [^>]*id="__(?:search|drawer)"[^>]*>'
    r'|<label class="md-overlay" for="__drawer"></label>'
    r'|<div data-md-component="skip">\s*(?:<a [^>]*>[^<]*</a>)?\s*</div>'
    r'|<div data-md-component="announce">\s*</div>'
    r'|<div class="md-dialog"[^>]*>\s*<div [^>]*></div>\s*</div>'
    r'|(?<=<main) class="md-main" data-md-component="main"'
    r'|<div class="md-main__inner md-grid">'
    r"|</div>\s*(?=</main>)"
    r'|<div class="md-container" data-md-component="container">'
    r"|(?<=</footer>)\s*</div>"
    r'| data-md-color-(?:primary="indigo"|accent="indigo"|scheme="default")'
)


def squeeze(html: str) -> str:
    """Return the page without blank lines, indents and needless elements outside its article, which stays as it is.

    Browsers show the same: the theme has no preformatted text, and a line break stays where there was one. What is
    left out is more than 1 kB of a paper's page, a hundred thousand times.
    """
    before, start, rest = html.partition("<article")
    inside, end, after = rest.rpartition("</article>")
    return f"{_squeezed(before)}{start}{inside}{end}{_squeezed(after)}"


def _squeezed(html: str) -> str:
    return "\n".join(filter(None, (line.strip(" \t\r") for line in _NEEDLESS.sub("", html).split("\n"))))
