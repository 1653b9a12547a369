"""Links to other sites: the addresses allowed on a page, as browsers read them (URL Standard, url.spec.whatwg.org).

An address uses http or https, has no user name or password, and names a host that can exist. Anything that browsers
read differently from other programs is refused: a backslash, which they treat as a slash, and numbers that are not a
plain IPv4 address.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from unicodedata import normalize

from generator.text import hidden, hidden_problem, without_hidden

LONGEST_LINK = 2000  # characters
_LONGEST_HOST, _LONGEST_LABEL = 253, 63  # RFC 1035, section 2.3.4
_LARGEST_PORT = 65_535

# Nearly all addresses: a host of plain letters, and nothing that needs a closer look.
_PLAIN = re.compile(
    r"https?://(?i:(?:(?!xn--)[a-z0-9][a-z0-9-]{0,61}\.){1,9}[a-z]{2,20})(?:[/?#][\w/:?#!$&+,=%.~'()*;@-]{0,1600})?",
    re.ASCII,
)
_HOST = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]+)(?::(?P<port>[0-9]*))?", re.ASCII)
_FORBIDDEN = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")  # in a host, URL Standard, section 3.2, and a few more
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)

# Fetch Standard, section 2.9: browsers open none of these.
_BLOCKED_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
    109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526,
    530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045,
    4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
))  # fmt: skip

# What an address must not contain, with the message; the first match counts.
_RULES = (
    (re.compile(r"(?!https?://)"), "must be an address that begins with http:// or https://"),
    (re.compile(r".*[\s\"<>]", re.DOTALL), "must be an address without blanks, quotes and angle brackets"),
    (re.compile(r"[^?#]*\\"), "must be an address without a backslash: write /"),
    (re.compile(r"https?://[^/?#]*@"), "must be an address without a name or password: take out what stands before @"),
)


def link_problem(url: str) -> str | None:
    """Return what is wrong with a link's address, None if nothing is."""
    if _PLAIN.fullmatch(url):
        return None
    if len(url) > LONGEST_LINK:
        return f"must be an address of at most {LONGEST_LINK:,} characters"
    broken = (message for rule, message in _RULES if rule.match(url))
    return hidden_problem(url) or next(broken, None) or _host_problem(re.split("[/?#]", url, maxsplit=3)[2])


def mended_link(text: str) -> str:
    """Return an address as it was meant: without whitespace and invisible characters, its host in ASCII.

    Sources break addresses at line ends. Text with a second address after whitespace is returned unchanged.
    """
    if re.search(r"\s[\"'(<]*https?:", text.strip(), re.IGNORECASE):
        return text
    url = without_hidden("".join(text.split()))
    scheme, mark, rest = url.partition("://")
    authority, rest = re.match(r"([^/?#]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]  # always matches
    return f"{scheme.lower()}{mark}{authority if authority.isascii() else _in_ascii(authority)}{rest}"


def _host_problem(authority: str) -> str | None:
    parts = _HOST.fullmatch(authority)
    if not parts:
        return "must be an address with the name of a host, and at most a port behind it"
    port = parts["port"]
    if port and (len(port) > len(str(_LARGEST_PORT)) or int(port) > _LARGEST_PORT or int(port) in _BLOCKED_PORTS):
        return f"must be an address that browsers open, and they do not open port {port[:9]}"
    return None if _can_exist(parts["host"]) else "must be an address whose host can exist"


def _can_exist(host: str) -> bool:
    try:
        if host.startswith("["):
            return bool(IPv6Address(host[1:-1])) and "%" not in host
        mapped = _in_ascii(host)
        labels = mapped.removesuffix(".").split(".")
        if _NUMBER.fullmatch(labels[-1]):
            return bool(IPv4Address(mapped))
    except (AddressValueError, UnicodeError):
        return False
    return len(mapped) <= _LONGEST_HOST and not _FORBIDDEN.search(mapped) and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    if not 0 < len(label) <= _LONGEST_LABEL:
        return False
    if not label.startswith("xn--"):
        return True
    try:
        meant = label[4:].encode().decode("punycode")
    except UnicodeError:
        return False
    return meant.isprintable() and not (meant.isascii() or meant.startswith("xn--") or hidden(meant))


def _in_ascii(host: str) -> str:
    """Return a host as browsers request it: mapped to plain letters, other letters in Punycode (RFC 3492)."""
    mapped = re.sub("[\u3002\uff0e\uff61]", ".", normalize("NFKC", host).lower())
    labels = (label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in mapped.split("."))
    return ".".join(labels)
