/**
 * What a star does: it saves its paper or follows its topic, or takes that back. Loaded when a star is first used.
 */
import { followFromNow } from "./library-check.js";
import { ruleOf } from "./library-rules.js";
import { removePapers, savePapers, unfollow } from "./library-store.js";

const SHOWN = 10_000; // milliseconds for which a message is shown
const LONGEST = 200; // characters of a byline

/** Save what a star stands for, or remove it if it is saved. */
export async function toggle(star) {
  try {
    const isOn = star.getAttribute("aria-pressed") === "true";
    const [kind, name] = star.value.split(":");
    if (name) await (isOn ? unfollow(star.value) : followFromNow(ruleOf(kind, name, topicTitle())));
    else await (isOn ? removePapers([star.value]) : savePapers([paperOf(star.closest("li"), star.value)]));
  } catch (error) {
    say(error.message);
  }
}

/** Return a topic's title from the heading of its page, of its most upvoted papers, or of a year's. */
function topicTitle() {
  return document.querySelector("h1").textContent.replace(/: (most upvoted|papers [^:]+)$/, "");
}

/**
 * Return what the library keeps of a paper: its key, its title and, from the facts beside it, its byline.
 * @param {HTMLLIElement | null} item - its card or row; without one, the page is the paper's own
 */
export function paperOf(item, key) {
  const title = (item ?? document).querySelector(item ? ".paper > a, :scope > a" : "h1").textContent;
  const facts = (item ?? document).querySelector(item ? ".facts, small" : ".authors")?.cloneNode(true);
  for (const part of facts?.querySelectorAll("b, .code, .organization, .Z3988") ?? []) part.remove();
  const parts = (facts?.textContent ?? "").replace(/\s+/g, " ").split(" · ").map((part) => part.trim());
  // A row of a topic's year has the day too, without the year.
  const byline = parts.filter((part) => part && !/^[\d,]+ comments?$|^\d+ [A-Z][a-z]{2}$/.test(part)).join(" · ");
  return { key, title, byline: byline.slice(0, LONGEST) };
}

/** Tell the reader why something could not be done. */
export function say(text) {
  loadStyles();
  document.querySelector(".toast")?.remove();
  const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
  toast.setAttribute("role", "alert");
  document.body.append(toast);
  setTimeout(() => toast.remove(), SHOWN);
}

/** Load the styles that only readers who use the library need. */
export function loadStyles() {
  const href = String(new URL("../stylesheets/library.css", import.meta.url));
  if (document.querySelector("link[href$='/library.css']")) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}
