/**
 * Search: suggestions below the field in every page's header, and the page of results.
 *
 * Without this file both forms still submit `q` to the search page. Results come from search-index.js as text, and are
 * inserted as text, never as HTML.
 */

const MOST_SUGGESTIONS = 8;
const RESULTS_AT_ONCE = 20;
const PAUSE = 150; // milliseconds without a keystroke before a search starts
const FAILED = "The search could not be loaded. Check your connection and try again.";
const HINT = "Type a word, or choose a topic or a year. Use \"quotes\" to find words side by side.";

let opening;

/** Open the index of the site that a search form belongs to: once, and again only after a failure. */
function openIndex(form) {
  import("./search-words.js"); // preloads a dependency of search-index.js in parallel
  // Both forms lead to <root>search/.
  opening ??= import("./search-index.js").then((module) => module.openIndex(new URL("../", form.action)));
  opening.catch(() => (opening = undefined));
  return opening;
}

/** Return the index's answer, or undefined if it cannot be loaded. */
async function ask(form, question, attempts = 2) {
  try {
    return await (await openIndex(form)).search(...question);
  } catch (error) {
    // The site may have been redeployed since this page was loaded: try once more with the current index.
    opening = undefined;
    if (attempts > 1) return ask(form, question, attempts - 1);
    console.error(error);
    return undefined;
  }
}

/** Suggestions in the header: a combobox whose options are links. */
class HeaderSearch {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.status = element("p", { className: "site-search-status", role: "status" });
    this.list = element("div", { className: "site-search-hits", id: "site-search-hits", role: "listbox" });
    this.list.ariaLabel = "Suggestions";
    this.panel = element("div", { className: "site-search-panel", hidden: true }, this.status, this.list);
    form.append(this.panel);
    Object.assign(this.input, { role: "combobox", autocomplete: "off", ariaKeyShortcuts: "/", ariaAutoComplete: "list", ariaExpanded: "false" });
    this.input.setAttribute("aria-controls", this.list.id);
    this.listen();
  }

  listen() {
    const suggest = debounce(() => this.suggest());
    this.input.addEventListener("focus", () => this.begin());
    this.input.addEventListener("input", () => {
      this.select(undefined);
      this.toggle(this.words !== "");
      openIndex(this.form).catch(() => {}); // suggest() shows the error
      suggest();
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.toggle(false);
    });
    // Clicking in the panel must not move the focus: that would close the panel before the click ends.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get words() {
    return this.input.value.trim();
  }

  begin() {
    openIndex(this.form).catch(() => {});
    if (!this.words) return;
    this.toggle(true);
    this.suggest();
  }

  toggle(open) {
    this.panel.hidden = !open;
    this.input.ariaExpanded = String(open);
    if (!open) this.select(undefined);
  }

  /** Show suggestions for the words, unless the words have changed when the answer arrives. */
  async suggest() {
    const words = this.words;
    if (!words) return this.show("", []);
    if (!this.list.hasChildNodes()) this.status.textContent = "Searching…";
    const answer = await ask(this.form, [words, {}, MOST_SUGGESTIONS]);
    if (words !== this.words) return;
    if (!answer) return this.show(FAILED, []);
    const links = answer.hits.map((hit) => this.suggestion(hit));
    if (answer.instead) links.unshift(this.resultsFor(answer.instead, `Did you mean “${answer.instead}”?`));
    if (answer.more || answer.total > answer.hits.length) links.push(this.resultsFor(words, allResults(answer)));
    this.show(papersFound(answer), links);
  }

  suggestion({ address, title, facts, excerpt }) {
    const link = element("a", { href: new URL(`../${address}`, this.form.action).href });
    link.append(element("span", { className: "search-title" }, title), ...details("span", facts, excerpt));
    return link;
  }

  resultsFor(words, text) {
    const address = new URL(this.form.action);
    address.searchParams.set("q", words);
    return element("a", { className: "site-search-all", href: address.href }, text);
  }

  show(status, links) {
    this.select(undefined);
    links.forEach((link, at) => Object.assign(link, { id: `site-search-hit-${at}`, role: "option", tabIndex: -1 }));
    this.status.textContent = status;
    this.list.replaceChildren(...links);
    this.panel.scrollTop = 0;
  }

  press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.words) {
      if (this.panel.hidden) this.toggle(true);
      else this.move(step);
    } else if (event.key === "Enter" && this.selected) this.selected.click();
    else if (event.key === "Escape" && !this.panel.hidden) this.toggle(false);
    else return;
    event.preventDefault();
  }

  /** Select the next suggestion. Between the last and the first, none is selected and the field is active. */
  move(step) {
    const links = [...this.list.children];
    const places = links.length + 1;
    const next = (links.indexOf(this.selected) + 1 + step + places) % places;
    this.select(links[next - 1]);
  }

  select(link) {
    if (this.selected) this.selected.ariaSelected = "false";
    this.selected = link;
    if (!link) return this.input.removeAttribute("aria-activedescendant");
    link.ariaSelected = "true";
    link.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", link.id);
  }
}

