/**
 * Newer similar papers: a paper's page names similar papers that were listed on or before its own day, so it never
 * changes. This adds newer ones, from a file of the paper's month, once the reader comes near.
 *
 * Without this file, or if that file cannot be loaded, the page is as it was.
 */
const place = document.querySelector(".newer[data-month]");

if (place) {
  new IntersectionObserver(
    (entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      show().catch(console.warn);
    },
    { rootMargin: "200px" },
  ).observe(place);
}

async function show() {
  const file = new URL(`../../data/similar/newer/${place.dataset.month}.json`, import.meta.url);
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} answered ${response.status}`);
  const key = location.pathname.replace(/index\.html$/, "").split("/").at(-2);
  const { papers } = await response.json();
  if (!Object.hasOwn(papers, key)) return;
  const list = document.createElement("ul");
  list.append(...papers[key].map(item));
  place.append(heading(), list);
}

/** Return the heading: below "Similar papers" if the page names any. */
function heading() {
  const level = document.getElementById("similar") ? "h3" : "h2";
  return Object.assign(document.createElement(level), { id: "newer", textContent: "Newer similar papers" });
}

function item({ key, title, shares }) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `../${key}/`, textContent: title });
  const small = Object.assign(document.createElement("small"), { textContent: `shares ${shares.join(", ")}` });
  item.append(link, " ", small);
  return item;
}
