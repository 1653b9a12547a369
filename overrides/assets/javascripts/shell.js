/**
 * What every page has around its text: the switch of colours, the way back to the top, keys that scroll.
 *
 * A classic script in the head: it runs before anything is shown, so that no page shows in the wrong colours first.
 * It is the one script that a page names, and asks for the others. Without it pages are light, and all that they say
 * can be read.
 */
(() => {
  "use strict";

  const system = matchMedia("(prefers-color-scheme: dark)");
  // Sites of one host share its storage: each remembers colours under its own path.
  const KEY = `${new URL("../../", document.currentScript.src).pathname}colours`;
  const OTHER = { default: "slate", slate: "default" };
  const SWITCH = { default: "Switch to dark colours", slate: "Switch to light colours" };
  const FADING = 10; // pixels scrolled after which the tabs give way
  // What else pages do; cite.js comes before search.js, which tells it of results.
  const MODULES = ["copy", "cite", "abstract", "search"];
  const modules = MODULES.map((name) => new URL(`${name}.js`, document.currentScript.src).href);

  /** Return a button that does something. */
  function button(className, title, action) {
    const made = Object.assign(document.createElement("button"), { type: "button", className, title });
    made.addEventListener("click", action);
    return made;
  }

  /** Return what the reader chose, or undefined. */
  function chosen() {
    try {
      const name = localStorage.getItem(KEY);
      return name in OTHER ? name : undefined;
    } catch {
      return undefined; // a browser may forbid storage: then a choice holds for one page
    }
  }

  function show(scheme = chosen() ?? (system.matches ? "slate" : "default")) {
    document.body.dataset.mdColorScheme = scheme;
    colours.title = SWITCH[scheme];
  }

  const colours = button("colours", "", () => {
    const scheme = OTHER[document.body.dataset.mdColorScheme];
    show(scheme);
    try {
      localStorage.setItem(KEY, scheme);
    } catch {}
  });

  // Observers are told of new elements before a browser shows them: the body is coloured, the switch in its place.
  new MutationObserver((_, observer) => {
    const search = document.getElementById("site-search");
    if (document.body) show();
    if (!search) return;
    search.before(colours);
    observer.disconnect();
  }).observe(document.documentElement, { childList: true, subtree: true });

  system.addEventListener("change", () => show());
  addEventListener("storage", () => show()); // chosen in another tab
  addEventListener("pageshow", (event) => event.persisted && show()); // chosen before a step back to this page

  /** Show the way back to the top to a reader who scrolls up; let the tabs fade, and the header cast a shadow. */
  function followScrolling() {
    const header = document.querySelector(".md-header");
    const tabs = document.querySelector(".md-tabs");
    const top = button("md-top", "", () => scrollTo({ top: 0 }));
    top.textContent = "Back to top";
    top.hidden = true;
    document.querySelector("main").append(top);
    let last = scrollY;
    const follow = () => {
      const above = getComputedStyle(tabs).position === "fixed" ? 0 : tabs.offsetHeight; // a drawer is beside the page
      header.classList.toggle("md-header--shadow", scrollY >= above);
      header.classList.toggle("scrolled", scrollY >= FADING);
      top.hidden = scrollY <= above || scrollY >= last;
      last = scrollY;
    };
    follow();
    addEventListener("scroll", follow, { passive: true });
    addEventListener("resize", follow);
  }

  /** Let keys scroll what is too large for its place, in browsers that do not so by themselves. */
  function letKeysScroll() {
    for (const part of document.querySelectorAll("pre > code, table:not([class]), .authors")) {
      if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight) part.tabIndex = 0;
    }
  }

  // The modules are asked for at once, side by side, and run one after the other when the page is whole.
  const all = (name, properties) => modules.map((href) => Object.assign(document.createElement(name), properties(href)));
  document.head.append(...all("link", (href) => ({ rel: "modulepreload", href })));

  addEventListener("DOMContentLoaded", () => {
    followScrolling();
    letKeysScroll();
    document.head.append(...all("script", (src) => ({ type: "module", src, async: false })));
  });
})();
