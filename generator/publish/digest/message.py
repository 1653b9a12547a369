"""The digest as an e-mail message (RFC 5322) in plain text and HTML, with the headers of a mailing list.

The same digest always gives the same bytes, including boundary and Message-ID.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from hashlib import blake2b

from generator.archive.dates import Kind
from generator.archive.links import link_problem
from generator.archive.messages import shown
from generator.errors import MailError
from generator.publish.digest.digest import Digest, digest_html, digest_text
from generator.text import clean

_LISTS: dict[Kind, str] = {"day": "daily-digest", "week": "weekly-digest", "month": "monthly-digest"}
# A mailbox of RFC 5322, section 3.4, without comments, and at most with quotes around the name.
_ATOMS = r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_SPEC = rf"(?a:{_ATOMS}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)"
_MAILBOX = re.compile(
    rf"""(?:(?:"(?P<quoted>[^"\\<>]*)"|(?P<name>[^"\\<>()\[\],;:@]*))[ ]*<(?P<named>{_SPEC})>|(?P<alone>{_SPEC}))"""
)
_UNSUBSCRIBE = re.compile(r"(?:mailto:[^\s<>,\"@]+@|https://)[A-Za-z0-9.-]+[!#-;=?-~]*", re.ASCII)
_LONGEST = 900  # characters of an address: a line of a message has at most 998 (RFC 5322, section 2.1.1)
_LONGEST_MAILBOX = 254  # characters: a path in SMTP has at most 256 with its brackets (RFC 5321, section 4.5.3.1.3)
_EIGHT = time(8, tzinfo=UTC)


class _Whole(UnstructuredHeader, BaseHeader):
    """A header that is never folded: the library would encode words longer than a line (RFC 2047)."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
for _name in ("Message-ID", "List-Id", "List-Unsubscribe"):
    _headers.map_to_type(_name.lower(), _Whole)
_POLICY = SMTP.clone(header_factory=_headers)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The sender, the mailing list, and the address to unsubscribe; the last two are optional."""

    sender: Address
    to: Address | None = None
    unsubscribe: str = ""


def mailbox(text: str) -> Address:
    """Return a mail address such as `list@example.org` or `Papers <list@example.org>`. Raises MailError."""
    found = _MAILBOX.fullmatch(text) if text.isprintable() else None
    if not found or len(text) > _LONGEST_MAILBOX:
        wanted = "must be one mail address in ASCII, such as Papers <list@example.org>"
        raise MailError(f'"{shown(clean(text))}" {wanted}')
    spec = found["named"] or found["alone"]
    return Address((found["quoted"] or found["name"] or "").strip(), addr_spec=spec)


def unsubscribe_address(text: str) -> str:
    """Return the address to unsubscribe, checked for use in List-Unsubscribe. Raises MailError."""
    refused = not _UNSUBSCRIBE.fullmatch(text) or (text.startswith("https:") and link_problem(text))
    if text and (len(text) > _LONGEST or refused):
        raise MailError(f'"{shown(clean(text))}" must be a mailto: or https: address')
    return text


def digest_message(digest: Digest, envelope: Envelope) -> EmailMessage:
    """Return the digest as a message.

    Its date is the last listed day of the period, at eight in the morning (UTC): later than every time in that day's
    feed entries. The Message-ID derives from period, topic and the authority of the feeds, so that a second copy of the
    same digest can be recognised.
    """
    message = EmailMessage(policy=_POLICY)
    name, host = _names(digest)
    sender = envelope.sender
    message["From"] = Address(sender.display_name or clean(digest.site.name), addr_spec=sender.addr_spec)
    if envelope.to:
        message["To"] = envelope.to
    message["Subject"] = digest.title
    message["Date"] = datetime.combine(digest.until, _EIGHT)
    message["Message-ID"] = f"<{name}@{host}>"
    message["List-Id"] = f"<{_list_id(digest, host)}>"  # RFC 2919
    if envelope.unsubscribe:
        message["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"  # RFC 2369
    if envelope.unsubscribe.startswith("https:"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    message.set_content(digest_text(digest, envelope.unsubscribe), cte="quoted-printable")
    message.add_alternative(digest_html(digest, envelope.unsubscribe), subtype="html", cte="quoted-printable")
    # "=_" never occurs in quoted-printable text (RFC 2045, section 6.7).
    message.set_boundary(f"=_{blake2b(name.encode(), digest_size=12).hexdigest()}")
    return message


def _names(digest: Digest) -> tuple[str, str]:
    """Return both sides of the Message-ID: the name of the digest, and the host."""
    host, _, since = digest.site.feed_authority.rpartition("@")[2].partition(",")
    topic = [digest.topic.name] if digest.topic else []
    return ".".join([digest.period.name, *topic, _LISTS[digest.period.kind], since]), host


def _list_id(digest: Digest, host: str) -> str:
    topic = f"{digest.topic.name}." if digest.topic else ""
    return f"{topic}{_LISTS[digest.period.kind]}.{host}"
