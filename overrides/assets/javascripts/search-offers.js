/** What the words of a query name: topics and a month. They have pages of their own. */

import { element } from "./search-client.js";
import { stem, wordsOf } from "./search-words.js";

const MOST = 3; // topics
const LEAST_LETTERS = 4; // of a query that begins a topic's title
const MONTHS = "january february march april may june july august september october november december".split(" ");

/**
 * Return the topics that the words name, the longest names first, and those whose title the words begin.
 * @param {HTMLOptionElement[]} options - the topics: value, text, former names
 */
export function topicsNamed(words, options) {
  const query = termsOf(words).join(" ");
  if (!query) return [];
  const named = [];
  for (const option of options) {
    const names = [option.text, option.value, ...(option.dataset.was ?? "").split(" ")].map((name) => termsOf(name).join(" "));
    const said = names.filter((name) => name && ` ${query} `.includes(` ${name} `));
    const begun = query.length >= LEAST_LETTERS && names[0].startsWith(query);
    if (said.length || begun) named.push({ option, length: Math.max(0, ...said.map((name) => name.length)) });
  }
  const papers = ({ option }) => Number(option.dataset.papers);
  return named
    .filter((one) => papers(one))
    .sort((a, b) => b.length - a.length || papers(b) - papers(a))
    .slice(0, MOST)
    .map(({ option }) => option);
}

/** Return the month that the words name, such as 2024-03 for "March 2024", or an empty text. */
export function monthNamed(words) {
  const written = /(?:^|\s)([12]\d{3})-(0[1-9]|1[0-2])(?:-\d\d)?(?=$|\s)/.exec(words);
  if (written) return `${written[1]}-${written[2]}`;
  const spoken = wordsOf(words);
  const year = spoken.find((word) => /^[12]\d{3}$/.test(word));
  const month = spoken.map((word) => MONTHS.findIndex((name) => word.length > 2 && name.startsWith(word))).find((at) => at >= 0);
  return year && month !== undefined ? `${year}-${String(month + 1).padStart(2, "0")}` : "";
}

/** Return an item of the list of offers: a link, with the number of papers if it is known. */
export function offer(kind, text, href, papers = 0) {
  const said = element("span", { className: "said" }, papers === 1 ? " paper" : " papers");
  const number = papers ? [" ", element("small", {}, papers.toLocaleString("en"), said)] : [];
  const arrow = element("span", { "aria-hidden": "true" }, "→ ");
  return element("li", {}, arrow, `${kind}: `, element("a", { href }, text), ...number);
}

function termsOf(text) {
  return wordsOf(text).map(stem);
}