/** The search page. Its address contains the whole query, so it can be shared and works with the back button. */
class SearchPage {
  constructor(form) {
    this.form = form;
    this.author = element("input", { type: "hidden", name: "author" });
    this.anyAuthor = element("button", { type: "button", className: "search-author", hidden: true });
    form.append(this.author, this.anyAuthor);
    this.fields = [form.elements.q, form.elements.topic, form.elements.year, this.author];
    this.status = document.querySelector(".search-status");
    this.list = document.querySelector(".search-results");
    this.more = document.querySelector(".search-more");
    this.listen();
    this.read();
  }

  listen() {
    this.form.elements.q.addEventListener("input", debounce(() => this.search()));
    this.form.addEventListener("change", (event) => event.target.matches("select") && this.settle());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.settle();
    });
    this.anyAuthor.addEventListener("click", () => {
      this.author.value = "";
      this.settle();
      this.form.elements.q.focus();
    });
    this.more.addEventListener("click", () => this.answer(this.list.children.length));
    addEventListener("popstate", () => {
      if (location.href.split("#")[0] !== this.address) this.read(); // not for links within this page
    });
  }

  get address() {
    return this.addressFor(this.form.elements.q.value);
  }

  /** Return the address of a search for the words with the current filters. */
  addressFor(words) {
    const address = new URL(this.form.action);
    for (const field of this.fields) {
      const value = (field.name === "q" ? words : field.value).trim();
      if (value) address.searchParams.set(field.name, value);
    }
    return address.href;
  }

  /** Run the search in the page's address. */
  read() {
    const parameters = new URLSearchParams(location.search);
    for (const field of this.fields) field.value = parameters.get(field.name) ?? "";
    this.form.elements.topic.value = this.presentName(parameters.get("topic") ?? "");
    const unknown = [this.form.elements.topic, this.form.elements.year].filter((field) => field.selectedIndex < 0);
    for (const field of unknown) field.value = "";
    this.unknown = unknown
      .map(({ name }) => `Unknown ${name} "${parameters.get(name)}": this filter is ignored. `)
      .join("");
    this.settled = true;
    this.answer(0, history.state?.shown); // as many as before the reader left the page
  }

  /** Run the search in the form and keep it in the history: the next search gets an entry of its own. */
  settle() {
    this.search();
    this.settled = true;
  }

  search() {
    this.unknown = "";
    if (this.address !== location.href) {
      // Everything typed until the search is settled shares one history entry.
      history[this.settled ? "pushState" : "replaceState"](null, "", this.address);
      this.settled = false;
    }
    this.answer();
  }

  /** Show at most `most` results from `offset` on, unless the form has changed when they arrive. */
  async answer(offset = 0, most = RESULTS_AT_ONCE) {
    const asked = this.address;
    const [words, topic, year, author] = this.fields.map((field) => field.value.trim());
    this.anyAuthor.hidden = !author;
    this.anyAuthor.textContent = `By ${author} ×`;
    this.anyAuthor.ariaLabel = `By ${author}: show papers by anyone`;
    if (!words && !topic && !year && !author) return this.show(HINT, []);
    if (!this.list.hasChildNodes()) this.status.textContent = "Searching…";
    this.more.disabled = true;
    const answer = await ask(this.form, [words, { topic, year, author }, most, offset]);
    if (asked !== this.address) return;
    this.more.disabled = false;
    if (!answer) return this.show(FAILED, []);
    const results = answer.hits.map((hit) => this.result(hit));
    if (!offset) {
      this.show(papersFound(answer), results, answer);
      return this.announce(answer.total, [words, { topic, year, author }]);
    }
    this.show(papersFound(answer), [...this.list.children, ...results], answer);
    history.replaceState({ shown: this.list.children.length }, "");
    results[0]?.querySelector("a").focus();
  }

  show(status, results, { total, more, instead } = { total: 0, more: false, instead: "" }) {
    const meant = instead && element("a", { href: this.addressFor(instead) }, instead);
    this.status.replaceChildren(this.unknown, ...(meant ? ["Did you mean ", meant, "? "] : []), status);
    this.list.replaceChildren(...results);
    this.more.hidden = !more && results.length >= total;
    if (!results.length) this.announce(0);
  }

  /** Dispatch an event, for cite.js, with the number of papers and a function that returns the first of them. */
  announce(total, question) {
    const first = async (most) => {
      const answer = await ask(this.form, [...question, most]);
      if (!answer) throw new Error(FAILED);
      return answer.hits.map(({ address, title }) => ({ href: this.addressOf(address), title }));
    };
    document.dispatchEvent(new CustomEvent("search-results", { detail: { total, first } }));
  }

  result({ address, title, facts, excerpt, topics }) {
    const link = element("a", { className: "search-title", href: this.addressOf(address) }, title);
    const labels = topics.map((name) => element("a", { href: this.addressOf(`topics/${name}/`) }, this.titleOf(name)));
    const result = element("li", {}, link, ...details("p", facts, excerpt));
    if (labels.length) result.append(element("p", { className: "search-topics" }, ...labels));
    return result;
  }

  addressOf(path) {
    return new URL(`../${path}`, this.form.action).href;
  }

  /** Return a topic's current name; an address may contain an old one. */
  presentName(topic) {
    const options = [...this.form.elements.topic.options];
    return options.find((option) => option.dataset.was?.split(" ").includes(topic))?.value ?? topic;
  }

  titleOf(topic) {
    return [...this.form.elements.topic.options].find((option) => option.value === topic)?.text ?? topic;
  }
}

