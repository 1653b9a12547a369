/**
 * The library page: its views, of which the address names one, such as #saved.
 *
 * Each view is a module that is loaded when it is first shown. `show(place)` fills an element and returns a function
 * that fills it again after a change in another tab.
 */
import { element } from "./cite.js";
import { summary } from "./library-stars.js";
import { onChange, readAll } from "./library-store.js";

const VIEWS = {
  inbox: { title: "Inbox", load: () => import("./library-inbox.js") },
  saved: { title: "Saved", load: () => import("./library-saved.js") },
  following: { title: "Following", load: () => import("./library-following.js") },
  settings: { title: "Settings", load: () => import("./library-settings.js") },
};
const SHARED = { load: () => import("./library-shared.js") }; // #list=…

const library = document.getElementById("library");
const tabs = element("nav", { className: "views", "aria-label": "Library" });
const place = element("div", { className: "library-view" });
let renew = () => {};
let shown;

function nameAsked() {
  const name = location.hash.slice(1);
  if (name.startsWith("list=")) return name;
  return Object.hasOwn(VIEWS, name) ? name : summary().fresh ? "inbox" : "saved";
}

/** Show the view that the address names. What cannot be read is said in its place. */
async function show() {
  const name = nameAsked();
  shown = name;
  for (const link of tabs.children) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  try {
    const view = await (VIEWS[name] ?? SHARED).load();
    if (shown !== name) return; // the reader went on
    const fresh = element("div", {});
    const again = await view.show(fresh);
    if (shown !== name) return;
    place.replaceChildren(fresh);
    renew = again;
  } catch (error) {
    renew = show;
    place.replaceChildren(element("p", { className: "library-note", role: "alert" }, error.message));
  }
}

/** Write the numbers beside the views' names. */
async function count() {
  const [saved, inbox, follows] = await Promise.all(["papers", "inbox", "follows"].map(readAll)).catch(() => [[], [], []]);
  const numbers = { saved: saved.length, inbox: inbox.filter(({ state }) => state === "new").length, following: follows.length };
  for (const [name, number] of Object.entries(numbers)) tabs.querySelector(`[href$="#${name}"] b`).textContent = number || "";
}

for (const [name, { title }] of Object.entries(VIEWS)) {
  tabs.append(element("a", { href: `./#${name}` }, title, " ", element("b", {})));
}
library.append(tabs, place);
addEventListener("hashchange", show);
document.addEventListener("library", count);
onChange(() => {
  count();
  renew();
});
count();
show();
