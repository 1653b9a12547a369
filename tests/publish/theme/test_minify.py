"""Squeezing: space between elements goes, text and articles stay."""

from generator.publish.theme.shell import squeeze


def test_blank_lines_and_indents_go() -> None:
    page = "\n  <head>\n\n\t<title>A  B</title>\n  </head>\n<body>\n \n"
    assert squeeze(page) == "<head>\n<title>A  B</title>\n</head>\n<body>"


def test_an_article_stays_letter_by_letter() -> None:
    article = "<article>\n\n  <pre>\n\n    one\n  </article> in a text\n\n</pre>\n  </article>"
    assert squeeze(f"  <main>\n  {article}\n\n  </main>") == f"<main>{article}</main>"


def test_a_page_without_an_article_is_squeezed_whole() -> None:
    assert squeeze("  <p>\n\n  A") == "<p>\nA"


def test_elements_of_the_theme_that_no_page_needs_go() -> None:
    page = """<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="indigo" data-md-color-accent="teal">
<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer">
<label class="md-overlay" for="__drawer"></label>
<input class="md-toggle" type="checkbox" id="__search" autocomplete="off">
<div data-md-component="skip">
  <a href="#__skip" class="md-skip">Skip</a>
</div>
<div data-md-component="announce">
</div>
<div class="md-container" data-md-component="container"><main class="md-main" data-md-component="main">
<div class="md-main__inner md-grid">
<article><div><input id="__search"></div></article>
</div>
</main>
<footer><div>A</div></footer>
</div>
<div class="md-dialog" data-md-component="dialog" role="status">
  <div class="md-dialog__inner md-typeset"></div>
</div>"""
    assert squeeze(page) == (
        "<body dir=ltr data-md-color-accent=teal>\n"
        '<main><article><div><input id="__search"></div></article></main>\n<footer><div>A</div></footer>'
    )


def test_an_announcement_stays() -> None:
    page = '<div data-md-component="announce"><p>News</p></div>'
    assert squeeze(page) == page


def test_quotes_that_a_value_needs_stay_and_those_of_the_head_and_the_article() -> None:
    head, article = '<head><meta name="a">', '<article class="b"><p id="c"></article>'
    header = (
        '<a class="d e" href="../f/">1="2"</a><a href="?q=g"></a><path d="M0,1"/><b title=""></b><i id="h" hidden></i>'
    )
    assert squeeze(f'{head}<body dir="ltr">{header}{article}<footer id="z">"z"</footer>') == (
        f'{head}<body dir=ltr><a class="d e" href=../f/>1="2"</a><a href="?q=g"></a><path d="M0,1"/><b title=""></b>'
        f'<i id=h hidden></i>{article}<footer id=z>"z"</footer>'
    )
