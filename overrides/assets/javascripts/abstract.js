/**
 * Abstracts: on a list, clicking a paper's "Abstract" link shows the abstract below the links; clicking again hides it.
 *
 * Lists do not contain abstracts: each is loaded from the paper's own page on demand. Without this file, with a modifier
 * key held down, or if that page cannot be loaded, the link leads there.
 */
import { readPage } from "./read.js";

for (const link of document.querySelectorAll('.paper ~ .links > [href$="/#abstract"]')) offer(link);

function offer(link) {
  let abstract; // set when it has been loaded
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

/** Return a hidden element with the text of the abstract's paragraphs on a paper's page. */
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
