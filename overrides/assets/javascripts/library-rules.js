/**
 * What a reader follows, and which papers match, as in a standing query (generator/archive/matching.py; both are tested
 * with tests/support/matching.py). All words of a rule must stand in the paper, those in quotation marks in sequence.
 */

export const KINDS = { topic: "Topics", author: "Authors", words: "Words" };
const LONGEST = 100; // characters of an author's name or of words
const TOPIC = /^[a-z0-9]+(?:-[a-z0-9]+)*$/; // TOPIC_PATTERN of generator/archive/models.py
const SUFFIX = /^(?:jr|sr|junior|senior|ii|iii|iv)\.?$|^v$|^ph\.?d\.?$/i;
const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ħ: "h", ŧ: "t", ŋ: "n", ı: "i" };

/** Fold the case of a text as Python's casefold() does: "Straße" and "STRASSE" are one, "ı" and "i" are not. */
function folded(text) {
  return text.toLowerCase().replace(/[^\0-\x7fı]/gu, (letter) => letter.toUpperCase().toLowerCase());
}

function wordsOf(text) {
  return folded(text.normalize("NFKC")).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Return "Family, Given" as "Given Family", and a suffix at the end. */
function inReadingOrder(text) {
  const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
  const at = parts.findIndex((part, place) => place && SUFFIX.test(part));
  const suffix = parts.length < 4 && at > 0 ? parts.splice(at, 1) : [];
  return parts.length > 2 ? text : [...parts.slice(1), parts[0], ...suffix].join(" ");
}

/** Return a name for comparison: its words without accents, and the initials between the first and the last of them. */
function nameOf(text) {
  const plain = folded(inReadingOrder(text).replace(/['‘’ʼ`]/g, "")).normalize("NFKD").replace(/\p{Mn}/gu, "");
  const [first, ...others] = wordsOf(plain.replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] ?? letter));
  const last = others.splice(-1);
  const initials = others.filter((word) => [...word].length === 1);
  return { words: String([first ?? [], others.filter((word) => !initials.includes(word)), last].flat()), initials: String(initials) };
}

/** Return the words and phrases of a rule, each as a list of words. */
function phrasesOf(text) {
  const phrases = [...text.matchAll(/["“”]([^"“”]*)["“”]|([^\s"“”]+)/g)].map(([, quoted, word]) => wordsOf(quoted ?? word));
  return phrases.filter(({ length }) => length);
}

/**
 * Return a rule to keep, or undefined if there is nothing in it to match.
 * @returns {{ id: string, kind: string, value: string, title: string } | undefined}
 */
export function ruleOf(kind, text, title = text) {
  if (!Object.hasOwn(KINDS, kind) || typeof text !== "string" || typeof title !== "string") return undefined;
  const value = text.slice(0, 10 * LONGEST).replace(/\s+/g, " ").trim().slice(0, LONGEST);
  const isKnown = { topic: () => TOPIC.test(value), author: () => wordsOf(value).length, words: () => phrasesOf(value).length };
  if (!isKnown[kind]()) return undefined;
  const shown = kind === "topic" ? title.replace(/\s+/g, " ").trim().slice(0, LONGEST) || value : value;
  return { id: `${kind}:${kind === "topic" ? value : value.toLowerCase()}`, kind, value, title: shown };
}

/** Return a function that says whether a paper of a day's file matches the rule. `aliases` are topics' earlier names. */
export function matcher({ kind, value }, aliases = new Map()) {
  if (kind === "topic") {
    const name = aliases.get(value) ?? value;
    return ({ topics = [] }) => topics.includes(name);
  }
  if (kind === "author") {
    const wanted = nameOf(value);
    return ({ authors = [] }) => authors.some((author) => agree(nameOf(author), wanted));
  }
  const phrases = phrasesOf(value);
  return (paper) => {
    const words = [paper.title, paper.summary, ...(paper.keywords ?? [])].map((text) => wordsOf(text ?? ""));
    return phrases.every((phrase) => words.some((text) => text.some((_, at) => stands(phrase, text, at))));
  };
}

/** Say whether two names may be one person's: an initial may be missing on either side, but two must be the same. */
function agree(one, other) {
  return one.words === other.words && (!one.initials || !other.initials || one.initials === other.initials);
}

/** Say whether a phrase stands in a text at a word of it. */
function stands(phrase, text, at) {
  const last = phrase.length - 1;
  return phrase.every((word, place) => (place === last ? isForm(text[at + place], word) : text[at + place] === word));
}

/** Say whether a word is another one or a plural of it. */
function isForm(word, singular) {
  return ["", "s", "es"].some((ending) => word === singular + ending) || (singular.endsWith("y") && word === `${singular.slice(0, -1)}ies`);
}
