"""Stemming: maps singular and plural, and British and American spelling, to one form.

`overrides/assets/javascripts/search-words.js` has the same rules in the same order; a browser test compares them. The
rules cover only number and spelling: a full stemmer would also conflate different words, and would cut off words that
are still being typed.
"""

import re
from collections.abc import Iterable

_LONGEST = 40  # letters of a word that count

# British and American spelling. If possible, a rule also works for a word that is not completely typed.
_SPELLINGS = (
    (r"(?<=[a-z]{3})iz(?=[aei]|$)", "is"),
    (r"lyz(?=[aei]|$)", "lys"),
    (r"(col|behavi|neighb|fav|flav|lab|hon|hum|rum|vap|arm|harb|vig|od|tum|endeav|sav|rig|cand)ou(?=r|$)", r"\1o"),
    (r"(cent|fib|theat|lit|met|calib|spect|lust)re(?=s?$)", r"\1er"),
    (r"(cent|fib)red$", r"\1ered"),
    (r"(mode|labe|trave|cance|tunne|signa|channe|fue|leve|marsha|counse|pane|funne|unrave)ll(?=[ei]|$)", r"\1l"),
    (r"(fulfi|enro|insta|disti|insti)ll(?=s?$|ment)", r"\1l"),
    (r"^(ski|wi)llful", r"\1lful"),
    (r"^sulph", "sulf"),
    (r"^mould", "mold"),
    (r"^plough", "plow"),
    (r"(catal|dial|anal|monol|homol|prol|epil)ogu(?:e|(?=i)|$)", r"\1og"),
    (r"^(def|off|lic|pret)enc(?=[ei]|$)", r"\1ens"),
    (r"^practis", "practic"),
    (r"^grey", "gray"),
    (r"^artefact", "artifact"),
    (r"^programme(?=s?$)", "program"),
    (r"^aluminium", "aluminum"),
    (r"^ageing$", "aging"),
    (r"^sceptic", "skeptic"),
    (r"^manoeuvre", "maneuver"),
    (r"(judg|acknowledg)ement", r"\1ment"),
    (r"^focuss(?=[ei])", "focus"),
    (r"^haem(?=[aeo])", "hem"),
    (r"(an|leuk|isch|glyc|lip|septic|ur|tox)aem(?=i|$)", r"\1em"),
    (r"(encyclop|orthop|^p)aed", r"\1ed"),
    (r"^anaesth", "anesth"),
    (r"^oe(?=soph|strog)", "e"),
    (r"^foet", "fet"),
)

# Plurals: the first matching rule applies. `bias` and `lens` look like plurals, and are common in this field.
_PLURALS = (
    (r"^(bias|lens|gas|atlas|canvas|alias|iris)(?:es)?$", r"\1"),
    (r"^(quiz|whiz)zes$", r"\1"),
    (
        r"^(.*(?:vir|stat|camp|bon|foc|cens|consens|octop|apparat|surpl|corp|radi|stimul|calcul|modul)|b|pl|gen|nex)uses$",
        r"\1us",
    ),
    (r"^(movie|cookie|selfie|zombie|calorie|rookie|hoodie|smoothie|genie|newbie|hippie|junkie|brownie)s?$", r"\1"),
    (r"^(.{2,})ies$", r"\1y"),
    (r"^(.*(?:ind|vert|vort|simpl|cort|cod))ices$", r"\1ex"),
    (r"^(.*(?:matr|append|hel|directr))ices$", r"\1ix"),
    (
        r"^(.*(?:naly|taly|raly|ialy|roly|nthe|othe|sthe|tithe|gno|psycho|neuro|empha|gene|symbio|mito|meio|sclero))ses?$",
        r"\1sis",
    ),
    (r"^(the|cri|oa)ses$", r"\1sis"),
    (r"^(ax)es$", r"\1is"),
    (r"^(.*corp)ora$", r"\1us"),
    (r"^(.*(?:stimul|nucle|radi|calcul|modul|hippocamp|thalam)|foc|loc|alumn|fung|cact)i$", r"\1us"),
    (r"^(.*(?:spectr|optim|maxim|minim|equilibri|curricul|bacteri|symposi|continu)|moment|quant|strat)a$", r"\1um"),
    (r"^(criteri|phenomen|automat|polyhedr)a$", r"\1on"),
    (r"^(formul|antenn|vertebr|larv|alg)ae$", r"\1a"),
    (r"^(schem|lemm|stigm)ata$", r"\1a"),
    (r"^(hal|shel|wol|sel|thie|cal)ves$", r"\1f"),
    (r"^(kni)ves$", r"\1fe"),
    (r"^(her|ech|potat|tomat|mosquit|volcan|tornad|zer|embarg)oes$", r"\1o"),
    (r"^(?!pl|th|[bcgkt]h?r)([b-df-hj-np-tv-xz]{2,}[iu])s$", r"\1"),  # unpronounceable, so an acronym: GPUs, KPIs
    (r"^(ai|ui|api|gui|imu|ipu|agi|roi|poi|menu|emu|emoji|wiki|taxi|safari|tsunami)s$", r"\1"),
    (r"^(.+(?:ss|x|ch|sh|zz))es?$", r"\1"),
    (r"^(.{2,}[^sui])s$", r"\1"),
)

_IRREGULAR = {
    "children": "child",
    "feet": "foot",
    "men": "man",
    "mice": "mouse",
    "teeth": "tooth",
    "women": "woman",
    "zeroshot": "0shot",
    "oneshot": "1shot",
}

_SPELLED = [(re.compile(pattern), spelled) for pattern, spelled in _SPELLINGS]
_MANY = [(re.compile(pattern), one) for pattern, one in _PLURALS]
_REGULAR = _MANY[-1:]

# Most words match no rule, and one combined expression finds that out faster than all rules separately.
_MAY_BE_SPELLED = re.compile(
    "iz|yz|ou|tre|bre|ll|ogu|enc|ae|oe|gement|sulph|grey|focuss|ractis|rtefact|ramme|minium|sceptic|ageing"
)


def _any_of(rules: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    return re.compile("|".join(re.sub(r"\((?!\?)", "(?:", pattern) for pattern, _ in rules))


_TWO_WAYS = _any_of(_SPELLINGS)
_UNLIKE_OTHERS = _any_of(_PLURALS[:-1])
_LAST_LETTERS = ("s", "e", "i", "a")  # the last letters of all plurals; the rules are skipped for other words


def stem(word: str) -> str:
    """Return the stem of a word: the same for its plural and its other spelling. Only its first 40 letters count."""
    word = word[:_LONGEST]
    word = _IRREGULAR.get(word, word)
    if _MAY_BE_SPELLED.search(word) and _TWO_WAYS.search(word):
        for pattern, spelled in _SPELLED:
            word = pattern.sub(spelled, word)
    if word[-1:] not in _LAST_LETTERS:
        return word
    for pattern, one in _MANY if _UNLIKE_OTHERS.search(word) else _REGULAR:
        if pattern.search(word):
            return pattern.sub(one, word)
    return word
