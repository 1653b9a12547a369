/** The cards of the results, which look like those of all lists (publish/templates/pages/cards.html). */

import { addStar } from "./library-stars.js";
import { element, marked } from "./search-client.js";

const MOST_CHIPS = 3;

/** Return a card. `topics` maps the names of topics to their options in the form; addresses are below the root. */
export function card({ address, title, upvotes, facts, excerpt, topics, suggested }, options, root) {
  const link = element("a", { className: "search-title", href: new URL(address, root).href }, title);
  const made = element("li", {}, element("h2", { className: "paper" }, link));
  const line = [...(upvotes ? [votes(upvotes), " "] : []), facts];
  if (upvotes || facts) made.append(element("p", { className: "facts" }, ...line));
  if (excerpt.length) made.append(element("p", { className: "summary search-excerpt" }, ...marked(excerpt)));
  if (topics.length) {
    const chips = topics.slice(0, MOST_CHIPS).map((name) => chip(name, options.get(name), root));
    const spaced = chips.flatMap((one, at) => (at ? [" ", one] : [one]));
    const said = suggested ? [element("i", {}, "Suggested:"), " "] : [];
    made.append(element("p", { className: suggested ? "topics suggested" : "topics" }, ...said, ...spaced));
  }
  addStar(link);
  return made;
}

function votes(number) {
  return element("b", {}, number.toLocaleString("en"), element("i", {}, number === 1 ? " upvote" : " upvotes"));
}

function chip(name, option, root) {
  const group = option?.parentElement.dataset.group;
  const properties = { href: new URL(`topics/${name}/`, root).href, ...(group ? { className: `g${group}` } : {}) };
  return element("a", properties, option?.text ?? name);
}
