"""Digests as letters: which papers they hold, what programs and people read in them, and that no text is more."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from generator.archive.dates import Kind, Period
from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Links, Listing, Record
from generator.errors import ArchiveError, MailError
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.digest.digest import (
    MOST_PAPERS,
    Digest,
    digest_html,
    digest_text,
    make_digest,
)
from generator.publish.digest.message import Envelope, digest_message, mailbox, unsubscribe_address
from generator.publish.settings import read_site
from tests.support.archives import run, xpath
from tests.support.hostile import hostile_archive
from tests.support.live import make_empty_archive
from tests.support.mail_server import MailServer
from tests.support.program import papers

# The mail server of the tests asks in a way that Python 3.14 advises against.
pytestmark = pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction' is deprecated:DeprecationWarning")
DAY = date(2025, 3, 11)
FROM, LIST = "Kettles <digest@papers.example>", "papers@lists.example"
ENVELOPE = Envelope(mailbox(FROM), mailbox(LIST), "https://lists.example/leave?list=papers")


def catalog(root: Path) -> Catalog:
    return catalog_of(load_archive(root / "content"), read_site(root))


def paper(number: int, **facts: object) -> Record:
    return Record(**{"key": f"2503.{number:05}", "title": f"Kettle {number}", **facts})  # type: ignore[arg-type]


def list_papers(root: Path, day: date, *papers: Record) -> None:
    listing = Listing(day=day, source="sample", status="complete" if papers else "empty", papers=papers)
    write_listing(root / "content", listing)


def keys(digest: Digest) -> list[list[str]]:
    return [[view.key for view in day.papers] for day in digest.days]


def parsed(digest: Digest, envelope: Envelope = ENVELOPE) -> EmailMessage:
    """Return the message as the program of a reader gets it."""
    read = message_from_bytes(digest_message(digest, envelope).as_bytes(), policy=SMTP)
    assert isinstance(read, EmailMessage)
    return read


def part(message: EmailMessage, kind: str) -> str:
    (found,) = [part for part in message.walk() if part.get_content_type() == kind]
    return str(found.get_content()).replace("\r\n", "\n")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return an archive that lists nothing yet."""
    return make_empty_archive(tmp_path / "empty")


