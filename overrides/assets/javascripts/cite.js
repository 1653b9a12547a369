/**
 * Citing: buttons to copy and download citations, on a paper's page and for all papers of a list or a search.
 *
 * A paper's page shows its BibTeX without this file. A list has no citations: its papers' pages are loaded on demand.
 */
import { citationOf, FORMATS, lineOf } from "./citation.js";
import { readPage } from "./read.js";

const MOST = 200; // papers cited at once
const AT_ONCE = 6; // pages loaded in parallel

const read = new Map(); // the citation of each page that was loaded, by address

/** Return rows of buttons for the given citations. */
export function buttons(citations, name) {
  const row = (label, buttonOf) => {
    const caption = element("span", { "aria-hidden": "true" }, label);
    return element("p", { role: "group", "aria-label": label }, caption, ...FORMATS.map(buttonOf));
  };
  const copies = row("Copy", (format) => {
    const button = element("button", { type: "button", "aria-label": `Copy ${format.name}` }, format.name);
    button.dataset.copy = format.of(citations); // copy.js does the rest
    return button;
  });
  const downloads = row("Download", (format) => {
    const ending = `.${format.ending}`;
    const button = element("button", { type: "button", "aria-label": `Download ${ending}` }, ending);
    button.addEventListener("click", () => download(format, format.of(citations), name));
    return button;
  });
  return element("div", { className: "cite-tools" }, copies, downloads);
}

export function download({ ending, type }, text, name) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: `${name}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be reading it
}

/** The citations of several papers, loaded when the reader opens them. */
export class CiteAll {
  constructor(name) {
    this.name = name;
    this.summary = element("summary", {});
    this.body = element("div", {});
    this.details = element("details", { className: "cite", hidden: true }, this.summary, this.body);
    this.details.addEventListener("toggle", () => {
      if (this.details.open && !this.details.hidden && !this.body.hasChildNodes()) this.load();
    });
  }

  /** Offer to cite `total` papers. `papers(most)` resolves to `{ href, title }` of the first ones, at most `most`. */
  offer(total, papers) {
    this.papers = papers;
    this.details.open = false;
    this.details.hidden = !total;
    this.body.replaceChildren();
    const these = total > MOST ? `the first ${MOST} of ${total.toLocaleString("en")} papers` : `these ${total} papers`;
    this.summary.textContent = `Cite ${total === 1 ? "this paper" : these}`;
  }

  /** Load the papers' pages and show their citations, unless other papers are offered by then. */
  async load() {
    const { papers } = this;
    const status = element("p", { role: "status" }, "Loading papers…");
    this.body.replaceChildren(status);
    const progress = (done, all) => (status.textContent = `Loading papers… ${done} of ${all}`);
    const found = await papers(MOST).then((asked) => readAll(asked, progress), failed);
    if (papers === this.papers) this.show(found);
  }

  show({ citations, lost }) {
    const parts = citations.length ? [buttons(citations, this.name), preview(FORMATS[0].of(citations))] : [];
    if (lost.length) {
      const again = element("button", { type: "button" }, "Try again");
      again.addEventListener("click", () => this.load());
      const tools = element("div", { className: "cite-tools" }, element("p", {}, again));
      parts.unshift(element("p", { role: "alert" }, `Could not load: ${lost.join("; ")}`), tools);
    }
    this.body.replaceChildren(...parts);
  }
}

function failed(error) {
  console.error(error);
  return { citations: [], lost: ["the list of papers"] };
}

/** Return the citations of the papers whose pages could be loaded, in order, and the titles of the others. */
export async function readAll(papers, progress) {
  const waiting = papers.values();
  let done = 0;
  const work = async () => {
    for (const { href } of waiting) {
      await readCitation(href).catch(() => {}); // failed pages are listed below
      progress(++done, papers.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    citations: papers.filter(({ href }) => read.has(href)).map(({ href }) => read.get(href)),
    lost: papers.filter(({ href }) => !read.has(href)).map(({ title }) => title),
  };
}

async function readCitation(href) {
  if (!read.has(href)) read.set(href, citationOf(await readPage(href)));
}

function preview(text) {
  return element("pre", { tabIndex: 0 }, text);
}

/** Return a new element. Its properties include attributes, such as `role` and `aria-label`; children are elements or text. */
export function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const address = location.pathname.split("/").filter(Boolean);

const paper = document.querySelector(".paper-page .cite");
if (paper) {
  const citation = citationOf(document);
  const bibtex = paper.querySelector("pre");
  bibtex.before(buttons([citation], address.at(-1)));
  bibtex.after(element("p", {}, lineOf(citation)));
  bibtex.tabIndex = 0;
}

const list = document.querySelector("[data-cite]");
if (list) {
  const found = [...document.querySelectorAll(".paper > a, .rows li > a")].filter((link) => !link.closest(".rail"));
  const links = new Map(found.map((link) => [link.href, link.textContent]));
  const all = new CiteAll(address.slice(-2).join("-"));
  all.offer(links.size, async (most) => [...links].slice(0, most).map(([href, title]) => ({ href, title })));
  list.after(all.details);
}

const answer = document.querySelector(".search-answer");
if (answer) {
  const all = new CiteAll("search");
  answer.after(all.details);
  document.addEventListener("search-results", ({ detail }) => all.offer(detail.total, detail.first));
}
