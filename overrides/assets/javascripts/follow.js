/**
 * "Follow this search": the address of the form that asks for a feed. Its fields are those of
 * .github/ISSUE_TEMPLATE/follow.yml, and what they hold is only text for a person to read and change.
 */

const LONGEST = 8000; // characters of an address that every server should support (RFC 9110, section 4.1)
const LONGEST_TITLE = 80;

/**
 * Return the address of the form for a search, or undefined if the search has nothing that a feed could follow.
 *
 * `repository` is the address of the repository; `text` is what was typed, `author` a full name, `topic` a topic's name.
 * A phrase in quotes is a line of its own, and so are the other words together.
 */
export function followAddress(repository, { text = "", author = "", topic = "" }) {
  const words = linesOf(text);
  if (!repository || !(words.length || author.trim() || topic)) return undefined;
  const title = [...words, author.trim(), topic].filter(Boolean).join(", ");
  const short = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1).trimEnd()}…` : title;
  const fields = { template: "follow.yml", title: `Follow: ${short}`, feed: short, authors: author.trim(), topics: topic, words: words.join("\n") };
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value).map(([name, value]) => [name, value.toWellFormed?.() ?? value]));
  while (`${repository}/issues/new?${query}`.length > LONGEST) query.delete([...query.keys()].at(-1));
  return `${repository}/issues/new?${query}`;
}

/** Return the phrases in quotes of a search, and its other words as one more. */
function linesOf(text) {
  const phrases = [...text.matchAll(/["\u201c\u201d]([^"\u201c\u201d]*)["\u201c\u201d]/gu)].map((match) => match[1]);
  const rest = text.replaceAll(/["\u201c\u201d][^"\u201c\u201d]*["\u201c\u201d]/gu, " ").replaceAll(/["\u201c\u201d]/gu, " ");
  return [...phrases, rest].map((line) => line.split(/\s+/u).filter(Boolean).join(" ")).filter((line) => /[\p{L}\p{N}]/u.test(line));
}