class TestPapers:
    def test_are_by_default_those_of_the_newest_day_that_lists_some(self, empty: Path) -> None:
        list_papers(empty, DAY, paper(1))
        list_papers(empty, date(2025, 3, 15))
        assert make_digest(catalog(empty)).period == Period("day", DAY)

    def test_stand_in_the_order_of_their_day_without_those_it_no_longer_lists(self, empty: Path) -> None:
        list_papers(empty, DAY, paper(1, upvotes=1), paper(2, upvotes=9, unlisted=True), paper(3, upvotes=5))
        digest = make_digest(catalog(empty))
        assert keys(digest) == [["2503.00003", "2503.00001"]]
        assert digest.lead == "2 papers"

    @pytest.mark.parametrize(
        ("kind", "first", "title", "address"),
        [
            ("day", date(2025, 3, 13), "Daily Papers: Thursday, 13 March 2025", "days/2025-03-13/"),
            ("week", date(2025, 3, 10), "Daily Papers: week 11 of 2025", "weeks/2025-W11/"),
            ("month", date(2025, 3, 1), "Daily Papers: March 2025", "months/2025-03/"),
        ],
    )
    def test_of_a_period_are_those_of_its_days(
        self, empty: Path, kind: Kind, first: date, title: str, address: str
    ) -> None:
        days = [date(2025, 2, 28), date(2025, 3, 3), DAY, date(2025, 3, 13), date(2025, 4, 1)]
        for number, day in enumerate(days):
            list_papers(empty, day, paper(number))
        digest = make_digest(catalog(empty), Period(kind, first))
        shown = {"day": [[3]], "week": [[2], [3]], "month": [[1], [2], [3]]}[kind]
        assert keys(digest) == [[f"2503.{number:05}" for number in numbers] for numbers in shown]
        assert (digest.title, digest.url, digest.until) == (title, digest.site.url + address, date(2025, 3, 13))

    def test_stand_once_in_a_letter_at_their_first_day(self, empty: Path) -> None:
        list_papers(empty, DAY, paper(1), paper(2))
        list_papers(empty, date(2025, 3, 12), paper(2), paper(3))
        assert keys(make_digest(catalog(empty), Period("week", date(2025, 3, 10)))) == [
            ["2503.00001", "2503.00002"],
            ["2503.00003"],
        ]

    def test_are_shared_out_among_the_days_of_a_long_letter(self, empty: Path) -> None:
        for day in (10, 11, 12):
            list_papers(empty, date(2025, 3, day), *(paper(day * 100 + number) for number in range(day * 5)))
        digest = make_digest(catalog(empty), Period("month", date(2025, 3, 1)))
        assert [(len(day.papers), day.more) for day in digest.days] == [(33, 17), (33, 22), (33, 27)]
        assert digest.count == 165
        text, links = digest_text(digest), xpath(html.fromstring(digest_html(digest)), "//a/@href")
        assert "And 27 more:\nhttps://daily-papers.github.io/archive/days/2025-03-12/\n" in text
        assert "https://daily-papers.github.io/archive/days/2025-03-12/" in links

    def test_of_one_long_day_are_a_hundred(self, empty: Path) -> None:
        list_papers(empty, DAY, *map(paper, range(1, 121)))
        (day,) = make_digest(catalog(empty)).days
        assert (len(day.papers), day.more) == (100, 20)

    def test_of_a_topic_are_those_filed_under_it_by_name_old_name_or_title(self, archive: Path) -> None:
        read = catalog(archive)
        for topic in read.topics:
            filed = {view.key for view in read.by_topic[topic.name] if view.listed}
            months = {Period.of("month", day) for day in read.days}
            for word in (topic.name, *topic.aliases, topic.title.upper()):
                digests = [make_digest(read, month, word) for month in months]
                assert {key for digest in digests for day in keys(digest) for key in day} == filed
                assert digests[0].url.endswith(f"/topics/{topic.name}/")

    @pytest.mark.parametrize(
        ("period", "topic", "said"),
        [
            (Period("day", date(2025, 3, 13)), None, "there is no listing of 2025-03-13; the nearest is 2025-03-11"),
            (Period("day", date(1999, 1, 1)), None, "there is no listing of 1999-01-01; the nearest is 2025-03-10"),
            (Period("week", date(2025, 3, 17)), None, "there is no listing of 2025-W12; the nearest is 2025-W11"),
            (Period("month", date(2025, 5, 1)), None, "there is no listing of 2025-05; the nearest is 2025-04"),
            (None, "Machines", r'there is no topic "Machines"\Z'),
            (None, "ROBOTIC", r'there is no topic "ROBOTIC" \(did you mean "robotics"\?\)'),
            (None, "roboticz", r'there is no topic "roboticz" \(did you mean "robotics"\?\)'),
        ],
    )
    def test_that_there_are_not_are_answered_with_the_nearest(
        self, archive: Path, period: Period | None, topic: str | None, said: str
    ) -> None:
        with pytest.raises(ArchiveError, match=said):
            make_digest(catalog(archive), period, topic)

    def test_of_an_archive_that_lists_nothing_are_not_made_up(self, empty: Path) -> None:
        with pytest.raises(ArchiveError, match="papers fetch"):
            make_digest(catalog(empty))
        with pytest.raises(ArchiveError, match=r"there is no listing of 2025-03-11\Z"):
            make_digest(catalog(empty), Period("day", DAY))


class TestText:
    def test_reads_well(self, empty: Path) -> None:
        list_papers(
            empty,
            DAY,
            paper(1, title="On Kettles " * 8, authors=("Ada Example", "Bo Sample"), published=date(2025, 3, 7)),
            paper(2, upvotes=9),
        )
        assert digest_text(make_digest(catalog(empty)), "mailto:leave@lists.example").splitlines() == [
            "Daily Papers: Tuesday, 11 March 2025",
            "2 papers",
            "https://daily-papers.github.io/archive/days/2025-03-11/",
            "",
            "Kettle 2",
            "  https://daily-papers.github.io/archive/papers/2503.00002/",
            "",
            "On Kettles On Kettles On Kettles On Kettles On Kettles On Kettles On",
            "Kettles On Kettles",
            "  Ada Example and Bo Sample · published 7 March 2025",
            "  https://daily-papers.github.io/archive/papers/2503.00001/",
            "",
            "-" * 72,
            "Daily Papers: An archive of the research papers that Hugging Face's",
            "Daily Papers listed, day by day and by topic",
            "https://daily-papers.github.io/archive/",
            "To unsubscribe:",
            "mailto:leave@lists.example",
        ]

    def test_has_short_lines_but_breaks_no_link(self, tmp_path: Path) -> None:
        text = digest_text(make_digest(catalog(hostile_archive(tmp_path / "a")), Period("day", date(2025, 6, 2))))
        long = [line for line in text.splitlines() if len(line) > 72 and " " in line.strip()]
        assert long == []
        assert text.endswith("/\n")


