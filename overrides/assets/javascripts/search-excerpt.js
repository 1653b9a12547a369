/** Excerpts: the sentence of a paper that matches most of a query. */

import { joinedOf, stem, termsOf, withoutUmlauts } from "./search-words.js";

const EXCERPT_WORDS = 32;
const LEADING_WORDS = 4; // before the first match
const PHRASE = 16; // words that a phrase counts as

// The end of a sentence, and below a run of letters and digits as written, which may contain several words.
const SENTENCE = /(?<=[.!?]["”)]?)\s+(?=["“(]?[\p{Lu}\p{N}])/u;
const RUN = /([\p{L}\p{M}\p{N}\p{Cf}]+(?:\.\p{N}+)*)/u;

/** Return whether a text has the words of a phrase side by side. */
export function isIn(text, phrase) {
  const terms = termsOf(text);
  return terms.some((_, at) => phrase.every((term, place) => terms[at + place] === term));
}

/** Return a hit with the sentence that matches most of the query, or the first sentence. */
export function hitOf({ address, title, upvotes, facts, topics, suggested, authors, texts }, { words, phrases }) {
  const found = (text) => {
    const terms = [...termsOf(text), ...withoutUmlauts(text).map(stem)];
    const joined = joinedOf(text).map(stem);
    const has = ({ term, prefix }) =>
      terms.some((one) => (prefix ? one.startsWith(term) : one === term)) || joined.includes(term);
    return words.filter((word) => [word, ...(word.joined ?? [])].some(has));
  };
  const sentences = texts.flatMap((text) => text.split(SENTENCE));
  let [best, most] = [sentences[0] ?? "", 0];
  for (const sentence of [...sentences, authors]) {
    const matches = found(sentence).length + phrases.filter((phrase) => isIn(sentence, phrase)).length * PHRASE;
    if (matches > most) [best, most] = [sentence, matches];
  }
  return { address, title, upvotes, facts, topics, suggested, excerpt: excerptOf(best, (text) => found(text).length > 0) };
}

/** Return a sentence as pieces or, if it is long, the part around its first match. */
function excerptOf(sentence, found) {
  const words = sentence.split(" ");
  const first = Math.max(words.findIndex(found), 0);
  const start = Math.max(Math.min(first - LEADING_WORDS, words.length - EXCERPT_WORDS), 0);
  const end = start + EXCERPT_WORDS;
  const text = words.slice(start, end).join(" ");
  const pieces = [];
  const add = (part, marked) => {
    if (!part) return;
    if (pieces.at(-1)?.marked === marked) pieces.at(-1).text += part;
    else pieces.push({ text: part, marked });
  };
  if (start > 0) add("… ", false);
  const parts = text.split(RUN);
  const marks = marksOf(parts, found);
  parts.forEach((part, at) => add(part, marks[at]));
  if (end < words.length) add(" …", false);
  return pieces;
}

/** Return which runs and separators are marked: those that match by themselves or as a compound with the next. */
function marksOf(parts, found) {
  const marks = parts.map((part) => found(part));
  for (let at = 2; at < parts.length - 1; at += 2) {
    const both = marks[at - 1] && marks[at + 1];
    const none = !marks[at - 1] && !marks[at + 1];
    if (both) marks[at] = parts[at] === " ";
    else if (none && found(parts.slice(at - 1, at + 2).join(""))) marks.fill(true, at - 1, at + 2);
  }
  return marks;
}
