/**
 * What a reader follows, and which papers match: a topic, an author, or words.
 *
 * Words match as the keywords of topics do (generator/archive/keywords.py): texts are folded and cut into runs of letters
 * and digits, and the last word of a phrase also stands in the plural. All words of a rule must stand in the paper, those
 * in quotation marks in sequence.
 */

export const KINDS = { topic: "Topics", author: "Authors", words: "Words" };
const LONGEST = 100; // characters of an author's name or of words
const TOPIC = /^[a-z0-9]+(?:-[a-z0-9]+)*$/; // TOPIC_PATTERN of generator/archive/models.py

function wordsOf(text) {
  return text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Fold a name so that accents do not matter: "Müller" and "Muller" are one. */
function nameWords(text) {
  return wordsOf(text.normalize("NFKD").replace(/\p{M}/gu, ""));
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
  const isKnown = { topic: () => TOPIC.test(value), author: () => nameWords(value).length, words: () => phrasesOf(value).length };
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
    const wanted = nameWords(value);
    return ({ authors = [] }) => authors.some((author) => holds(nameWords(author), wanted));
  }
  const phrases = phrasesOf(value);
  return (paper) => {
    const words = [paper.title, paper.summary, ...(paper.keywords ?? [])].map((text) => wordsOf(text ?? ""));
    return phrases.every((phrase) => words.some((text) => text.some((_, at) => stands(phrase, text, at))));
  };
}

/** Say whether a name has all the words: "Ada Example" stands for "Ada B. Example". */
function holds(words, wanted) {
  return wanted.every((word) => words.includes(word));
}

/** Say whether a phrase stands in a text at a word of it. */
function stands(phrase, text, at) {
  const last = phrase.length - 1;
  return phrase.every((word, place) => (place === last ? isForm(text[at + place], word) : text[at + place] === word));
}

/** Say whether a word is another one or a plural of it. */
function isForm(word, singular) {
  if (word === undefined) return false;
  return word === singular || word === `${singular}s` || word === `${singular}es` || (singular.endsWith("y") && word === `${singular.slice(0, -1)}ies`);
}