class TestHtml:
    def test_shows_hostile_texts_as_they_are_and_loads_nothing(self, tmp_path: Path) -> None:
        read = catalog(hostile_archive(tmp_path / "a"))
        for topic in (None, "translation"):
            digest = make_digest(read, Period("day", date(2025, 6, 2)), topic)
            tree = html.fromstring(digest_html(digest))
            assert xpath(tree, "//h2/a/text()") == [view.title for day in digest.days for view in day.papers]
            assert {element.tag for element in tree.iter()} == {
                "html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "a",
            }  # fmt: skip
            assert {name for element in tree.iter() for name in element.attrib} == {
                "lang", "charset", "name", "content", "style", "href",
            }  # fmt: skip
            assert all(urlsplit(link).scheme in {"http", "https"} for link in xpath(tree, "//@href"))
            assert not any("url(" in style for style in xpath(tree, "//@style"))

    def test_names_the_days_of_a_longer_period(self, archive: Path) -> None:
        tree = html.fromstring(digest_html(make_digest(catalog(archive), Period("week", date(2025, 3, 10)))))
        assert xpath(tree, "//h2/text()") == ["Monday, 10 March 2025", "Tuesday, 11 March 2025"]
        assert len(xpath(tree, "//h3/a")) == 3

    def test_is_small_enough_for_gmail_to_show_all(self, empty: Path) -> None:
        links = Links(code=f"https://github.com/{'k' * 40}", project=f"https://{'k' * 30}.github.io/")
        typical = {"title": "Kettle " * 13, "authors": ("Ada Example",) * 8, "published": DAY, "links": links}
        list_papers(empty, DAY, *(paper(n, arxiv_id=f"2503.{n:05}", **typical) for n in range(MOST_PAPERS + 5)))
        assert len(digest_html(make_digest(catalog(empty)))) < 102_000 - MOST_PAPERS * 120  # left for summaries

    def test_names_few_of_very_many_authors(self, empty: Path) -> None:
        list_papers(empty, DAY, paper(1, authors=tuple(f"Author {number}" for number in range(3303))))
        digest = make_digest(catalog(empty))
        for shown in (digest_text(digest), digest_html(digest)):
            assert "Author 0, Author 1, Author 2 and 3,300 more" in shown
            assert "Author 3" not in shown


