/**
 * Stars on cards and papers' pages, and the library's number in the header.
 *
 * Every page loads this file, so it is small. What is saved is known from a summary in localStorage, which
 * library-store.js rewrites after each change; a star's click loads the rest.
 */
const SUMMARY = `${new URL("../../", import.meta.url).pathname}library`; // sites on one host share its storage

/** Return the summary: the keys of saved papers. It is empty if there is none, or if it is damaged. */
export function summary() {
  try {
    return JSON.parse(localStorage.getItem(SUMMARY)) ?? {};
  } catch {
    return {};
  }
}

function keyOf(address) {
  return /\/papers\/([^/]+)/.exec(address)[1];
}

/** Show what is saved. */
function show() {
  const saved = new Set([].concat(summary().saved ?? []));
  for (const star of document.querySelectorAll(".star")) {
    const isSaved = saved.has(star.value);
    star.setAttribute("aria-pressed", String(isSaved));
    star.title = isSaved ? "In your library" : "Save to your library";
    if (star.textContent) star.textContent = isSaved ? "Saved" : "Save";
  }
  const link = document.querySelector(".library-link");
  link.dataset.count = saved.size || "";
  link.title = saved.size ? `Library: ${saved.size} saved` : "Library";
}

/** Add a star to each card in the element. */
export function addStars(place) {
  for (const link of place.querySelectorAll(".papers .paper > a")) {
    const star = Object.assign(document.createElement("button"), { type: "button", className: "star", value: keyOf(link.pathname) });
    star.setAttribute("aria-label", `Save: ${link.textContent}`);
    link.closest("li").append(star);
  }
  show();
}

const own = document.querySelector(".actions > .star");
if (own) Object.assign(own, { className: "star", value: keyOf(location.pathname) });
addStars(document);

document.addEventListener("click", async ({ target }) => {
  const star = target.closest?.(".star");
  if (star) (await import("./library-save.js")).toggle(star);
});
document.addEventListener("library", show); // changed on this page
addEventListener("storage", show); // changed in another tab
addEventListener("pageshow", show); // changed on another page, before Back
