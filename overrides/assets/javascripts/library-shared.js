/**
 * A shared list: the papers in the address, which another reader made. Everything in it is shown as text.
 */
import { element } from "./cite.js";
import { addressOf, sharedList } from "./library-lists.js";
import { button } from "./library-parts.js";
import { addStar } from "./library-stars.js";
import { savePapers } from "./library-store.js";
import { Selection } from "./library-select.js";

/** Fill the element with the list that the address has. */
export async function show(place) {
  const papers = await sharedList(location.hash.replace(/^#list=/, ""));
  const selection = new Selection({ name: "shared-list" });
  const said = element("span", { role: "status" });
  const keep = () => savePapers(papers).then(() => "Saved to your library", ({ message }) => message);
  const words = papers.length === 1 ? "Save it" : `Save all ${papers.length}`;
  const save = button(words, async () => (said.textContent = await keep()), { className: "button" });
  const cards = papers.map((paper) => {
    const link = element("a", { href: addressOf(paper.key), dir: "auto" }, paper.title);
    return element("li", {}, selection.box(paper), element("h3", { className: "paper" }, link));
  });
  place.append(
    element("h2", {}, papers.length === 1 ? "A shared paper" : `A shared list of ${papers.length} papers`),
    element("p", { className: "library-note" }, "Whoever sent you this address chose the papers and wrote their titles into it. It is not in your library yet."),
    element("p", { className: "library-do" }, save, " ", said),
    element("div", { className: "papers" }, element("ul", {}, ...cards)),
    selection.bar,
  );
  for (const link of place.querySelectorAll(".paper > a")) addStar(link);
  return () => {};
}
