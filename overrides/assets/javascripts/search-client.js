/**
 * What both search fields share: asking the index, saying what it found, and making elements.
 *
 * Results come from search-index.js as text, and are inserted as text, never as HTML.
 */

const FAILED = "The search could not be loaded. Check your connection and try again.";
const TOO_OLD = "This browser is too old to search here: update it, or browse by day or by topic.";
const MODULES = ["excerpt", "question", "ranking", "segments", "typos", "words"]; // what search-index.js imports

let opening;

/** Return the address of the site's root: both forms lead to <root>search/. */
export function rootOf(form) {
  return new URL("../", form.action);
}

/** Open the index of the site that a search form belongs to: once, and again only after a failure. */
export function openIndex(form) {
  for (const name of MODULES) import(`./search-${name}.js`).catch(() => {}); // loads them in parallel
  // An old browser cannot read all of the regular expressions.
  opening ??= import("./search-index.js").then(
    (module) => module.openIndex(rootOf(form)),
    (error) => Promise.reject(error instanceof SyntaxError ? new TooOld(error.message) : error),
  );
  opening.catch(() => (opening = undefined));
  return opening;
}

class TooOld extends Error {}

/** Return the index's answer, or `{ problem }` if there is none: what to tell the reader. */
export async function ask(form, question, attempts = 2) {
  if (typeof DecompressionStream === "undefined") return { problem: TOO_OLD };
  try {
    return await (await openIndex(form)).search(...question);
  } catch (error) {
    if (error instanceof TooOld) return { problem: TOO_OLD };
    // The site may have been redeployed since this page was loaded: try once more with the current index.
    opening = undefined;
    if (attempts > 1) return ask(form, question, attempts - 1);
    console.error(error);
    return { problem: FAILED };
  }
}

/** Return how many papers are the answer: those with all words or, if there are none, those with some. */
export function foundBy({ total, complete }) {
  return complete || total;
}

/** Return the number of papers in words. */
export function papersFound({ total, complete, more }) {
  if (more) return total ? `${counted(total)} so far` : "None in the most likely papers so far.";
  if (!total) return "No papers found. Try fewer or different words.";
  return complete ? counted(complete) : `No paper has all the words. ${counted(total)} ${total === 1 ? "has" : "have"} some:`;
}

export function counted(papers) {
  return papers === 1 ? "1 paper" : `${papers.toLocaleString("en")} papers`;
}

/** Return a new element. Its properties include attributes, such as `role` and `aria-label`; children are elements or text. */
export function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && !key.startsWith("aria") && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Return the pieces of an excerpt, with the words of the query marked. */
export function marked(excerpt) {
  return excerpt.map(({ text, marked }) => (marked ? element("mark", {}, text) : text));
}

const PAUSE = 150; // milliseconds without a keystroke before a search starts

export function debounce(task) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, PAUSE);
  };
}
