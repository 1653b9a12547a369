/**
 * The page frame: the colour switch, the back-to-top button and scrolling by keyboard.
 *
 * A classic script in the head, which runs before anything is shown, so that no page flashes in the wrong colours. It is
 * the only script that pages include, and loads the others. Without it pages are light, and everything is readable.
 */
(() => {
  "use strict";

  const system = matchMedia("(prefers-color-scheme: dark)");
  // Sites on one host share its storage, so each saves the colours under its own path.
  const KEY = `${new URL("../../", document.currentScript.src).pathname}colours`;
  const OTHER = { default: "slate", slate: "default" };
  const SWITCH = { default: "Switch to dark colours", slate: "Switch to light colours" };
  const FADING = 10; // pixels scrolled before the tabs fade
  // The other scripts. cite.js comes before search.js, which sends it the results.
  const MODULES = ["copy", "cite", "abstract", "similar", "search"];
  const modules = MODULES.map((name) => new URL(`${name}.js`, document.currentScript.src).href);

  /** Return a button that runs the action. */
  function button(className, title, action) {
    const made = Object.assign(document.createElement("button"), { type: "button", className, title });
    made.addEventListener("click", action);
    return made;
  }

  /** Return the reader's choice, or undefined. */
  function chosen() {
    try {
      const name = localStorage.getItem(KEY);
      return name in OTHER ? name : undefined;
    } catch {
      return undefined; // a browser may block storage; a choice then only lasts for one page
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

  // Mutation observers run before new elements are painted: this sets the colours and inserts the switch in time.
  new MutationObserver((_, observer) => {
    const search = document.getElementById("site-search");
    if (document.body) show();
    if (!search) return;
    search.before(colours);
    observer.disconnect();
  }).observe(document.documentElement, { childList: true, subtree: true });

  system.addEventListener("change", () => show());
  addEventListener("storage", () => show()); // chosen in another tab
  addEventListener("pageshow", (event) => event.persisted && show()); // changed before the reader went back to this page

  /** Show the back-to-top button when the reader scrolls up; fade the tabs and add the header's shadow. */
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

  /** Make overflowing elements scrollable by keyboard, for browsers that do not do so themselves. */
  function letKeysScroll() {
    for (const part of document.querySelectorAll("pre > code, table:not([class]), .authors")) {
      if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight) part.tabIndex = 0;
    }
  }

  // The modules load in parallel right away, and run in order when the document is complete.
  const all = (name, properties) => modules.map((href) => Object.assign(document.createElement(name), properties(href)));
  document.head.append(...all("link", (href) => ({ rel: "modulepreload", href })));

  addEventListener("DOMContentLoaded", () => {
    followScrolling();
    letKeysScroll();
    document.head.append(...all("script", (src) => ({ type: "module", src, async: false })));
  });
})();
