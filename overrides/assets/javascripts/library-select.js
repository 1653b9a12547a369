/**
 * Selecting papers of a list, and what can be done with them: cite, copy, download, save, share.
 */
import { CiteAll, element, readAll } from "./cite.js";
import { copy } from "./copy.js";
import { addressOf, csv, markdown, saveFile, sharedAddress } from "./library-lists.js";
import { button } from "./library-parts.js";
import { savePapers } from "./library-store.js";

/** The papers that are selected, and the bar with what to do with them, which is hidden while there are none. */
export class Selection {
  #chosen = new Map(); // by key, in the order in which they were chosen
  #boxes = new Map();

  /** Give files this name. `remove` is what removes papers from the list, if that is possible. */
  constructor({ name, remove }) {
    this.name = name;
    this.number = element("b", {});
    this.said = element("span", { role: "status" });
    this.cite = new CiteAll(name);
    const act = (text, action) => button(text, () => this.attempt(action));
    this.bar = element(
      "div",
      { className: "selection", role: "region", "aria-label": "Selected papers", hidden: true },
      element(
        "p",
        {},
        this.number,
        act("All", () => this.choose(this.#shown())),
        act("None", () => this.choose([])),
      ),
      element(
        "p",
        {},
        act("Copy BibTeX", () => this.copyBibtex()),
        act("Copy as Markdown", () => this.copied(markdown(this.papers), "Copied as Markdown")),
        act("CSV", () => this.saveCsv()),
        remove ? act("Remove", () => remove(this.papers)) : act("Save", () => this.save()),
        act("Share", () => this.share()),
      ),
      this.cite.details,
      this.said,
    );
  }

  get papers() {
    return [...this.#chosen.values()];
  }

  /** Return the checkbox that selects a paper. */
  box(paper) {
    const box = element("input", { type: "checkbox", checked: this.#chosen.has(paper.key), "aria-label": `Select ${paper.title}` });
    const label = element("label", { className: "choose" }, box);
    this.#boxes.set(paper.key, { paper, box });
    box.addEventListener("change", () => {
      if (box.checked) this.#chosen.set(paper.key, paper);
      else this.#chosen.delete(paper.key);
      if (box.checked) readAll([this.#linked(paper)], () => {}); // so that copying has nothing to wait for
      this.show();
    });
    return label;
  }

  /** Return the keys of the papers that can be seen: a day's filter hides some. */
  #shown() {
    return [...this.#boxes].filter(([, { box }]) => box.offsetParent).map(([key]) => key);
  }

  /** Forget papers that the list no longer shows. */
  keepOnly(papers) {
    const keys = new Set(papers.map(({ key }) => key));
    for (const key of this.#boxes.keys()) if (!keys.has(key)) this.#boxes.delete(key);
    this.choose([...this.#chosen.keys()].filter((key) => keys.has(key)));
  }

  choose(keys) {
    this.#chosen = new Map([...keys].map((key) => [key, this.#boxes.get(key).paper]));
    for (const [key, { box }] of this.#boxes) box.checked = this.#chosen.has(key);
    this.show();
  }

  show() {
    const { size } = this.#chosen;
    const hadFocus = this.bar.contains(document.activeElement);
    this.bar.hidden = !size;
    this.number.textContent = `${size} selected`;
    this.said.textContent = "";
    this.cite.offer(size, async (most) => this.papers.slice(0, most).map(this.#linked));
    this.cite.summary.textContent = "More formats";
    if (hadFocus && !size) this.#boxes.values().next().value?.box.focus();
  }

  #linked({ key, title }) {
    return { href: addressOf(key), title };
  }

  /** Return the citations of the selected papers by key. Throws an error that names those that could not be loaded. */
  async citations() {
    const { citations, lost } = await readAll(this.papers.map(this.#linked), () => {});
    if (lost.length) throw new Error(`Could not load: ${lost.join("; ")}`);
    return citations;
  }

  async copyBibtex() {
    const citations = await this.citations();
    return this.copied(citations.map(({ bibtex }) => `${bibtex}\n`).join("\n"), "Copied as BibTeX");
  }

  async saveCsv() {
    const citations = await this.citations();
    const rows = this.papers.map((paper, at) => ({
      ...paper,
      title: citations[at].title,
      authors: citations[at].authors.join("; "),
      date: citations[at].date.join("-"),
      arxiv: citations[at].arxiv,
      doi: citations[at].doi,
      tags: paper.tags?.join(", "),
    }));
    saveFile(`${this.name}.csv`, "text/csv", csv(rows));
    return "Downloaded";
  }

  async save() {
    await savePapers(this.papers);
    return "Saved to your library";
  }

  async share() {
    const url = await sharedAddress(this.papers);
    const list = { title: `${this.papers.length} papers`, url };
    if (!navigator.canShare?.(list)) return this.copied(url, "Copied the address of this list");
    await navigator.share(list).catch(() => {}); // the reader changed their mind
    return "";
  }

  async copied(text, words) {
    if (!(await copy(text))) throw new Error("The browser did not allow copying.");
    return words;
  }

  async attempt(action) {
    try {
      this.said.textContent = (await action()) ?? "";
    } catch (error) {
      this.said.textContent = error.message;
    }
  }
}
