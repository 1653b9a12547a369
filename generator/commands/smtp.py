"""Sending mail by SMTP (RFC 5321): encrypted unless configured otherwise, and tried only once."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal, get_args

from generator.archive.messages import nearest, shown
from generator.errors import MailError
from generator.text import clean

_TIMEOUT = 30.0  # seconds for each reply
_ACCEPTING = 600.0  # seconds for the replies from DATA on, which may take long (RFC 5321, section 4.5.3.2.6)
_LARGEST_PORT = 65_535

Security = Literal["starttls", "tls", "none"]
_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server that accepts messages. The password belongs to the user and is never shown."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(environment: Mapping[str, str]) -> Server:
    """Return the server configured by SMTP_HOST, _PORT, _USER, _PASSWORD and _SECURITY. Raises MailError.

    An empty variable counts as not set. SMTP_SECURITY is starttls (the default), tls or none. The default port is the
    registered one: 587 (RFC 6409), 465 (RFC 8314) or 25.
    """
    host, port, user, password, asked = (
        environment.get(f"SMTP_{name}", "").strip() for name in ("HOST", "PORT", "USER", "PASSWORD", "SECURITY")
    )
    if not host:
        raise MailError("SMTP_HOST must be set to the host name of the mail server")
    security = next((known for known in get_args(Security) if known == (asked.lower() or "starttls")), None)
    if security is None:
        near = nearest(asked, get_args(Security))
        raise MailError(f"SMTP_SECURITY must be starttls, tls or none; it is {shown(clean(asked))}{near}")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) <= _LARGEST_PORT):
        raise MailError(f"SMTP_PORT must be a number from 1 to {_LARGEST_PORT}; it is {shown(clean(port))}")
    if bool(user) != bool(password):
        raise MailError("set both SMTP_USER and SMTP_PASSWORD, or neither")
    if user and security == "none":
        raise MailError("SMTP_SECURITY is none, but a password is never sent unencrypted: use starttls or tls")
    return Server(host, int(port) if port else _PORTS[security], security, user, password)


def send(message: EmailMessage, server: Server, *, sender: str, to: str) -> None:
    """Send a message through the server. Raises MailError if the server did not accept it.

    There is no retry: after a lost reply it could send the message twice.
    """
    with _mail_errors(server, to), _connected(server) as smtp:
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
        if smtp.sock:
            smtp.sock.settimeout(_ACCEPTING)
        smtp.sendmail(sender, [to], message.as_bytes())


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """Connect, and quit afterwards; an error while quitting no longer matters."""
    if server.security == "tls":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    try:
        yield smtp
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        smtp.close()


@contextmanager
def _mail_errors(server: Server, to: str) -> Iterator[None]:
    """Turn every failure to send into a MailError."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise MailError(f"{server}: {_refusal(error, to)}") from error
    except (OSError, UnicodeError) as error:
        raise MailError(f"{server}: {_break(error)}") from error


def _refusal(error: smtplib.SMTPException, to: str) -> str:
    """Return what the server refused, with the reason that it gave."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=replies):
            code, reply = next(iter(replies.values()))
            return f"does not accept mail for {to}: {code} {_said(reply)}"
        case smtplib.SMTPAuthenticationError(smtp_code=code, smtp_error=reply):
            return f"does not accept SMTP_USER and SMTP_PASSWORD: {code} {_said(reply)}"
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=reply):
            return f"did not accept the message: {code} {_said(reply)}"
        case smtplib.SMTPServerDisconnected(__context__=TimeoutError() as late):  # so smtplib reports it
            return _break(late)
        case smtplib.SMTPServerDisconnected():
            return f"disconnected before it accepted the message: {_said(str(error))}"
    # The server does not offer what is needed: STARTTLS, or a way to log in.
    return f"does not support the settings SMTP_SECURITY and SMTP_USER: {_said(str(error))}"


def _break(error: OSError | UnicodeError) -> str:
    """Return why there is no connection."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"invalid certificate: {error.verify_message}"
        case ssl.SSLError():
            return f"no encrypted connection: {error.reason or error}; does SMTP_SECURITY match the port?"
        case TimeoutError():
            return "timed out"
    return f"no connection: {getattr(error, 'strerror', None) or _said(str(error))}"


def _said(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return clean(text)[:200] or "no reason given"
