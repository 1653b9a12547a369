/**
 * The page frame: the colour switch, the back-to-top button and scrolling by keyboard.
 *
 * A classic script in the head, which runs before anything is shown, so that no page flashes in the wrong colours. It is
 * the only script that pages include, and loads the others. Without it pages are light, and everything is readable.
 */
(() => {
  "use strict";

  const script = document.currentScript.src;
  const system = matchMedia("(prefers-color-scheme: dark)");
  // Sites on one host share its storage, so each saves the colours under its own path.
  const root = new URL("../../", script).pathname;
  const KEY = `${root}colours`;
  const DARK = "slate";
  let light = "default"; // or an archive's own scheme, which mkdocs.yml names
  let first; // the scheme without a choice of the reader's: by default the system's
  const FAR = 300; // pixels scrolled before the back-to-top button is of use
  // The other scripts, in the order in which they run, each with what a page must have to need it.
  const MODULES = {
    copy: "body",
    filter: ".filters",
    cite: ".paper-page, [data-cite], .search-answer",
    abstract: ".papers .summary > a",
    similar: ".newer",
    paper: ".paper-page",
    search: "body",
    "search-page": "#search-page",
    "library-stars": "body",
    "library-page": "#library",
  };
  const address = (name) => new URL(`${name}.js`, script).href;

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
      return name === DARK || name === light ? name : undefined;
    } catch {
      return undefined; // a browser may block storage; a choice then only lasts for one page
    }
  }

  /** Read which scheme mkdocs.yml sets: the dark one for everybody, or a light one of the archive's own. */
  function readScheme() {
    const set = document.body.dataset.mdColorScheme;
    if (set === DARK) first = DARK;
    else light = set ?? light;
  }

  /** Keep the place of what the reader follows on the front page (library-home.js), so that nothing moves when it comes. */
  function keepPlace() {
    try {
      document.body.style.setProperty("--yours", Math.min(JSON.parse(localStorage.getItem(`${root}library`)).follows.length, 5));
    } catch {} // there is no library, or none that can be read
  }

  function show(scheme = chosen() ?? first ?? (system.matches ? DARK : light)) {
    document.body.dataset.mdColorScheme = scheme;
    colours.title = scheme === DARK ? "Switch to light colours" : "Switch to dark colours";
  }

  const colours = button("colours", "", () => {
    const scheme = document.body.dataset.mdColorScheme === DARK ? light : DARK;
    show(scheme);
    try {
      localStorage.setItem(KEY, scheme);
    } catch {}
  });

  // Mutation observers run before new elements are painted: this sets the colours and inserts the switch in time.
  let isShown = false;
  new MutationObserver((_, observer) => {
    const search = document.getElementById("site-search");
    if (document.body && !isShown) {
      isShown = true;
      readScheme();
      show();
      keepPlace();
    }
    if (!search) return;
    search.before(colours);
    observer.disconnect();
  }).observe(document.documentElement, { childList: true, subtree: true });

  system.addEventListener("change", () => show());
  addEventListener("storage", () => show()); // chosen in another tab
  // After Back, a browser may restore a page as it was left: with its old colours and an open drawer.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    show();
    document.getElementById("sections").hidePopover?.();
  });

  /** Show the back-to-top button when the reader scrolls up; add the header's shadow when the page is below it. */
  function followScrolling() {
    const header = document.querySelector(".md-header");
    const top = button("md-top", "", () => scrollTo({ top: 0 }));
    top.textContent = "Back to top";
    top.hidden = true;
    document.querySelector("main").append(top);
    let last = scrollY;
    const follow = () => {
      header.classList.toggle("md-header--shadow", scrollY > 0);
      top.hidden = scrollY <= FAR || scrollY >= last;
      last = scrollY;
    };
    follow();
    addEventListener("scroll", follow, { passive: true });
  }

  /** Make overflowing elements scrollable by keyboard, for browsers that do not do so themselves. */
  function letKeysScroll() {
    for (const part of document.querySelectorAll("pre > code, table:not([class])")) {
      if (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight) part.tabIndex = 0;
    }
  }

  /** Give links their full addresses, which are printed beside them: styles only know the relative ones. */
  function writeAddresses() {
    const links = document.querySelectorAll("article :is(.paper, .rows li, p:not(.topics, .neighbours), li, td) > a[href]:not(.summary > a)");
    for (const link of links) if (!link.hash || link.pathname !== location.pathname) link.dataset.address = link.href;
  }
  addEventListener("beforeprint", writeAddresses);
  matchMedia("print").addEventListener("change", writeAddresses); // where printing is emulated

  addEventListener("DOMContentLoaded", () => {
    followScrolling();
    letKeysScroll();
    for (const [name, needed] of Object.entries(MODULES)) {
      if (!document.querySelector(needed)) continue;
      const module = Object.assign(document.createElement("script"), { type: "module", src: address(name), async: false });
      document.head.append(module);
    }
  });
})();
