/**
 * Filtering and sorting the papers of a day.
 *
 * Its filters, above the papers and beside them, are links to lists by topic on the same page, whose entries lead to the
 * papers' cards; this works without this file. With it, a filter hides the other papers instead, and the papers can be
 * sorted by upvotes and by their age.
 */
const filters = document.querySelectorAll(".filters .chip, .rail h3 > a[href^='#']");
const list = document.querySelector(".papers > ul");

if (filters.length && list) {
  const status = Object.assign(document.createElement("span"), { className: "said" });
  status.setAttribute("role", "status");
  document.querySelector(".tools").append(status);
  for (const filter of filters) {
    filter.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const chosen = filter.matches(".rail [aria-current]") ? filters[0] : filter;
      show(chosen, status);
      history.replaceState(null, "", chosen.hash);
      // Below the papers, where a phone has the rail, they would change unseen.
      if (list.getBoundingClientRect().bottom < filter.getBoundingClientRect().top) goToPapers();
    });
  }
  filters[0].setAttribute("aria-current", "true");
  const asked = [...filters].slice(1).find(({ hash }) => hash === location.hash);
  if (asked) {
    show(asked, status);
    goToPapers();
  }
  offerSorting();
}

/** Show the papers of a filter, all of them for the first one. */
function show(chosen, status) {
  const papers = [...list.children];
  const wanted = chosen === filters[0] ? papers : papersOf(chosen.hash, papers);
  for (const paper of papers) paper.hidden = !wanted.includes(paper);
  for (const filter of filters) {
    if (filter.hash === chosen.hash) filter.setAttribute("aria-current", "true");
    else filter.removeAttribute("aria-current");
  }
  status.textContent = `${wanted.length} of ${papers.length} papers`;
}

function goToPapers() {
  document.querySelector(".filters").scrollIntoView();
}

/** Return those of the papers that the list by topic at the hash has. */
function papersOf(hash, papers) {
  const links = document.querySelectorAll(`${hash} + .titles a`);
  const cards = new Set([...links].map((link) => document.getElementById(link.hash.slice(1))));
  return papers.filter((paper) => cards.has(paper.querySelector(".paper")));
}

function linkOf(paper) {
  return paper.querySelector(".paper > a");
}

/** Add buttons that sort the papers, if enough of them have an arXiv id: these are given in order. */
function offerSorting() {
  const present = [...list.children];
  const known = present.filter((paper) => idOf(paper));
  if (known.length < 2) return;
  const byVotes = [...present].sort((one, other) => votesOf(other) - votesOf(one));
  const byAge = [...byVotes].sort((one, other) => (idOf(one) < idOf(other) ? 1 : idOf(one) > idOf(other) ? -1 : 0));
  const group = document.createElement("div");
  group.className = "sort";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Sort");
  group.append(Object.assign(document.createElement("span"), { textContent: "Sort" }));
  for (const [name, order] of [["Upvotes", byVotes], ["Newest", byAge]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    button.setAttribute("aria-pressed", String(order.every((paper, at) => paper === present[at])));
    button.addEventListener("click", () => {
      list.append(...order);
      for (const other of group.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    });
    group.append(button);
  }
  document.querySelector(".tools").prepend(group);
}

/** Return a paper's upvotes; papers that have none, or that nobody counted, come last. */
function votesOf(paper) {
  return Number.parseInt((paper.querySelector(".facts > b")?.textContent ?? "0").replaceAll(",", ""), 10);
}

/** Return the arXiv id in a paper's address (since April 2007: year, month, number); empty without one. */
function idOf(paper) {
  return /\/(\d{4}\.\d{4,5})\/$/.exec(linkOf(paper).pathname)?.[1] ?? "";
}
