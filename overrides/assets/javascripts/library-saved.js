/**
 * The saved papers: status, tags and a private note of each; filters and sorting; and selecting, for library-select.js.
 */
import { element } from "./cite.js";
import { button, capital, counted, emptyNote } from "./library-parts.js";
import { LONGEST, tagsOf } from "./library-records.js";
import { Selection } from "./library-select.js";
import { editPaper, putPapers, readAll, removePapers, STATUSES } from "./library-store.js";

const root = new URL("../../", import.meta.url);
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const PAUSE = 400; // milliseconds without a key, after which a note is kept
const ORDERS = {
  "Last saved": (one, other) => (one.saved < other.saved ? 1 : -1),
  "First saved": (one, other) => (one.saved < other.saved ? -1 : 1),
  Title: (one, other) => one.title.localeCompare(other.title, "en"),
  Status: (one, other) => STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status) || ORDERS["Last saved"](one, other),
};

/** Fill the element with the saved papers. */
export async function show(place) {
  const view = new Saved(place);
  await view.load();
  return () => view.reload();
}

class Saved {
  status = "";
  tag = "";
  order = "Last saved";

  constructor(place) {
    this.place = place;
    this.filters = element("p", { className: "library-filters", role: "group", "aria-label": "Status" });
    this.tags = element("select", { "aria-label": "Tag" });
    this.sort = element("select", { "aria-label": "Sort" }, ...Object.keys(ORDERS).map((name) => element("option", {}, name)));
    this.tools = element("div", { className: "library-tools" }, this.filters, element("p", {}, this.tags, " ", this.sort));
    this.list = element("ul", { className: "library-list" });
    this.said = element("p", { className: "library-said", role: "status" });
    this.selection = new Selection({ name: "library", remove: (papers) => this.remove(papers) });
    this.tags.addEventListener("change", () => this.fill({ tag: this.tags.value }));
    this.sort.addEventListener("change", () => this.fill({ order: this.sort.value }));
    this.list.addEventListener("focusout", () => this.isLate && setTimeout(() => this.reload()));
  }

  async load() {
    this.papers = await readAll("papers");
    this.isLate = false;
    this.fill();
  }

  /** Show what another tab changed, but not while the reader writes here. */
  reload() {
    this.isLate = this.list.contains(document.activeElement) && document.activeElement.matches("textarea, input:not([type=checkbox])");
    return this.isLate ? undefined : this.load();
  }

  fill(choice = {}) {
    Object.assign(this, choice);
    if (!this.papers.length) {
      const links = [element("a", { className: "button", href: String(root) }, "Look at the newest papers"), " ", element("a", { href: `${root}search/` }, "Search")];
      const note = emptyNote("Nothing saved yet", "The star on a paper keeps it here, with a status, tags and a note of your own.", ...links);
      this.place.replaceChildren(note, this.said);
      return;
    }
    const opened = new Set([...this.list.querySelectorAll("details[open]")].map((part) => part.closest("li").dataset.key));
    this.fillFilters();
    const shown = this.papers
      .filter(({ status, tags }) => (!this.status || status === this.status) && (!this.tag || tags.includes(this.tag)))
      .sort(ORDERS[this.order]);
    this.list.replaceChildren(...shown.map((paper) => this.row(paper, opened.has(paper.key))));
    if (!shown.length) this.list.append(element("li", { className: "library-none" }, "No paper has this status and tag."));
    if (this.list.parentNode !== this.place) this.place.replaceChildren(this.tools, this.list, this.said, this.selection.bar);
    this.selection.keepOnly(shown);
  }

