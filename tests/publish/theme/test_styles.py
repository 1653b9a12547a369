"""Styles: what all pages name becomes one file, and a page that names others is left alone."""

import pytest

from generator.publish.theme.shell import JOINED, join_styles, uncommented

SHEETS = {"assets/stylesheets/a.css": b"a {}", "assets/stylesheets/deep/b.css": b"b {}"}


def page(root: str, *names: str) -> bytes:
    links = "".join(f'<link rel="stylesheet" href="{root}{name}">\n' for name in names)
    return f"<head>\n{links}<title>T</title></head>".encode()


def test_the_stylesheets_of_all_pages_are_one_file_in_their_order() -> None:
    files = {"index.html": page("./", *SHEETS), "404.html": page("/site/", *SHEETS), **SHEETS, "feed.css": b"c {}"}
    assert join_styles(files) == {
        "index.html": page("./", JOINED),
        "404.html": page("/site/", JOINED),
        "feed.css": b"c {}",
        JOINED: b"a {}\nb {}",
    }


def test_a_stylesheet_elsewhere_stays_where_it_is_for_it_may_name_other_files() -> None:
    files = {"a/index.html": page("../", *SHEETS, "css/own.css"), **SHEETS, "css/own.css": b""}
    joined = join_styles(files)
    assert joined["a/index.html"] == page("../", JOINED, "css/own.css")
    assert joined["css/own.css"] == b""


def test_where_pages_differ_or_a_file_is_missing_all_stays_as_it_is() -> None:
    differ = {"index.html": page("", *SHEETS), "a/index.html": page("../", *list(SHEETS)[:1]), **SHEETS}
    lacking = {"index.html": page("", *SHEETS)}
    bare = {"index.html": page("")}
    for files in (differ, lacking, bare):
        assert join_styles(files) == files


@pytest.mark.parametrize(
    ("asset", "served"),
    [
        (b"/** What it\n * does.\n */\nf();\n", b"f();\n"),
        (b"f();\n  /* here */\n  g();\n", b"f();\n  g();\n"),
        (b"/* a */ b {}\n/* c */\nd {}\n", b"/* a */ b {}\nd {}\n"),
        (b"a {} /* b */\n", b"a {} /* b */\n"),
        (b"/*! A licence */\nf();\n", b"/*! A licence */\nf();\n"),
        (b"/* * **/\n/***/\nf();\n", b"f();\n"),
        (b"x = '/*';\ny = '*/';\n", b"x = '/*';\ny = '*/';\n"),
        (b"/* has no end\nf();\n", b"/* has no end\nf();\n"),
    ],
)
def test_comments_on_lines_of_their_own_are_not_served(asset: bytes, served: bytes) -> None:
    assert uncommented(asset) == served
