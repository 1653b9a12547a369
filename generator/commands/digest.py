"""`papers digest`: write or send the digest of a day, a week or a month."""

import os
from datetime import date
from email.headerregistry import Address
from pathlib import Path

import click

from generator.archive.dates import Period, parse_day, parse_month, parse_week
from generator.archive.load import load_archive
from generator.commands.completion import complete_topic
from generator.commands.options import archive_option, checked
from generator.commands.progress import working
from generator.commands.smtp import send as send_mail
from generator.commands.smtp import server_of
from generator.commands.usage import Choice
from generator.publish.catalog import catalog_of
from generator.publish.digest.digest import Digest, digest_html, digest_text, make_digest
from generator.publish.digest.message import Envelope, digest_message, mailbox, unsubscribe_address
from generator.publish.settings import read_site


@click.command()
@click.option(
    "--day", metavar="YYYY-MM-DD", callback=checked(parse_day), help="The day. Default: the newest day with papers."
)
@click.option("--week", metavar="YYYY-Www", callback=checked(parse_week), help="The ISO week.")
@click.option("--month", metavar="YYYY-MM", callback=checked(parse_month), help="The month.")
@click.option(
    "--topic",
    metavar="NAME",
    shell_complete=complete_topic,
    help="Only papers of this topic, by its name or title.",
)
@click.option(
    "--format",
    "form",
    type=Choice(["text", "html", "eml"]),
    default="text",
    show_default=True,
    help="Plain text, HTML, or an e-mail message with both (RFC 5322).",
)
@click.option("--from", "sender", metavar="ADDRESS", envvar="DIGEST_FROM", show_envvar=True, help="The sender.")
@click.option("--to", metavar="ADDRESS", envvar="DIGEST_TO", show_envvar=True, help="The mailing list.")
@click.option(
    "--unsubscribe",
    metavar="ADDRESS",
    envvar="DIGEST_UNSUBSCRIBE",
    show_envvar=True,
    default="",
    help="Where to unsubscribe: a mailto: address, or an https: address for one click (RFC 8058).",
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
    """Write or send the digest of a day, week or month.

    The same papers always give the same bytes. The digest of a week or month shows the first papers of each day and
    links to the others.

    --send sends the message through the mail server SMTP_HOST (SMTP_PORT, SMTP_USER, SMTP_PASSWORD), encrypted with
    STARTTLS unless SMTP_SECURITY is tls or none. If there are no papers, nothing is sent. Nothing records what has been
    sent.
    """
    site = read_site(root)
    period = _period(day, week, month)
    with working("Reading the archive"):
        made = make_digest(catalog_of(load_archive(site.content), site), period, topic)
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
        raise click.UsageError("Give only one of --day, --week and --month.")
    return Period("day", day) if day else week or month


def _sent(made: Digest, sender: Address, to: Address, leave: str) -> str:
    """Send the digest unless it has no papers, and return one line that says what was done."""
    if not made.count:
        return f"{made.title}: no papers, nothing sent"
    message = digest_message(made, Envelope(sender, to, leave))
    server = server_of(os.environ)
    with working(f"Sending to {server}"):
        send_mail(message, server, sender=sender.addr_spec, to=to.addr_spec)
    return f"{made.title}: {made.lead}, sent to {to.addr_spec}"
