"""Squeezing: space between elements goes, text and articles stay."""

from generator.publish.squeeze import squeeze


def test_blank_lines_and_indents_go() -> None:
    page = "\n  <head>\n\n\t<title>A  B</title>\n  </head>\n<body>\n \n"
    assert squeeze(page) == "<head>\n<title>A  B</title>\n</head>\n<body>"


def test_an_article_stays_letter_by_letter() -> None:
    article = "<article>\n\n  <pre>\n\n    one\n  </article> in a text\n\n</pre>\n  </article>"
    assert squeeze(f"  <main>\n  {article}\n\n  </main>") == f"<main>{article}</main>"


def test_a_page_without_an_article_is_squeezed_whole() -> None:
    assert squeeze("  <p>\n\n  A") == "<p>\nA"
