/**
 * Abstracts: on a list, clicking a paper's "Abstract" link shows the abstract below it; clicking again hides it.
 *
 * Lists do not contain abstracts: each is loaded from the paper's own page on demand. Without this file, with a modifier
 * key held down, or if that page cannot be loaded, the link leads there.
 */
import { readPage } from "./read.js";

for (const link of document.querySelectorAll(".papers .summary > a")) offer(link);

function offer(link) {
  let abstract; // set when it has been loaded
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.hasAttribute("aria-busy")) return;
    if (!abstract) {
      link.setAttribute("aria-busy", "true");
      abstract = await read(link.href).catch(failed);
      link.removeAttribute("aria-busy");
      if (!abstract) return location.assign(link.href);
      link.parentElement.after(abstract);
    }
    abstract.hidden = !abstract.hidden;
    link.setAttribute("aria-expanded", String(!abstract.hidden));
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
