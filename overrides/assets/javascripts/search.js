/**
 * Search: suggestions below the field in every page's header. The search page has a script of its own, search-page.js,
 * which shell.js loads there.
 *
 * Without this file both forms still submit `q` to the search page.
 */
import { summary } from "./library-stars.js";
import { ask, debounce, element, foundBy, marked, openIndex, papersFound, rootOf } from "./search-client.js";

const MOST_SUGGESTIONS = 8;

/** Suggestions in the header: a combobox whose options are links. */
class HeaderSearch {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.status = element("p", { className: "site-search-status", role: "status" });
    this.list = element("div", { className: "site-search-hits", id: "site-search-hits", role: "listbox" });
    this.list.setAttribute("aria-label", "Suggestions");
    this.panel = element("div", { className: "site-search-panel", hidden: true }, this.status, this.list);
    form.append(this.panel);
    this.input.autocomplete = "off";
    const states = { "aria-keyshortcuts": "/", "aria-autocomplete": "list", "aria-expanded": "false" };
    const attributes = { type: "text", inputmode: "search", role: "combobox", ...states }; // one of type=search is no combobox (ARIA in HTML)
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-controls", this.list.id);
    this.listen();
  }

  listen() {
    const suggest = debounce(() => this.suggest());
    this.input.addEventListener("focus", () => this.begin());
    this.input.addEventListener("input", () => {
      this.select(undefined);
      this.toggle(this.words !== "");
      openIndex(this.form).catch(() => {}); // suggest() shows the error
      suggest();
    });
    this.form.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.toggle(false);
    });
    // After Back, a browser may restore the page with open suggestions.
    addEventListener("pageshow", (event) => event.persisted && this.toggle(false));
    // Clicking in the panel must not move the focus: that would close the panel before the click ends.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get words() {
    return this.input.value.trim();
  }

  begin() {
    openIndex(this.form).catch(() => {});
    if (!this.words) return;
    this.toggle(true);
    this.suggest();
  }

  toggle(open) {
    this.panel.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.select(undefined);
  }

  /** Show suggestions for the words, unless the words have changed when the answer arrives. */
  async suggest() {
    const words = this.words;
    if (!words) return this.show("", []);
    if (!this.list.hasChildNodes()) this.status.textContent = "Searching…";
    const answer = await ask(this.form, [words, {}, MOST_SUGGESTIONS]);
    if (words !== this.words) return;
    if (answer.problem) return this.show(answer.problem, []);
    const { hits, instead, corrected, more } = answer;
    const found = foundBy(answer);
    const links = hits.slice(0, found).map((hit) => this.suggestion(hit));
    if (instead && !corrected) links.unshift(this.resultsFor(instead, `Did you mean “${instead}”?`));
    if (more || found > hits.length) links.push(this.resultsFor(words, allResults(found, more)));
    this.show(`${corrected ? `Results for “${instead}”: ` : ""}${papersFound(answer)}`, links);
  }

  suggestion({ address, title, upvotes, facts, excerpt }) {
    const votes = upvotes ? `${upvotes.toLocaleString("en")} ${upvotes === 1 ? "upvote" : "upvotes"}` : "";
    const line = [votes, facts].filter(Boolean).join(" · ");
    const link = element("a", { href: new URL(address, rootOf(this.form)).href });
    link.append(element("span", { className: "search-title" }, title));
    if (line) link.append(element("span", { className: "search-facts" }, line));
    if (excerpt.length) link.append(element("span", { className: "search-excerpt" }, ...marked(excerpt)));
    return link;
  }

  resultsFor(words, text) {
    const address = new URL(this.form.action);
    address.searchParams.set("q", words);
    return element("a", { className: "site-search-all", href: address.href }, text);
  }

  show(status, links) {
    this.select(undefined);
    links.forEach((link, at) => {
      Object.assign(link, { id: `site-search-hit-${at}`, tabIndex: -1 });
      link.setAttribute("role", "option");
    });
    this.status.textContent = status;
    this.list.replaceChildren(...links);
    this.panel.scrollTop = 0;
  }

  press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isInField = event.target === this.input;
    if (event.key === "Tab") return this.toggle(false); // the focus goes on, and the suggestions are not in its way
    if (step && this.words && isInField) {
      if (this.panel.hidden) this.toggle(true);
      else this.move(step);
    } else if (event.key === "Enter" && this.selected && isInField) this.selected.click();
    else if (event.key === "Escape" && !this.panel.hidden) {
      this.input.focus(); // wherever it is within the form; the field's own focus opens nothing that is closed here
      this.toggle(false);
    } else return;
    event.preventDefault();
  }

  /** Select the next suggestion. Between the last and the first, none is selected and the field is active. */
  move(step) {
    const links = [...this.list.children];
    const places = links.length + 1;
    const next = (links.indexOf(this.selected) + 1 + step + places) % places;
    this.select(links[next - 1]);
  }

  select(link) {
    if (this.selected) this.selected.setAttribute("aria-selected", "false");
    this.selected = link;
    if (!link) return this.input.removeAttribute("aria-activedescendant");
    link.setAttribute("aria-selected", "true");
    link.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", link.id);
  }
}

function allResults(found, more) {
  return more ? "All results" : `All ${found.toLocaleString("en")} results`;
}

/** Focus the field when `/` is pressed, unless the reader is typing or has switched single keys off (WCAG 2.2, 2.1.4). */
function focusBySlash(field) {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || summary().keys === false) return;
    event.preventDefault();
    field.select();
    field.focus();
  });
}

const header = document.getElementById("site-search");
if (header) focusBySlash(new HeaderSearch(header).input);
