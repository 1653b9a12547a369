/**
 * Citations: what a paper's page says of it, and the four formats that are made from that.
 *
 * A page holds BibTeX as it is (generator/publish/citations/bibtex.py); RIS, CSL-JSON and plain text, which need no escaping but
 * line ends, are made here from the page's citation_* tags.
 *
 * @typedef {{ bibtex: string, title: string, authors: string[], more: boolean, date: string[], page: string,
 *     arxiv?: string, withdrawn?: string }} Citation - more: whether it has authors beyond those that are known; date: year,
 *     month and day as far as they are known; page: the paper's, in the archive; withdrawn: the note that says so
 */

/**
 * Read the citation from a paper's page.
 * @param {Document} page
 * @returns {Citation}
 */
export function citationOf(page) {
  const tags = (name) => [...page.head.querySelectorAll(`meta[name="citation_${name}"]`)].map((tag) => oneLine(tag.content));
  const bibtex = page.querySelector(".cite pre").textContent.trim();
  return {
    bibtex,
    title: tags("title")[0],
    authors: tags("author"), // `Family, Given, Suffix`; a group, or a person of one name, has no comma
    withdrawn: /note = \{(Withdrawn [^}]+)\}/.exec(bibtex)?.[1],
    more: / and others},$/m.test(bibtex), // an author of that name stands in braces
    date: tags("publication_date")[0]?.split("/") ?? [],
    page: tags("abstract_html_url")[0],
    arxiv: tags("arxiv_id")[0],
  };
}

const MOST_NAMED = 6; // authors; of more the first three are named

/** What a reader can choose from; `of` returns the text of a file that holds all the citations. */
export const FORMATS = [
  { name: "BibTeX", ending: "bib", type: "application/x-bibtex", of: (all) => all.map(({ bibtex }) => `${bibtex}\n`).join("\n") },
  { name: "RIS", ending: "ris", type: "application/x-research-info-systems", of: (all) => all.map(ris).join("") },
  { name: "CSL-JSON", ending: "json", type: "application/json", of: (all) => `${JSON.stringify(all.map(csl), null, 2)}\n` },
  { name: "Text", ending: "txt", type: "text/plain", of: (all) => all.map((one) => `${lineOf(one)}\n`).join("") },
];

/** Return a record of RIS: two letters, two blanks, a hyphen, a blank and a value on each line, which ends in CR LF. */
function ris({ title, authors, date, page, arxiv, withdrawn }) {
  const lines = [
    ["TY", arxiv ? "UNPB" : "GEN"],
    ["TI", title],
    ...authors.map((author) => ["AU", author]),
    ...(date.length ? [["PY", date[0]]] : []),
    ...(date.length === 3 ? [["DA", date.join("/")]] : []),
    ...(arxiv ? [["PB", "arXiv"], ["AN", `arXiv:${arxiv}`], ["DO", doiOf(arxiv)]] : []),
    ["UR", addressOf({ page, arxiv })],
    ...(withdrawn ? [["N1", withdrawn]] : []),
    ["ER", ""],
  ];
  return lines.map(([tag, value]) => `${tag}  - ${value}\r\n`).join("");
}

/** Return an item of CSL-JSON. */
function csl({ bibtex, title, authors, date, page, arxiv, withdrawn }) {
  return {
    id: /^@\w+\{([^,]+),/.exec(bibtex)[1],
    type: "article",
    title,
    ...(authors.length && { author: authors.map(cslName) }),
    ...(date.length && { issued: { "date-parts": [date.map(Number)] } }),
    ...(arxiv && { publisher: "arXiv", number: `arXiv:${arxiv}`, DOI: doiOf(arxiv) }),
    URL: addressOf({ page, arxiv }),
    ...(withdrawn && { note: withdrawn }),
  };
}

/** Return a name of CSL 1.0.2: particles are the words of a family name that are written small before the rest. */
function cslName(author) {
  const [surname, given, suffix] = author.split(", ");
  if (!given) return { literal: author };
  const [, particle, family] = /^((?:\p{Ll}\S* )*)(.+)$/u.exec(surname);
  return { family, given, ...(particle && { "non-dropping-particle": particle.trim() }), ...(suffix && { suffix }) };
}

/**
 * Return a reference as in a list: authors (year). Title. Where it is. Without authors the title leads.
 * @param {Citation} citation
 */
export function lineOf({ title, authors, more, date, page, arxiv, withdrawn }) {
  const year = date.length ? `(${date[0]})` : "";
  const names = namesOf(authors.map(inReadingOrder), more);
  const marked = withdrawn ? `${title} (withdrawn)` : title;
  const parts = names ? [`${names} ${year}`.trim(), marked] : [marked, year];
  const where = arxiv ? `arXiv:${arxiv}. https://doi.org/${doiOf(arxiv)}` : page;
  return [...parts.filter(Boolean).map((part) => (/[.?!…]$/.test(part) ? part : `${part}.`)), where].join(" ");
}

function inReadingOrder(author) {
  const [surname, given, suffix] = author.split(", ");
  return [given, surname, suffix].filter(Boolean).join(" ");
}

function namesOf(authors, more) {
  if (more || authors.length > MOST_NAMED) return `${authors.slice(0, 3).join(", ")}${authors.length > 1 ? "," : ""} et al.`;
  return new Intl.ListFormat("en-GB").format(authors);
}

function doiOf(arxiv) {
  return `10.48550/arXiv.${arxiv}`;
}

function addressOf({ page, arxiv }) {
  return arxiv ? `https://arxiv.org/abs/${arxiv}` : page;
}

function oneLine(text) {
  return text.trim().replace(/\s+/g, " ");
}