class TestMessage:
    def test_says_to_programs_what_it_is(self, archive: Path) -> None:
        message = parsed(make_digest(catalog(archive), Period("day", DAY), "translation"))
        assert dict(message.items()) == {
            "From": "Kettles <digest@papers.example>",
            "To": "papers@lists.example",
            "Subject": "Daily Papers, Translation: Tuesday, 11 March 2025",
            "Date": "Tue, 11 Mar 2025 08:00:00 +0000",
            "Message-ID": "<2025-03-11.translation.daily-digest.2026@daily-papers.github.io>",
            "List-Id": "<translation.daily-digest.daily-papers.github.io>",
            "List-Unsubscribe": "<https://lists.example/leave?list=papers>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "MIME-Version": "1.0",
            "Content-Type": message["Content-Type"],
        }
        assert message["Date"].datetime == datetime(2025, 3, 11, 8, tzinfo=UTC)

    def test_holds_the_text_and_the_html_the_better_one_last(self, archive: Path) -> None:
        digest = make_digest(catalog(archive))
        message = parsed(digest)
        assert message.get_content_type() == "multipart/alternative"
        assert [(part.get_content_type(), part.get_content_charset()) for part in message.iter_parts()] == [
            ("text/plain", "utf-8"),
            ("text/html", "utf-8"),
        ]
        assert part(message, "text/plain") == digest_text(digest, ENVELOPE.unsubscribe)
        assert part(message, "text/html") == digest_html(digest, ENVELOPE.unsubscribe)

    def test_travels_anywhere(self, tmp_path: Path) -> None:
        digest = make_digest(catalog(hostile_archive(tmp_path / "a")), Period("day", date(2025, 6, 2)), "odd-0")
        digest_bytes = digest_message(digest, ENVELOPE).as_bytes()
        assert digest_bytes.isascii()
        assert max(map(len, digest_bytes.split(b"\r\n"))) <= 78
        assert b"\n" not in digest_bytes.replace(b"\r\n", b"")

    def test_is_the_same_each_time_and_another_for_each_period_and_topic(self, archive: Path) -> None:
        read = catalog(archive)
        periods = [Period("day", DAY), Period("week", date(2025, 3, 10)), Period("month", date(2025, 3, 1))]
        made = [make_digest(read, period, topic) for period in periods for topic in (None, "translation", "robotics")]
        messages = [digest_message(digest, ENVELOPE) for digest in made]
        assert [m.as_bytes() for m in messages] == [digest_message(d, ENVELOPE).as_bytes() for d in made]
        assert len({message["Message-ID"] for message in messages}) == len(made)
        assert len({message["List-Id"] for message in messages}) == len(made)

    def test_knows_a_list_that_is_left_by_mail(self, archive: Path) -> None:
        message = parsed(make_digest(catalog(archive)), Envelope(mailbox(LIST), None, "mailto:leave@lists.example"))
        assert message["List-Unsubscribe"] == "<mailto:leave@lists.example>"
        assert (message["List-Unsubscribe-Post"], message["To"]) == (None, None)
        assert message["From"] == "Daily Papers <papers@lists.example>"

    def test_keeps_long_addresses_whole_and_folds_long_subjects(self, archive: Path) -> None:
        topics = archive / "content" / "topics.yml"
        title = "Überlange Übersetzungen " * 20
        topics.write_text(topics.read_text("utf-8").replace("title: Translation", f"title: {title}"), "utf-8")
        digest = make_digest(catalog(archive), Period("day", DAY), "translation")
        leave = f"https://lists.example/{'x' * 300}"
        raw = digest_message(digest, Envelope(mailbox(FROM), mailbox(LIST), leave)).as_bytes()
        assert f"\r\nList-Unsubscribe: <{leave}>\r\n".encode() in raw
        assert [line for line in raw.split(b"\r\n") if len(line) > 78 and b"lists.example/x" not in line] == []
        assert parsed(digest)["Subject"] == f"Daily Papers, {title.strip()}: Tuesday, 11 March 2025"

    def test_takes_no_header_from_the_names_of_a_site(self, archive: Path) -> None:
        config = archive / "mkdocs.yml"
        text = config.read_text("utf-8").replace(
            "site_name: Daily Papers", 'site_name: "A\\r\\nBcc: all@lists.example\\n"'
        )
        config.write_text(text, "utf-8")
        message = parsed(make_digest(catalog(archive)), Envelope(mailbox(LIST), mailbox(LIST)))
        assert message["Bcc"] is None
        assert message["Subject"].startswith("A Bcc: all@lists.example : ")
        assert message["From"].addresses[0].addr_spec == LIST


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("a@b.example", Address("", "a", "b.example")),
            ("Papers, daily <a+b@c.example>", None),
            ('"Papers, daily" <a+b@c.example>', Address("Papers, daily", "a+b", "c.example")),
            ("Käthe <a@b.example>", Address("Käthe", "a", "b.example")),
            ("a@b.example, c@d.example", None),
            ("a@b.example\r\nBcc: c@d.example", None),
            ("käthe@b.example", None),
            ("a@bücher.example", None),
            ("a", None),
            ("a@", None),
            ("@b", None),
            ("", None),
            (f"{'a' * 300}@b.example", None),
        ],
    )
    def test_are_one_and_in_ascii(self, text: str, address: Address | None) -> None:
        if address:
            assert mailbox(text) == address
        else:
            with pytest.raises(MailError, match="must be one mail address"):
                mailbox(text)

    @given(st.text(st.characters(codec="utf-8")), st.text('<>@"(),:;[]\\.= ?\r\na'))
    def test_of_any_text_are_right_or_refused(self, name: str, rest: str) -> None:
        for text in (name, rest, f"{name} <a@b.example>", f"{name}{rest}", f'"{name}{rest}" <a@b.example>'):
            try:
                address = mailbox(text)
            except MailError:
                continue
            message = EmailMessage(policy=SMTP)
            message["To"] = address
            read = message_from_bytes(message.as_bytes(), policy=SMTP)
            assert [one.addr_spec for one in read["To"].addresses] == [address.addr_spec]
            assert read.keys() == ["To"]

    @pytest.mark.parametrize(
        "text", ["", "mailto:a@b.example?subject=leave", "https://b.example", "https://b.example/?a=b"]
    )
    def test_for_leaving_are_mailto_or_https(self, text: str) -> None:
        assert unsubscribe_address(text) == text

    @pytest.mark.parametrize(
        "text",
        [
            "http://b.example/", "b.example", "mailto:", "https://b.example/>, <http://c",
            "https://b.example/\r\nBcc: c",
            "javascript:alert(1)", "https://b.example/ü", "https://b.example/" + "x" * 1000, 'https://b.example/"',
        ],
    )  # fmt: skip
    def test_for_leaving_are_nothing_else(self, text: str) -> None:
        with pytest.raises(MailError, match="must be a mailto: or https: address"):
            unsubscribe_address(text)


