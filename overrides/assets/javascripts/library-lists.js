/**
 * Lists of papers as text: Markdown, CSV, and the address of a shared list. Papers have a key, a title and a byline.
 */
import { isKey, line, LONGEST } from "./library-records.js";

const library = new URL("../../library/", import.meta.url);
const papers = new URL("../../papers/", import.meta.url);
const MOST = 200; // papers of a shared list
const LONGEST_ADDRESS = 16_384; // characters of its address
const LARGEST = 700_000; // bytes of it after decompression, which has no limit of its own: 200 titles that are all escaped

/** Return the address of a paper's page. */
export function addressOf(key) {
  return papers.href + encodeURIComponent(key) + "/";
}

/** Return the papers as a list in Markdown, in which titles stay text. */
export function markdown(list) {
  const escaped = (text) => line(text, LONGEST.title).replace(/[\\`*_[\]<>~|&]/g, "\\$&");
  return list.map(({ key, title, byline }) => `- [${escaped(title)}](${addressOf(key)})${byline ? `, ${escaped(byline)}` : ""}\n`).join("");
}

/**
 * Return the papers as CSV (RFC 4180), with a byte order mark for Excel. An apostrophe keeps a spreadsheet from running
 * a cell as a formula (OWASP, CSV Injection).
 */
export function csv(list) {
  const columns = ["key", "title", "authors", "date", "arxiv", "doi", "address", "status", "tags", "note"];
  const cell = (value) => {
    const text = String(value ?? "");
    return `"${(/^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const rows = list.map((paper) => columns.map((name) => cell(name === "address" ? addressOf(paper.key) : paper[name])).join(","));
  return `\uFEFF${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}

/** Return followed topics as OPML 2.0 (opml.org/spec2.opml), for a feed reader. Authors and words have no feeds. */
export function opml(rules) {
  const escaped = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt()};`).replace(/[^\P{Cc}\t\n\r]/gu, "");
  const outlines = rules.filter(({ kind }) => kind === "topic").map(({ value, title }) => {
    const [xml, html] = [`feeds/topics/${value}.atom.xml`, `topics/${value}/`].map((path) => new URL(`../../${path}`, import.meta.url).href);
    return `    <outline type="rss" text="${escaped(title)}" title="${escaped(title)}" xmlUrl="${xml}" htmlUrl="${html}"/>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n    <title>Followed topics</title>\n  </head>\n  <body>\n${outlines.join("")}  </body>\n</opml>\n`;
}

export function saveFile(name, type, text) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be reading it
}

/** Return the address of a list. What follows the # never leaves the browser: no server sees what is shared. */
export async function sharedAddress(list) {
  if (list.length > MOST) throw new Error(`A shared list has at most ${MOST} papers, and these are ${list.length}: choose fewer.`);
  const bytes = new TextEncoder().encode(JSON.stringify(list.map(({ key, title }) => [key, line(title, LONGEST.title)])));
  const packed = globalThis.CompressionStream ? `z${base64(await piped(bytes, new CompressionStream("deflate-raw")))}` : `j${base64(bytes)}`;
  const address = `${library}#list=${packed}`;
  if (address.length > LONGEST_ADDRESS) throw new Error("The address of this list would be too long to share: choose fewer papers.");
  return address;
}

/** Return the papers of a shared list, given what follows `#list=`. Throws an error with a sentence for the reader. */
export async function sharedList(packed) {
  if (packed.length > LONGEST_ADDRESS) throw new Error("This address is longer than that of any shared list. Ask for it again.");
  if (packed[0] === "z" && !globalThis.DecompressionStream) throw new Error("This browser is too old to open a shared list.");
  let list;
  try {
    const bytes = Uint8Array.from(atob(packed.slice(1).replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const plain = packed[0] === "z" ? await piped(bytes, new DecompressionStream("deflate-raw")) : bytes;
    list = JSON.parse(new TextDecoder().decode(plain)).map(([key, title]) => ({ key, title: line(title, LONGEST.title) || key, byline: "" }));
  } catch {
    throw new Error("The address of this list is damaged: a part of it may be missing. Ask for it again.");
  }
  const found = new Map(list.filter(({ key }) => isKey(key)).map((paper) => [paper.key, paper]));
  if (!found.size) throw new Error("This shared list has no papers.");
  return [...found.values()].slice(0, MOST);
}

/** Return the bytes that come out of a stream, at most LARGEST. */
async function piped(bytes, through) {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  const chunks = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    chunks.push(value);
    size += value.length;
    if (size > LARGEST) throw new Error("too large");
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Return base64url (RFC 4648), without padding. */
function base64(bytes) {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
