/**
 * Selecting papers of any list: "Select" adds a checkbox to each paper of the page, and takes them away again.
 */
import { loadStyles, paperOf } from "./library-save.js";
import { Selection } from "./library-select.js";
import { keyOf } from "./library-stars.js";

let selection;
let opener;
let known; // keys of papers that have a box
const later = new MutationObserver(() => addBoxes()); // more results of a search

/** Start selecting, or end it. */
export function pick(button) {
  opener = button;
  if (selection) end();
  else start();
}

document.addEventListener("search-results", () => selection && end()); // other papers are found

function start() {
  loadStyles();
  selection = new Selection({ name: location.pathname.split("/").filter(Boolean).slice(-2).join("-") || "papers" });
  known = new Set();
  addBoxes();
  const article = document.querySelector("article");
  article.append(selection.bar);
  later.observe(article, { childList: true, subtree: true });
  opener.textContent = "Done";
}

function addBoxes() {
  for (const link of document.querySelectorAll(".papers .paper > a, .rows li > a")) {
    if (link.closest(".rail")) continue; // links there may lead to cards of the same page
    const item = link.closest("li");
    const key = keyOf(link.pathname);
    if (known.has(key)) continue;
    known.add(key);
    item.classList.add("choosing");
    item.prepend(selection.box(paperOf(item, key)));
  }
}

function end() {
  later.disconnect();
  for (const item of document.querySelectorAll(".choosing")) {
    item.classList.remove("choosing");
    item.querySelector(".choose").remove();
  }
  selection.bar.remove();
  selection = undefined;
  opener.textContent = "Select";
}