class TestCommand:
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("DIGEST_FROM", "DIGEST_TO", "DIGEST_UNSUBSCRIBE", "SMTP_USER", "SMTP_PASSWORD"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("SMTP_SECURITY", "none")

    def test_prints_each_form(self, archive: Path) -> None:
        digest = make_digest(catalog(archive), Period("week", date(2025, 3, 10)), "translation")
        week = ("digest", "--week", "2025-W11", "--topic", "translation", "-C", str(archive))
        assert run(*week).stdout == digest_text(digest)
        assert run(*week, "--format", "html").stdout == digest_html(digest)
        message = digest_message(digest, Envelope(mailbox(FROM)))
        assert run(*week, "--format", "eml", "--from", FROM).stdout_bytes == message.as_bytes()

    def test_sends_to_the_list_that_the_environment_names(self, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with MailServer() as server:
            for name, value in {"DIGEST_FROM": FROM, "DIGEST_TO": LIST, "SMTP_HOST": server.host}.items():
                monkeypatch.setenv(name, value)
            monkeypatch.setenv("SMTP_PORT", str(server.port))
            said = run("digest", "--day", "2025-03-11", "--send", "-C", str(archive)).stdout
            nothing = run("digest", "--day", "2025-03-11", "--topic", "unused", "--send", "-C", str(archive)).stdout
        assert said == "Daily Papers: Tuesday, 11 March 2025: 2 papers, sent to papers@lists.example\n"
        assert nothing == "Daily Papers, Unused: Tuesday, 11 March 2025: no papers, nothing sent\n"
        (taken,) = server.taken
        assert (taken.mail_from, taken.rcpt_tos) == ("digest@papers.example", ["papers@lists.example"])
        digest = make_digest(catalog(archive), Period("day", DAY))
        assert taken.content == digest_message(digest, Envelope(mailbox(FROM), mailbox(LIST))).as_bytes()

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["--week", "2025-W54"], 2, "2025-W54 is not a week in the calendar"),
            (["--week", "11"], 2, "'11' must be a week written as YYYY-Www, such as 2025-W11"),
            (["--day", "2025-03-11", "--month", "2025-03"], 2, "Give only one of --day, --week and --month."),
            (["--format", "eml"], 2, "needs --from or DIGEST_FROM"),
            (["--send", "--from", FROM], 2, "needs --from and --to"),
            (["--send", "--from", FROM, "--to", "nobody"], 1, '"nobody" must be one mail address'),
            (["--send", "--from", FROM, "--to", LIST], 1, "SMTP_HOST must be set"),
            (["--topic", "robotic"], 1, 'did you mean "robotics"?'),
        ],
    )
    def test_says_what_is_wrong(self, archive: Path, arguments: list[str], code: int, said: str) -> None:
        result = papers("digest", *arguments, "-C", archive)
        assert (result.returncode, result.stdout) == (code, "")
        assert said in result.stderr
