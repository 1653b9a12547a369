/**
 * Abstracts: on a list, a click on a paper's "Abstract" unfolds it below the links, and the next click folds it again.
 *
 * Lists hold no abstracts: each is read from the paper's own page when a reader asks for it. Without this file the link
 * leads there, as it does with a key held down, and when that page cannot be read.
 */
import { readPage } from "./read.js";

for (const link of document.querySelectorAll('.paper ~ .links > [href$="/#abstract"]')) offer(link);

function offer(link) {
  let abstract; // once it was read
  link.ariaExpanded = "false";
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.ariaBusy) return;
    if (!abstract) {
      link.ariaBusy = "true";
      abstract = await read(link.href).catch(failed);
      link.ariaBusy = null;
      if (!abstract) return location.assign(link.href);
      link.parentElement.after(abstract);
    }
    abstract.hidden = !abstract.hidden;
    link.ariaExpanded = String(!abstract.hidden);
  });
}

/** Return an element, hidden, that holds the paragraphs of the abstract on a paper's page: their text alone. */
async function read(href) {
  const abstract = Object.assign(document.createElement("div"), { className: "abstract", hidden: true });
  let part = (await readPage(href)).getElementById("abstract");
  while ((part = part?.nextElementSibling)?.matches("p")) {
    const paragraph = document.createElement("p");
    paragraph.textContent = part.textContent;
    abstract.append(paragraph);
  }
  if (!abstract.hasChildNodes()) throw new Error(`${href} has no abstract`);
  return abstract;
}

function failed(error) {
  console.warn(error);
}
