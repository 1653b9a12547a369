/** Parsing: what a query asks for. */

import { joinedOf, stem, termsOf, WORD, wordsOf } from "./search-words.js";

const MOST_WORDS = 16; // words of a query; later ones are ignored
const FEW_WORDS = 3; // in a query of up to so many words, any two neighbours may be a compound
const ADDRESS =
  /[^\s"“”]*?(?:(?<![0-9])([0-9]{4}\.[0-9]{4,5})(?![0-9])|(?<![a-z-])([a-z-]+(?:\.[A-Z]{2})?\/[0-9]{7})(?![0-9]))[^\s"“”]*/g;
// Words of a sentence more than of its subject: a paper may lack them. They only weigh by their place.
const LITTLE = new Set(
  ("a an and are as at be by can could do does for from has have how in into is it its me my of on or should that the " +
    "their there these this those to was we were what when where which who why will with would you your")
    .split(" ")
    .map(stem),
);
const NUMBER = /^v?[0-9]/; // such as a version

/** Return the parsed query. Words in quotes are required, side by side; the last word may be a prefix. */
export function questionOf(query, { topic, author, from = "", to = "", sort = "best" }) {
  const phrases = [];
  const loose = withoutAddresses(query).replace(/["“”]([^"“”]*)["“”]/g, (_, quoted) => {
    phrases.push(termsOf(quoted));
    return " ";
  });
  const words = new Map(phrases.flat().map((term) => [term, { term, required: true }]));
  const typed = wordsOf(loose);
  const last = /[\p{L}\p{M}\p{N}]$/u.test(loose) ? typed.length - 1 : -1;
  const pairs = pairsOf(typed, loose, last);
  typed.map(stem).forEach((term, at) => {
    const { required, joined = [] } = words.get(term) ?? {};
    const also = [...joined, ...pairs.slice(Math.max(at - 1, 0), at + 1).filter(Boolean)];
    if (!required) words.set(term, { term, prefix: at === last, required: false, joined: also });
  });
  const first = [...words.values()].slice(0, MOST_WORDS);
  const isLittle = ({ term, required }) => !required && LITTLE.has(term);
  const all = first.every(isLittle); // then they are what is asked for
  return {
    query,
    names: wordsOf(query),
    words: first.map((word) => ({ ...word, little: !all && isLittle(word) })),
    phrases: phrases.filter((phrase) => phrase.length > 1),
    filters: [
      ...(topic ? [`#${topic}`] : []),
      ...(author ? [authorTerm(author)] : []),
    ],
    from,
    to,
    sort,
  };
}

/** Return the term for an author's papers. */
export function authorTerm(name) {
  return `&${wordsOf(name).join(" ")}`;
}

/** Return the query with each address of a paper replaced by its arXiv id. */
function withoutAddresses(query) {
  return query.replace(ADDRESS, (_, id, old) => id ?? old);
}

/** Return for each word but the last its possible compound with the next: Web Arena, GPT-4o. */
function pairsOf(words, text, last) {
  const parted = new Set(joinedOf(text));
  return words.slice(0, -1).map((word, at) => {
    const pair = word + words[at + 1];
    if (words.length > FEW_WORDS && !NUMBER.test(words[at + 1]) && !parted.has(pair)) return null;
    return { term: stem(pair), prefix: at + 1 === last };
  });
}