  fillFilters() {
    const number = (status) => this.papers.filter((paper) => !status || paper.status === status).length;
    const focused = this.filters.contains(document.activeElement) ? document.activeElement.value : undefined;
    this.filters.replaceChildren(
      ...["", ...STATUSES].map((status) => {
        const chip = button(`${capital(status || "all")} `, () => this.fill({ status }), { value: status, "aria-pressed": String(status === this.status) });
        chip.append(element("b", {}, String(number(status))));
        return chip;
      }),
    );
    if (focused !== undefined) this.filters.querySelector(`[value="${focused}"]`)?.focus();
    const tags = [...new Set(this.papers.flatMap((paper) => paper.tags))].sort((one, other) => one.localeCompare(other, "en"));
    if (!tags.includes(this.tag)) this.tag = "";
    this.tags.replaceChildren(element("option", { value: "" }, "All tags"), ...tags.map((tag) => element("option", { value: tag }, tag)));
    this.tags.value = this.tag;
    this.tags.hidden = !tags.length;
  }

  /** Return the row of a paper. */
  row(paper, isOpen) {
    const { key, title, byline, saved } = paper;
    const link = element("a", { href: `${root}papers/${encodeURIComponent(key)}/`, dir: "auto" }, title);
    const status = element("select", { "aria-label": `Status of ${title}` }, ...STATUSES.map((name) => element("option", { value: name }, capital(name))));
    status.value = paper.status;
    status.addEventListener("change", () => this.keep(paper, { status: status.value }).then(() => this.fillFilters()));
    const facts = [byline, `saved ${DAY.format(new Date(saved))}`].filter(Boolean).join(" · ");
    const own = element("p", { className: "library-own" });
    const item = element(
      "li",
      {},
      this.selection.box(paper),
      element("div", {}, element("h2", {}, link), element("p", { className: "facts" }, facts), own, this.editor(paper, own, isOpen)),
      status,
    );
    item.dataset.key = key;
    showOwn(own, paper);
    return item;
  }

  /**
   * Return what unfolds to edit a paper's tags and note. They are kept when the reader leaves the field, and a note also
   * while it is written: a closing page does not wait for a database.
   */
  editor(paper, own, isOpen) {
    const tags = element("input", { type: "text", value: paper.tags.join(", "), placeholder: "agents, for the survey", maxLength: 800 });
    const note = element("textarea", { rows: 3, maxLength: LONGEST.note, value: paper.note });
    const keep = (changes) => this.keep(paper, changes).then(() => showOwn(own, paper));
    tags.addEventListener("change", async () => {
      await keep({ tags: tagsOf(tags.value.split(",")) });
      tags.value = paper.tags.join(", ");
      this.fillFilters();
    });
    let pause;
    note.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => keep({ note: note.value }), PAUSE);
    });
    note.addEventListener("change", () => {
      clearTimeout(pause);
      keep({ note: note.value });
    });
    const remove = button("Remove", () => this.remove([paper]), { "aria-label": `Remove ${paper.title}` });
    const summary = element("summary", {}, "Edit tags and note");
    summary.append(element("span", { className: "said" }, ` of ${paper.title}`));
    return element(
      "details",
      { className: "library-edit", open: isOpen },
      summary,
      element("label", {}, "Tags, with commas between them", tags),
      element("label", {}, "Private note", note),
      element("p", {}, remove),
    );
  }

  async keep(paper, changes) {
    Object.assign(changes, { changed: new Date().toISOString() });
    await this.attempt(() => editPaper(Object.assign(paper, changes), changes));
  }

  /** Remove papers, and offer to take it back. */
  async remove(papers) {
    const keys = papers.map(({ key }) => key);
    if (!(await this.attempt(() => removePapers(keys)))) return;
    await this.load();
    const undo = button("Undo", async () => {
      if (!(await this.attempt(() => putPapers(papers)))) return;
      await this.load();
      this.said.textContent = "Saved again.";
    });
    this.said.replaceChildren(`Removed ${counted(papers.length, "paper")}. `, undo);
    undo.focus();
  }

  async attempt(work) {
    try {
      await work();
      this.said.textContent = "";
      return true;
    } catch (error) {
      this.said.textContent = error.message;
      return false;
    }
  }
}

function showOwn(place, { tags, note }) {
  place.replaceChildren(...tags.map((tag) => element("span", { className: "library-tag" }, tag)), ...(note ? [element("span", { className: "library-text", dir: "auto" }, note)] : []));
  place.hidden = !tags.length && !note;
}
