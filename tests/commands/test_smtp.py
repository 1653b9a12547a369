"""Sending a message to a real server: encrypted, once, and every way to fail is a sentence."""

import socket
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
import trustme

from generator.commands import smtp
from generator.commands.smtp import Security, Server, send, server_of
from generator.errors import MailError
from tests.support.mail_server import PASSWORD, USER, MailServer

# The server of the tests asks in a way that Python 3.14 advises against.
pytestmark = pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction' is deprecated:DeprecationWarning")
SENDER, LIST = "digest@papers.example", "papers@lists.example"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return who signs certificates in this test alone."""
    return trustme.CA()


def certified(authority: trustme.CA, host: str = MailServer.host) -> ssl.SSLContext:
    """Return what a server of that name shows."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the test's authority, as a person trusts one of their own."""
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def message() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SENDER, LIST, "Kettles, “slow”"
    made.set_content("One.\n.\nA line that is a dot ends no message.\n", cte="quoted-printable")
    return made


def hand_to(server: MailServer, security: Security, user: str = "", password: str = "") -> None:
    known = Server(server.host, server.port, security, user, password)
    send(message(), known, sender=SENDER, to=LIST)


def arrives_whole(server: MailServer) -> bool:
    (taken,) = server.taken
    return (taken.mail_from, taken.rcpt_tos, taken.content) == (SENDER, [LIST], message().as_bytes())


@pytest.mark.usefixtures("trusted")
class TestSending:
    @pytest.mark.parametrize(("security", "implicit"), [("starttls", False), ("tls", True)])
    def test_goes_encrypted_and_arrives_byte_by_byte(
        self, authority: trustme.CA, security: Security, implicit: bool
    ) -> None:
        with MailServer(certified(authority), implicit=implicit, login=True) as server:
            hand_to(server, security, USER, PASSWORD)
        assert server.users == [USER]
        assert arrives_whole(server)

    def test_needs_neither_encryption_nor_login_where_it_is_told_so(self) -> None:
        with MailServer() as server:
            hand_to(server, "none")
        assert arrives_whole(server)

    @pytest.mark.parametrize("goodbye", ["", "421 4.3.0 In a bad mood"])
    def test_a_message_that_was_taken_is_sent_whatever_comes_after(self, goodbye: str) -> None:
        with MailServer() as server:
            server.replies["QUIT"] = goodbye
            hand_to(server, "none")
        assert arrives_whole(server)


class TestRefusals:
    def test_a_certificate_that_nobody_vouches_for(self, authority: trustme.CA) -> None:
        with MailServer(certified(authority)) as server, pytest.raises(MailError, match="invalid certificate"):
            hand_to(server, "starttls", USER, PASSWORD)
        assert (server.users, server.taken) == ([], [])

    @pytest.mark.usefixtures("trusted")
    def test_a_certificate_of_another_host(self, authority: trustme.CA) -> None:
        with (
            MailServer(certified(authority, "other.example")) as server,
            pytest.raises(MailError, match="invalid certificate: IP address mismatch"),
        ):
            hand_to(server, "starttls", USER, PASSWORD)
        assert (server.users, server.taken) == ([], [])

    def test_a_server_without_encryption(self) -> None:
        with MailServer() as server, pytest.raises(MailError, match="STARTTLS extension not supported"):
            hand_to(server, "starttls")
        assert server.taken == []

    def test_tls_where_none_is_spoken(self) -> None:
        with MailServer() as server, pytest.raises(MailError, match="does SMTP_SECURITY match the port"):
            hand_to(server, "tls")

    @pytest.mark.usefixtures("trusted")
    def test_a_wrong_password_which_is_not_told(self, authority: trustme.CA) -> None:
        with MailServer(certified(authority), login=True) as server, pytest.raises(MailError) as refusal:
            hand_to(server, "starttls", USER, "six slow kettles")
        assert f"{server.host}:{server.port}: does not accept SMTP_USER and SMTP_PASSWORD: 535" in str(refusal.value)
        assert "kettles" not in str(refusal.value)
        assert server.taken == []

    def test_a_list_that_the_server_does_not_know(self) -> None:
        with MailServer() as server:
            server.refused.add(LIST)
            with pytest.raises(MailError, match=f"does not accept mail for {LIST}: 550 5.1.1 No such list here"):
                hand_to(server, "none")

    @pytest.mark.parametrize(
        ("reply", "said"),
        [
            ("", "disconnected before it accepted the message"),
            ("554 5.7.1 Spam\x07", "did not accept the message: 554 5.7.1 Spam$"),
        ],
    )
    def test_a_message_that_is_not_taken(self, reply: str, said: str) -> None:
        with MailServer() as server:
            server.replies["DATA"] = reply
            with pytest.raises(MailError, match=said):
                hand_to(server, "none")

    def test_a_server_that_says_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(smtp, "_TIMEOUT", 0.05)
        with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailError, match="timed out"):
            send(message(), Server("127.0.0.1", silent.getsockname()[1], "none"), sender=SENDER, to=LIST)

    def test_no_server_at_all(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        with pytest.raises(MailError, match=f"127.0.0.1:{port}: no connection: Connection refused"):
            send(message(), Server("127.0.0.1", port, "none"), sender=SENDER, to=LIST)


class TestServer:
    @pytest.mark.parametrize(
        ("given", "server"),
        [
            ({}, Server("m", 587, "starttls")),
            ({"SECURITY": "TLS"}, Server("m", 465, "tls")),
            ({"SECURITY": "none", "PORT": "2525"}, Server("m", 2525, "none")),
            ({"USER": "u", "PASSWORD": "p", "SECURITY": ""}, Server("m", 587, "starttls", "u", "p")),
        ],
    )
    def test_is_what_the_environment_names(self, given: dict[str, str], server: Server) -> None:
        assert server_of({"SMTP_HOST": "m", **{f"SMTP_{name}": value for name, value in given.items()}}) == server

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"HOST": ""}, "SMTP_HOST must be set"),
            ({"SECURITY": "startls"}, r'starttls, tls or none; it is startls \(did you mean "starttls"\?\)'),
            ({"PORT": "smtp"}, "a number from 1 to 65535; it is smtp"),
            ({"PORT": "65536"}, "a number from 1 to 65535"),
            ({"PORT": "²"}, "a number from 1 to 65535"),
            ({"USER": "u"}, "set both SMTP_USER and SMTP_PASSWORD"),
            ({"PASSWORD": "p"}, "set both SMTP_USER and SMTP_PASSWORD"),
            ({"USER": "u", "PASSWORD": "p", "SECURITY": "none"}, "never sent unencrypted"),
        ],
    )
    def test_says_what_must_hold(self, given: dict[str, str], said: str) -> None:
        with pytest.raises(MailError, match=said):
            server_of({"SMTP_HOST": "m"} | {f"SMTP_{name}": value for name, value in given.items()})

    def test_never_shows_its_password(self) -> None:
        server = Server("m", 587, "starttls", "u", PASSWORD)
        assert PASSWORD not in f"{server} {server!r}"
