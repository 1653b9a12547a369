/**
 * Citations: the citation data on a paper's page, and the four formats generated from it.
 *
 * The page contains finished BibTeX (generator/publish/citations/bibtex.py). RIS, CSL-JSON and plain text, which need no
 * escaping except of line ends, are generated here from the page's citation_* tags.
 *
 * @typedef {{ bibtex: string, title: string, authors: string[], more: boolean, date: string[], page: string,
 *     arxiv?: string, doi?: string, url?: string, withdrawn?: string }} Citation - more: whether there are further, unknown authors; date: year, month
 *     and day, as far as known; page: the paper's page in the archive; url: where the paper itself is, if not on arXiv; withdrawn: the note on a withdrawal
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
    authors: tags("author"), // `Family, Given, Suffix`; a group, or a person with a single name, has no comma
    withdrawn: /note = \{(Withdrawn [^}]+)\}/.exec(bibtex)?.[1],
    more: / and others},$/m.test(bibtex), // an author called "others" would be in braces
    date: tags("publication_date")[0]?.split("/") ?? [],
    page: tags("abstract_html_url")[0],
    arxiv: tags("arxiv_id")[0],
    doi: tags("doi")[0],
    url: tags("public_url")[0],
  };
}

const MOST_NAMED = 6; // if there are more authors, only the first three are named

/** The formats to choose from; `of` returns the text of a file with all the citations. */
export const FORMATS = [
  { name: "BibTeX", ending: "bib", type: "application/x-bibtex", of: (all) => all.map(({ bibtex }) => `${bibtex}\n`).join("\n") },
  { name: "RIS", ending: "ris", type: "application/x-research-info-systems", of: (all) => all.map(ris).join("") },
  { name: "CSL-JSON", ending: "json", type: "application/json", of: (all) => `${JSON.stringify(all.map(csl), null, 2)}\n` },
  { name: "Text", ending: "txt", type: "text/plain", of: (all) => all.map((one) => `${lineOf(one)}\n`).join("") },
];

/** Return a RIS record. Each line is a two-letter tag, two spaces, a hyphen, a space and a value, and ends in CR LF. */
function ris({ title, authors, date, arxiv, doi, withdrawn, ...where }) {
  const lines = [
    ["TY", arxiv ? "UNPB" : "GEN"],
    ["TI", title],
    ...authors.map((author) => ["AU", author]),
    ...(date.length ? [["PY", date[0]]] : []),
    ...(date.length === 3 ? [["DA", date.join("/")]] : []),
    ...(arxiv ? [["PB", "arXiv"], ["AN", `arXiv:${arxiv}`]] : []),
    ...(doi ? [["DO", doi]] : []),
    ["UR", addressOf({ arxiv, doi, ...where })],
    ...(withdrawn ? [["N1", withdrawn]] : []),
    ["ER", ""],
  ];
  return lines.map(([tag, value]) => `${tag}  - ${value}\r\n`).join("");
}

/** Return a CSL-JSON item. */
function csl({ bibtex, title, authors, date, arxiv, doi, withdrawn, ...where }) {
  return {
    id: /^@\w+\{([^,]+),/.exec(bibtex)[1],
    type: "article",
    title,
    ...(authors.length && { author: authors.map(cslName) }),
    ...(date.length && { issued: { "date-parts": [date.map(Number)] } }),
    ...(arxiv && { publisher: "arXiv", number: `arXiv:${arxiv}` }),
    ...(doi && { DOI: doi }),
    URL: addressOf({ arxiv, doi, ...where }),
    ...(withdrawn && { note: withdrawn }),
  };
}

/** Return a CSL 1.0.2 name. Particles are the lowercase words at the start of a family name. */
function cslName(author) {
  const [surname, given, suffix] = author.split(", ");
  if (!given) return { literal: author };
  const [, particle, family] = /^((?:\p{Ll}\S* )*)(.+)$/u.exec(surname);
  return { family, given, ...(particle && { "non-dropping-particle": particle.trim() }), ...(suffix && { suffix }) };
}

/**
 * Return a reference for a list: authors (year). Title. Link. Without authors, the title comes first.
 * @param {Citation} citation
 */
export function lineOf({ title, authors, more, date, page, arxiv, doi, url, withdrawn }) {
  const year = date.length ? `(${date[0]})` : "";
  const names = namesOf(authors.map(inReadingOrder), more);
  const marked = withdrawn ? `${title} (withdrawn)` : title;
  const parts = names ? [`${names} ${year}`.trim(), marked] : [marked, year];
  const where = [arxiv && `arXiv:${arxiv}.`, doi ? addressOfDoi(doi) : url ?? page].filter(Boolean).join(" ");
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

function addressOf({ page, arxiv, doi, url }) {
  return arxiv ? `https://arxiv.org/abs/${arxiv}` : url ?? (doi ? addressOfDoi(doi) : page);
}

/** Return the address that leads to what a DOI names, as doi_address in generator/archive/identifiers.py. */
function addressOfDoi(doi) {
  return `https://doi.org/${encodeURIComponent(doi).replaceAll("%2F", "/")}`;
}

function oneLine(text) {
  return text.trim().replace(/\s+/g, " ");
}
