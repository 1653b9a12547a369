"""Which addresses may be links, and what is made of those that sources break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.links import LONGEST_LINK, link_problem, mended_link
from generator.collect.cleaning import read_url
from generator.text import hidden


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://code.example/kettles",
            "http://kettles.example",
            "https://kettles.example?a=b#c",
            "HTTPS".lower() + "://x/",
        ),
        *("https://my_group.pages.example/~ann/(a)/[b]{c}|d", "https://a.example/a@b:c", "https://a.example/?q=\\"),
        *("http://192.0.2.7:8080/", "http://[2001:db8::1]/", "http://[2001:db8::1]:8080/a", "https://a.example./"),
        *(
            "https://bücher.example/",
            "https://xn--bcher-kva.example/",
            "https://例え.example/道",
            "https://a--b.example/",
        ),
        *("https://a.example:/", "https://a.example:443/", "https://localhost/", "https://a.example/100%"),
    ],
)
def test_what_browsers_take_may_be_a_link(url: str) -> None:
    assert link_problem(url) is None
    assert link_problem(mended_link(url)) is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "begins with http:// or https://"),
        ("javascript:alert(1)", "begins with http:// or https://"),
        ("ftp://a.example/", "begins with http:// or https://"),
        ("https:/a.example/", "begins with http:// or https://"),
        ("https://", "the name of a host"),
        ("https:///a", "the name of a host"),
        ("https://?a", "the name of a host"),
        ("http://[::1", "the name of a host"),
        ("http://::1]/", "the name of a host"),
        ("http://[2001:db8::1]x/", "the name of a host"),
        ("http://a:b:c/", "the name of a host"),
        ("https://a.example:8O/", "the name of a host"),
        ("https://ann:secret@a.example/", "without a name or password"),
        ("https://ann@a.example/", "without a name or password"),
        ("https://a.example:secret@b.example/", "without a name or password"),
        ("https://a.example:65536/", "do not open port 65536"),
        ("https://a.example:99999999999/", "do not open port 999999999"),
        ("https://a.example:0/", "do not open port 0"),
        ("https://a.example:6667/", "do not open port 6667"),
        ("http://[::g]/", "whose host can exist"),
        ("http://[12001:db8::1]/", "whose host can exist"),
        ("http://[fe80::1%25eth0]/", "whose host can exist"),
        ("http://[192.0.2.7]/", "whose host can exist"),
        ("http://192.0.2.256/", "whose host can exist"),
        ("http://192.0.2/", "whose host can exist"),
        ("http://0x7f.1/", "whose host can exist"),
        ("http://a.1/", "whose host can exist"),
        ("https://a..example/", "whose host can exist"),
        ("https://.example/", "whose host can exist"),
        ("https://./", "whose host can exist"),
        ("https://%61.example/", "whose host can exist"),
        ("https://a|b.example/", "whose host can exist"),
        ("https://a.℀.example/", "whose host can exist"),  # which is mapped to a/c
        ("https://xn--a.example/", "whose host can exist"),
        ("https://xn--\u00fc.example/", "whose host can exist"),
        (f"https://{'a' * 64}.example/", "whose host can exist"),
        (f"https://{'a.' * 130}example/", "whose host can exist"),
        ("https://a.example\\@b.example/", "without a backslash"),
        ("https://a.example/b\\c", "without a backslash"),
        ("https:\\\\a.example", "begins with http:// or https://"),
        ("https://a.example/b c", "without blanks"),
        ("https://a.example/\u00a0", "without blanks"),
        ('https://a.example/"b', "without blanks"),
        ("https://a.example/<b>", "without blanks"),
        ("https://a.example/\x07", "U+0007"),
        ("https://a.example/b\u200bc", "U+200B ZERO WIDTH SPACE"),
        ("https://a.example/" + "b" * LONGEST_LINK, "at most 2,000 characters"),
    ],
    ids=ascii,
)
def test_what_browsers_do_not_take_or_others_read_differently_is_refused(url: str, told: str) -> None:
    assert told in (link_problem(url) or "")
    assert "secret" not in (link_problem(url) or "")


def test_browsers_do_not_open_the_ports_of_the_fetch_standard() -> None:
    told = """
        0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119
        123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989
        990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080
    """
    refused = [port for port in range(10_100) if link_problem(f"https://a.example:{port}/")]
    assert refused == list(map(int, told.split()))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://kettles.\npages.example/slow/", "https://kettles.pages.example/slow/"),
        ("  https://a.example/b\r\n\tc\u00a0", "https://a.example/bc"),
        ("https://code.example/ann/\nkettles.git", "https://code.example/ann/kettles.git"),
        ("https://a.exam\u200bple/\ufeffb\u00ad", "https://a.example/b"),
        ("HTTPS://A.example/B", "https://A.example/B"),
        ("https://Bücher.example/Ü", "https://xn--bcher-kva.example/Ü"),
        ("https://ａ。example:8080/", "https://a.example:8080/"),
        ("https://a.example https://b.example", None),
        ("https://a.example and <https://b.example>", None),
        ("https://ann:secret@a.example/", None),
        ("http://[::1", None),
        ("kettles.example", None),
        (" \n", None),
        (None, None),
    ],
    ids=ascii,
)
def test_an_address_from_a_source_is_put_together_before_it_is_judged(sent: str | None, kept: str | None) -> None:
    assert read_url(sent) == kept


ADDRESSES = st.text('https:/.@[]\\?#%0123456789abx-_ \n"<ü。\u200b', max_size=30).map("http://".__add__)


@given(st.text() | ADDRESSES)
def test_what_is_kept_of_an_address_is_a_link_that_is_kept_again(text: str) -> None:
    url = read_url(text)
    if url is not None:
        assert link_problem(url) is None
        assert hidden(url) is None
        assert len(url.split()) == 1
        assert read_url(url) == url
