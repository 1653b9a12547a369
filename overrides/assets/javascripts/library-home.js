/**
 * The front page of a reader who follows something: what is new for them. library-stars.js loads this file.
 */
import { element } from "./cite.js";
import { readAll } from "./library-store.js";

const MOST = 5; // rules shown, as many as shell.js keeps place for
const library = new URL("../../library/", import.meta.url);

async function show() {
  const [follows, inbox] = await Promise.all([readAll("follows"), readAll("inbox")]);
  const fresh = inbox.filter(({ state }) => state === "new");
  const counts = follows.map(({ id, title }) => ({ title, count: fresh.filter(({ because }) => because.includes(id)).length }));
  const shown = counts.sort((one, other) => other.count - one.count).slice(0, MOST);
  const items = shown.map(({ title, count }) => element("li", {}, element("span", { dir: "auto" }, title), element("small", {}, count ? `${count} new` : "")));
  const link = (view, words) => element("small", {}, element("a", { href: `${library}#${view}` }, words));
  const heading = element("h2", {}, "Your topics ", link("inbox", `${fresh.length} new`), " ", link("following", "Choose"));
  const made = element("section", { className: "yours counts" }, heading, element("ul", {}, ...items));
  document.body.style.setProperty("--yours", shown.length);
  document.querySelector(".yours")?.remove();
  if (shown.length) document.querySelector(".rail").prepend(made);
}

show().catch(console.warn);
document.addEventListener("library", () => show().catch(console.warn));
