"""The command that makes the digest of a day, a week or a month, and sends it."""

import os
from datetime import date
from email.headerregistry import Address
from pathlib import Path

import click

from generator.archive.dates import Period, parse_month, parse_week
from generator.archive.load import load_archive
from generator.commands.options import archive_option, checked, day_option
from generator.commands.smtp import send as send_mail
from generator.commands.smtp import server_of
from generator.publish.catalog import contents_of
from generator.publish.digest.digest import Digest, digest_html, digest_text, make_digest
from generator.publish.digest.message import Envelope, digest_message, mailbox, unsubscribe_address
from generator.publish.settings import read_site


@click.command()
@day_option("--day", text="The digest of this day. Default: the newest that lists papers.")
@click.option("--week", metavar="YYYY-Www", callback=checked(parse_week), help="The digest of this ISO week.")
@click.option("--month", metavar="YYYY-MM", callback=checked(parse_month), help="The digest of this month.")
@click.option("--topic", metavar="NAME", help="Only the papers of this topic, called by its name or its title.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "eml"]),
    default="text",
    show_default=True,
    help="As plain text, as HTML, or as a message that holds both (RFC 5322).",
)
@click.option("--from", "sender", metavar="ADDRESS", envvar="DIGEST_FROM", show_envvar=True, help="Who sends it.")
@click.option("--to", metavar="ADDRESS", envvar="DIGEST_TO", show_envvar=True, help="The list that gets it.")
@click.option(
    "--unsubscribe",
    metavar="ADDRESS",
    envvar="DIGEST_UNSUBSCRIBE",
    show_envvar=True,
    default="",
    help="Where to leave the list: a mailto: address, or an https: one that takes one click (RFC 8058).",
)
@click.option("--send", is_flag=True, help="Send the message instead of printing it.")
@archive_option
def digest(
    *,
    day: date | None,
    week: Period | None,
    month: Period | None,
    topic: str | None,
    form: str,
    sender: str | None,
    to: str | None,
    unsubscribe: str,
    send: bool,
    root: Path,
) -> None:
    """Make the digest of a day, a week or a month: its papers in one letter, as text, as HTML or as a message.

    The same papers give the same bytes. A week's or a month's digest shows the first papers of each day and links
    to the others.

    With --send the message goes to the mail server SMTP_HOST (SMTP_PORT, SMTP_USER, SMTP_PASSWORD), encrypted by
    STARTTLS unless SMTP_SECURITY says tls or none. Where there are no papers nothing is sent. It does not remember
    what it has sent.
    """
    site = read_site(root)
    made = make_digest(contents_of(load_archive(site.content), site), _period(day, week, month), topic)
    leave = unsubscribe_address(unsubscribe)
    if send:
        if not (sender and to):
            raise click.UsageError("--send needs --from and --to, or DIGEST_FROM and DIGEST_TO.")
        click.echo(_sent(made, mailbox(sender), mailbox(to), leave))
    elif form == "eml":
        if not sender:
            raise click.UsageError("A message needs --from or DIGEST_FROM.")
        envelope = Envelope(mailbox(sender), mailbox(to) if to else None, leave)
        click.echo(digest_message(made, envelope).as_bytes(), nl=False)
    else:
        click.echo((digest_html if form == "html" else digest_text)(made, leave), nl=False)


def _period(day: date | None, week: Period | None, month: Period | None) -> Period | None:
    if sum(map(bool, (day, week, month))) > 1:
        raise click.UsageError("Give --day, --week or --month.")
    return Period("day", day) if day else week or month


def _sent(made: Digest, sender: Address, to: Address, leave: str) -> str:
    """Send the digest, unless there is nothing in it, and return in a line what was done."""
    if not made.count:
        return f"{made.title}: no papers, nothing is sent"
    message = digest_message(made, Envelope(sender, to, leave))
    send_mail(message, server_of(os.environ), sender=sender.addr_spec, to=to.addr_spec)
    return f"{made.title}: {made.lead}, sent to {to.addr_spec}"