/** Return a new element; children are elements or text. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Return elements for a hit's facts and excerpt, if it has any. */
function details(name, facts, excerpt) {
  const pieces = excerpt.map(({ text, marked }) => (marked ? element("mark", {}, text) : text));
  return [
    ...(facts ? [element(name, { className: "search-facts" }, facts)] : []),
    ...(pieces.length ? [element(name, { className: "search-excerpt" }, ...pieces)] : []),
  ];
}

function papersFound({ total, complete, more }) {
  if (more) return total ? `${counted(total)} so far` : "None in the most likely papers so far.";
  if (!total) return "No papers found. Try fewer or different words.";
  if (complete === total) return counted(total);
  const some = `${(total - complete).toLocaleString("en")} with some`;
  return complete ? `${counted(complete)} with all words, ${some}` : `No paper with all words, ${some}`;
}

function allResults({ total, more }) {
  return more ? "All results" : `All ${total.toLocaleString("en")} results`;
}

function counted(papers) {
  return papers === 1 ? "1 paper" : `${papers.toLocaleString("en")} papers`;
}

function debounce(task) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, PAUSE);
  };
}

/** Focus the field when `/` is pressed, as on many sites, but not while the reader is typing. */
function focusBySlash(field) {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    field.select();
    field.focus();
  });
}

const header = document.getElementById("site-search");
if (header) focusBySlash(new HeaderSearch(header).input);

const page = document.getElementById("search-page");
if (page) new SearchPage(page);
