/**
 * The front page of a reader who follows something: what is new for them. library-stars.js loads this file.
 */
import { element } from "./cite.js";
import { readAll } from "./library-store.js";

const MOST = 5; // rules shown
const library = new URL("../../library/", import.meta.url);

async function show() {
  const [follows, inbox] = await Promise.all([readAll("follows"), readAll("inbox")]);
  const fresh = inbox.filter(({ state }) => state === "new");
  const counts = follows.map(({ id, title }) => ({ title, count: fresh.filter(({ because }) => because.includes(id)).length }));
  const shown = counts.sort((one, other) => other.count - one.count).slice(0, MOST);
  const all = element("a", { href: `${library}#inbox` }, `${fresh.length} new`);
  const items = shown.map(({ title, count }) => element("li", {}, element("span", { dir: "auto" }, title), element("small", {}, count ? `${count} new` : "")));
  const choose = element("a", { href: `${library}#following` }, "Choose");
  const made = element("section", { className: "yours counts" }, element("h2", {}, "Your topics ", element("small", {}, all)), element("ul", {}, ...items), element("p", {}, choose));
  document.querySelector(".yours")?.remove();
  document.querySelector(".rail").prepend(made);
}

show().catch(console.warn);
document.addEventListener("library", () => show().catch(console.warn));
