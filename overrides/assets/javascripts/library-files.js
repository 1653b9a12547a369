/**
 * The library as one file: what is exported, and what of a file is imported. Its schema is data/schemas/library.json.
 */
import { inboxPaperOf, savedPaperOf } from "./library-records.js";
import { ruleOf } from "./library-rules.js";
import { change, readAll, setting } from "./library-store.js";

const VERSION = 1;
const LARGEST = 50_000_000; // bytes
const MOST = 50_000; // papers
const schema = String(new URL("../../data/schemas/library.json", import.meta.url));

/** Return everything in the library, as an object for a file. */
export async function exported() {
  const [papers, follows, inbox] = await Promise.all(["papers", "follows", "inbox"].map(readAll));
  return { $schema: schema, version: VERSION, papers, follows, inbox, keys: (await setting("keys")) ?? true };
}

/** Add what an exported file has, and return the numbers of its papers and rules. */
export async function imported(file) {
  const library = await parsed(file);
  const papers = library.papers.slice(0, MOST).map(savedPaperOf).filter(Boolean);
  const known = new Map((await readAll("papers")).map((paper) => [paper.key, paper]));
  const newer = papers.filter(({ key, changed }) => !known.has(key) || known.get(key).changed < changed);
  const rules = listOf(library.follows).map(({ kind, value, title } = {}) => ruleOf(kind, value, title)).filter(Boolean);
  const inbox = listOf(library.inbox).map(inboxPaperOf).filter(Boolean);
  const handled = new Set((await readAll("inbox")).filter(({ state }) => state !== "new").map(({ key }) => key));
  await change(["papers", "follows", "inbox", "days", "settings"], (store, follows, seen, days, settings) => {
    for (const paper of newer) store.put(paper);
    for (const rule of rules) follows.put(rule);
    for (const paper of inbox) if (!handled.has(paper.key)) seen.put(paper);
    if (rules.length) days.clear(); // so that the newest are matched with these rules
    if (typeof library.keys === "boolean") settings.put({ name: "keys", value: library.keys });
  });
  const all = [library.papers, listOf(library.follows), listOf(library.inbox)].reduce((sum, { length }) => sum + length, 0);
  return { papers: papers.length, rules: rules.length, left: all - papers.length - rules.length - inbox.length };
}

function listOf(value) {
  return Array.isArray(value) ? value.slice(0, MOST).map((one) => one ?? {}) : [];
}

async function parsed(file) {
  if (file.size > LARGEST) throw new Error(`${file.name} is larger than a library can be (50 MB): nothing was imported.`);
  let library;
  try {
    library = JSON.parse(await file.text());
  } catch {
    throw new Error(`${file.name} is not JSON: choose a file that Export saved. Nothing was imported.`);
  }
  if (!Array.isArray(library?.papers)) throw new Error(`${file.name} is not an exported library: it has no list of papers. Nothing was imported.`);
  if (library.version > VERSION) throw new Error(`${file.name} comes from a newer version of this site. Reload this page, then try again.`);
  return library;
}
