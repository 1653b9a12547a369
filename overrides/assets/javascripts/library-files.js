/**
 * The library as one file: what is exported, and what of a file is imported. Its schema is data/schemas/library.json.
 */
import { savedPaperOf } from "./library-records.js";
import { change, readAll } from "./library-store.js";

const VERSION = 1;
const LARGEST = 50_000_000; // bytes
const MOST = 50_000; // papers
const schema = String(new URL("../../data/schemas/library.json", import.meta.url));

/** Return everything in the library, as an object for a file. */
export async function exported() {
  return { $schema: schema, version: VERSION, papers: await readAll("papers") };
}

/** Add what an exported file has, and return the number of its papers. */
export async function imported(file) {
  const library = await parsed(file);
  const papers = library.papers.slice(0, MOST).map(savedPaperOf).filter(Boolean);
  const known = new Map((await readAll("papers")).map((paper) => [paper.key, paper]));
  const newer = papers.filter(({ key, changed }) => !known.has(key) || known.get(key).changed < changed);
  await change(["papers"], (store) => newer.forEach((paper) => store.put(paper)));
  return papers.length;
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
