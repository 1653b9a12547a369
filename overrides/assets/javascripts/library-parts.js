/**
 * Parts that several views of the library have.
 */
import { element } from "./cite.js";

export function button(text, action, properties = {}) {
  const made = element("button", { type: "button", ...properties }, text);
  made.addEventListener("click", action);
  return made;
}

/** Return what is said where a view has nothing to show, with links that lead on. */
export function emptyNote(title, text, ...links) {
  const parts = [[element("b", {}, title)], [text], links].filter(({ length }) => length);
  return element("div", { className: "library-empty" }, ...parts.map((part) => element("p", {}, ...part)));
}

export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

export function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
