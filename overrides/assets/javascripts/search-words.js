/**
 * Tokenizing: how texts and queries become the terms of the search index. The rules are those of words.py in
 * generator/publish/search/ and of generator/stems.py, which explain them; a test compares the two.
 */

const HIDDEN = /[\u00ad\u02b9-\u02bf\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+/gu;
const ACCENTS = /[\u0300-\u036f]+/gu;
const LETTERS = new Map(
  Object.entries({
    ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ħ: "h", ŧ: "t", ŋ: "n", ƀ: "b", ɓ: "b", ɖ: "d", ɗ: "d",
    ɠ: "g", ƙ: "k", ƴ: "y", ɛ: "e", ɔ: "o", ɨ: "i", ʉ: "u", ς: "σ", "∇": "nabla",
  }),
);
const TAKEN_APART = new RegExp(`[${[...LETTERS.keys()].join("")}]`, "gu");
const GREEK = /(?<![α-ω])[α-ω](?![α-ω])/gu;
const NAMES = new Map(
  [
    ..."α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ο omicron"
      .concat(" π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega")
      .matchAll(/(\S+) (\S+)/g),
  ].map(([, letter, name]) => [letter, name]),
);
const SIGNS = [
  [/(?<![a-z0-9])([a-z])\+\+/gu, "$1pp "],
  [/(?<=[a-z0-9])\+\+/gu, "-pp "],
  [/(?<![a-z0-9])([a-z])#(?![a-z0-9])/gu, "$1sharp"],
  [/(?<![a-z0-9*])([a-z])\*(?![a-z0-9*])/gu, "$1star"],
  [/(?<![a-z0-9])\.net(?![a-z0-9])/gu, "dotnet"],
  [/(?<=[0-9])×/gu, "x"],
];

const ALONE = "\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
const KOREAN = "\\u1100-\\u11ff\\u3131-\\u318e\\uac00-\\ud7a3";
const RUN = `[0-9]{4}\\.[0-9]{1,8}|[${ALONE}]|[${KOREAN}]+|(?:(?![${ALONE}${KOREAN}])[\\p{L}\\p{N}])+`;
export const WORD = new RegExp(RUN, "gu");
const JOINED = new RegExp(`[0-9]{4}\\.[0-9]{1,8}|(${RUN})[-\\u2010\\u2013\\u2212_^{}.&'\\u2019$]{1,3}(?=(${RUN}))`, "gu");
const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };
const UMLAUT = /[äöüøå]/gu;
const NUMBERED = /([A-Z][A-Za-z]*) (?=[vV]?[0-9])/g;

const BEGINNING = /^.{1,40}/u; // of a word: only these letters count

// British and American spelling.
const SPELLINGS = [
  [/(?<=[a-z]{3})iz(?=[aei]|$)/gu, "is"],
  [/lyz(?=[aei]|$)/gu, "lys"],
  [/(col|behavi|neighb|fav|flav|lab|hon|hum|rum|vap|arm|harb|vig|od|tum|endeav|sav|rig|cand)ou(?=r|$)/gu, "$1o"],
  [/(cent|fib|theat|lit|met|calib|spect|lust)re(?=s?$)/gu, "$1er"],
  [/(cent|fib)red$/gu, "$1ered"],
  [/(mode|labe|trave|cance|tunne|signa|channe|fue|leve|marsha|counse|pane|funne|unrave)ll(?=[ei]|$)/gu, "$1l"],
  [/(fulfi|enro|insta|disti|insti)ll(?=s?$|ment)/gu, "$1l"],
  [/^(ski|wi)llful/gu, "$1lful"],
  [/^sulph/gu, "sulf"],
  [/^mould/gu, "mold"],
  [/^plough/gu, "plow"],
  [/(catal|dial|anal|monol|homol|prol|epil)ogu(?:e|(?=i)|$)/gu, "$1og"],
  [/^(def|off|lic|pret)enc(?=[ei]|$)/gu, "$1ens"],
  [/^practis/gu, "practic"],
  [/^grey/gu, "gray"],
  [/^artefact/gu, "artifact"],
  [/^programme(?=s?$)/gu, "program"],
  [/^aluminium/gu, "aluminum"],
  [/^ageing$/gu, "aging"],
  [/^sceptic/gu, "skeptic"],
  [/^manoeuvre/gu, "maneuver"],
  [/(judg|acknowledg)ement/gu, "$1ment"],
  [/^focuss(?=[ei])/gu, "focus"],
  [/^haem(?=[aeo])/gu, "hem"],
  [/(an|leuk|isch|glyc|lip|septic|ur|tox)aem(?=i|$)/gu, "$1em"],
  [/(encyclop|orthop|^p)aed/gu, "$1ed"],
  [/^anaesth/gu, "anesth"],
  [/^oe(?=soph|strog)/gu, "e"],
  [/^foet/gu, "fet"],
];
const TWO_WAYS = new RegExp(SPELLINGS.map(([{ source }]) => source).join("|"), "u");

// Plurals: the first matching rule applies.
const PLURALS = [
  [/^(bias|lens|gas|atlas|canvas|alias|iris)(?:es)?$/u, "$1"],
  [/^(quiz|whiz)zes$/u, "$1"],
  [
    /^(.*(?:vir|stat|camp|bon|foc|cens|consens|octop|apparat|surpl|corp|radi|stimul|calcul|modul)|b|pl|gen|nex)uses$/u,
    "$1us",
  ],
  [/^(movie|cookie|selfie|zombie|calorie|rookie|hoodie|smoothie|genie|newbie|hippie|junkie|brownie)s?$/u, "$1"],
  [/^(.{2,})ies$/u, "$1y"],
  [/^(.*(?:ind|vert|vort|simpl|cort|cod))ices$/u, "$1ex"],
  [/^(.*(?:matr|append|hel|directr))ices$/u, "$1ix"],
  [
    /^(.*(?:naly|taly|raly|ialy|roly|nthe|othe|sthe|tithe|gno|psycho|neuro|empha|gene|symbio|mito|meio|sclero))ses?$/u,
    "$1sis",
  ],
  [/^(the|cri|oa)ses$/u, "$1sis"],
  [/^(ax)es$/u, "$1is"],
  [/^(.*corp)ora$/u, "$1us"],
  [/^(.*(?:stimul|nucle|radi|calcul|modul|hippocamp|thalam)|foc|loc|alumn|fung|cact)i$/u, "$1us"],
  [/^(.*(?:spectr|optim|maxim|minim|equilibri|curricul|bacteri|symposi|continu)|moment|quant|strat)a$/u, "$1um"],
  [/^(criteri|phenomen|automat|polyhedr)a$/u, "$1on"],
  [/^(formul|antenn|vertebr|larv|alg)ae$/u, "$1a"],
  [/^(schem|lemm|stigm)ata$/u, "$1a"],
  [/^(hal|shel|wol|sel|thie|cal)ves$/u, "$1f"],
  [/^(kni)ves$/u, "$1fe"],
  [/^(her|ech|potat|tomat|mosquit|volcan|tornad|zer|embarg)oes$/u, "$1o"],
  [/^(?!pl|th|[bcgkt]h?r)([b-df-hj-np-tv-xz]{2,}[iu])s$/u, "$1"],
  [/^(ai|ui|api|gui|imu|ipu|agi|roi|poi|menu|emu|emoji|wiki|taxi|safari|tsunami)s$/u, "$1"],
  [/^(.+(?:ss|x|ch|sh|zz))es?$/u, "$1"],
  [/^(.{2,}[^sui])s$/u, "$1"],
];
const MAY_BE_PLURAL = /[seia]$/u;
const IRREGULAR = new Map(
  Object.entries({
    children: "child", feet: "foot", men: "man", mice: "mouse", teeth: "tooth", women: "woman", zeroshot: "0shot", oneshot: "1shot",
  }),
);

/** Return the words of a text in order: runs of letters and digits, ignoring case, accents and width. */
export function wordsOf(text) {
  return folded(text).match(WORD) ?? [];
}

/** Return compounds: two words with a hyphen or similar sign between them, or a name and a number after a space. */
export function joinedOf(text) {
  const pairs = [...folded(text.replace(NUMBERED, "$1-")).matchAll(JOINED)];
  return pairs.filter(([, first]) => first).map(([, first, second]) => first + second);
}

/** Return the words with an umlaut in their spelling without it: Schoelkopf. */
export function withoutUmlauts(text) {
  const words = text.replace(HIDDEN, "").normalize("NFC").toLowerCase().match(WORD) ?? [];
  const written = words.map((word) => word.replace(UMLAUT, (letter) => UMLAUTS[letter]));
  return wordsOf(written.filter((word, at) => word !== words[at]).join(" "));
}

/** Return the terms of a text in order: the stems of its words. */
export function termsOf(text) {
  return wordsOf(text).map(stem);
}

/** Return the stem of a word: the same for its plural and its other spelling. */
export function stem(whole) {
  let [word] = BEGINNING.exec(whole);
  word = IRREGULAR.get(word) ?? word;
  if (TWO_WAYS.test(word)) {
    for (const [pattern, spelled] of SPELLINGS) word = word.replace(pattern, spelled);
  }
  const [pattern, one] = (MAY_BE_PLURAL.test(word) && PLURALS.find(([many]) => many.test(word))) || [];
  return pattern ? word.replace(pattern, one) : word;
}

function folded(text) {
  const bare = text.replace(HIDDEN, "").normalize("NFKD").replace(ACCENTS, "");
  const plain = bare.toUpperCase().toLowerCase().replace(TAKEN_APART, (letter) => LETTERS.get(letter));
  const named = plain.replace(GREEK, (letter) => NAMES.get(letter)).normalize("NFC");
  return SIGNS.reduce((signed, [sign, written]) => signed.replace(sign, written), named);
}
