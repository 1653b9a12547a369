/**
 * Stars, and the library's number in the header. Every page loads this file, so it is small: what is saved is known from a
 * summary in localStorage, which library-store.js writes; a star's click loads the rest.
 */
const SUMMARY = `${new URL("../../", import.meta.url).pathname}library`; // sites on one host share its storage
const HOUR = 3_600_000;

/** Return the summary; it is empty if there is none, or if it is damaged. */
export function summary() {
  try {
    return JSON.parse(localStorage.getItem(SUMMARY)) ?? {};
  } catch {
    return {};
  }
}

export function keyOf(address) {
  return /\/papers\/([^/]+)/.exec(address)[1];
}

let on; // what is saved and followed

function show() {
  const { saved = [], follows = [], fresh } = summary();
  on = new Set([].concat(saved, follows));
  for (const star of document.querySelectorAll(".star")) showStar(star);
  const link = document.querySelector(".starred");
  if (!link) return; // an archive's own header may have none
  link.dataset.count = fresh > 99 ? "99+" : fresh || saved.length || "";
  link.title = `Library: ${fresh > 0 ? `${fresh} new, ` : ""}${saved.length || "nothing"} saved`;
  link.setAttribute("aria-label", link.title);
}

function showStar(star) {
  const isOn = on.has(star.value);
  const words = star.value.includes(":") ? ["Follow here", "Following"] : ["Save", "Saved"];
  star.setAttribute("aria-pressed", String(isOn));
  star.title = words[Number(isOn)];
  if (star.textContent) star.textContent = star.title;
}

/** Add a star to the card of a link. */
export function addStar(link) {
  const star = Object.assign(document.createElement("button"), { type: "button", className: "star", value: keyOf(link.pathname) });
  star.setAttribute("aria-label", `Save: ${link.textContent}`);
  link.closest("li").append(star);
  showStar(star);
}

const own = document.querySelector(".actions > .star");
if (own) own.value = keyOf(location.pathname);
for (const button of document.querySelectorAll(".later:is(.star, .select)")) button.classList.remove("later");
show();
for (const link of document.querySelectorAll(".papers .paper > a")) addStar(link);

const { follows, checked } = summary();
if (follows?.length) {
  if (document.querySelector("#newest")) import("./library-home.js");
  if (!(Math.abs(Date.now() - checked) < HOUR)) import("./library-check.js").then(({ check }) => check()).catch(console.warn);
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.(".star, .select");
  if (button?.matches(".star")) (await import("./library-save.js")).toggle(button);
  else if (button) (await import("./library-pick.js")).pick(button);
});
document.addEventListener("library", show); // changed on this page
addEventListener("storage", show); // changed in another tab
addEventListener("pageshow", show); // changed on another page, before Back
