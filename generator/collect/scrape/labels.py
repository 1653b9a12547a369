"""The frame of a page: the words of its menus and buttons, counts and dates, in whatever language it is shown."""

import re

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
REST_OF_MONTH = "uary|ruary|ch|il|e|y|ust|t|tember|ober|ember"  # of a month's whole name
SUBSCRIBE = "Subscribe"
WORDS = frozenset({"new", SUBSCRIBE, "Daily Papers"})  # alone on a line of a header
BANNER = re.compile(
    r"Get trending papers in your email inbox( once a day)?[!.…]?|by ?AK and the research community", re.IGNORECASE
)
GLUED_MENU = re.compile(
    rf"(?:(?:new|Subscribe|Daily Papers|Daily|Weekly|Monthly|Trending Papers|{BANNER.pattern}) ?)+", re.IGNORECASE
)
_TALLY = r"(?:[0-9][0-9.,]*[kKmM]?|[-\u2010-\u2015\u2212]+)"  # 213, 1.09k; a dash for none
TALLIES = re.compile(
    rf"[ •·]*(?:(?:Upvotes?|GitHub) ?)?{_TALLY}(?:[ •·]+{_TALLY})*(?: (?:upvotes?|likes?|stars?))?[ •·]*",
    re.IGNORECASE,
)
SUBMITTED = re.compile(
    r"[ •·]*(?:Submitted by|Eingereicht von|Soumis par|Enviado por|Inviato da)(?P<name>.*)", re.IGNORECASE
)

# What menus and buttons say, in lower case, without numbers and punctuation.
_LABELS = (
    "hugging face|models|datasets|spaces|buckets|buckets new|community|docs|enterprise|pricing|solutions|blog|log in"
    "|login|sign in|sign up|signup|log out|settings|company|tos|terms|privacy|about|careers|jobs|website|system theme"
    "|theme|daily|weekly|monthly|trending|trending papers|papers|daily papers|new|subscribe|today|yesterday|just now"
    "|last week|last month|week|page|page of|previous|next|previous next|search|sort by|filter|back to top"
    "|log in sign up|hide|edit|report|collection|collections|paper of the day|paper of the week|paper of the month"
    "|by ak|byak|ak|upvote|upvotes|upvoters|upvote this paper|like|likes|stars|github|code|video|play|play video"
    "|watch video|image|thumbnail|avatar|share|copy link|bookmark|cite|follow|reply|arxiv|arxiv page|view arxiv page"
    "|project page|pdf|view pdf|html|add to collection|submit|submit a paper|submitted|author|authors|comment|comments"
    "|no comments yet|published|published on|abstract|summary|ai generated summary|discussion"
    "|be the first to start the discussion|sign up or log in to comment|or to comment|loading"
)
_KNOWN = frozenset(_LABELS.split("|"))
# Other texts that are not titles, wherever they have a number.
_LABEL = re.compile(
    rf"(?:(?:\w+ on|\w+,|published|updated|submitted) )*(?:{'|'.join(MONTHS)})(?:{REST_OF_MONTH})?\.?"
    r" [0-9]{1,4}(?:st|nd|rd|th)?(?:,? [0-9]{4})?"
    r"|[0-9]{4}-W[0-9]{2}|(?:published|updated|submitted) (?:on )?[^:]{0,20}[0-9][^:]{0,10}"
    r"|(?:\w+ ){0,3}(?:an?|one|[0-9]+)(?: \w+|[a-z]) ago(?: by .*)?"
    r"|(?:\w+ )?(?:vor|il y a|hace|há) \S+ \w+"
    r"|(?:authors?|organizations?|published|submitted|updated|sort):.*"
    r"|.*\b(?:linking|citing|including) this paper\b.*|collections? including .*"
    r"|(?:view|read|show|see|load) (?:all|more|on)\b.{0,20}|search (?:any paper.*|.*(?:\.\.\.|…))"
    r"|.*['\u2019]s (?:avatar|logo|profile picture)|(?:avatar|logo) of .*|(?:https?://|www\.|@|arxiv:|huggingface\.co)\S*",
    re.IGNORECASE,
)
_PARTS = re.compile(r" ?[•·] ?")
_TOKENS = re.compile(r"(?P<number>\d+[km]?(?![0-9a-z]))|\d*[^\W\d_]+", re.IGNORECASE)
_COUNTED = re.compile(r"[\W_]*\d[\d.,]*[km]?\+?[ .]", re.IGNORECASE)


def has_label(text: str) -> bool:
    """Return whether a text, or a part of it between dots, is a button, a count, a date or only signs."""
    return any(map(_is_label, _PARTS.split(text.strip(" •·"))))


def _is_label(text: str) -> bool:
    """Return whether a text is a label.

    A number and few words in lower case are a count or a date: “3 days ago”, “27 de enero”, “12 位作者”; a single word
    after a number may be capitalised: “12 Autoren”.
    """
    tokens = list(_TOKENS.finditer(text))
    words = [token[0] for token in tokens if not token["number"]]
    numbers = len(tokens) - len(words)
    if not words or " ".join(words).casefold() in _KNOWN or _LABEL.fullmatch(text):
        return True
    counts = all(word == word.lower() for word in words) or (len(words) == 1 and _COUNTED.match(text) is not None)
    return numbers > 0 and len(words) <= numbers + 1 and counts
