/** The search page. Its address contains the whole query, so it can be shared and works with the back button. */

import { followAddress } from "./follow.js";
import { card } from "./search-card.js";
import { ask, debounce, element, foundBy, papersFound, rootOf } from "./search-client.js";
import { MonthRange } from "./search-months.js";
import { RecentSearches } from "./search-recent.js";
import { yearBars } from "./search-years.js";

const RESULTS_AT_ONCE = 20;
const HINT = 'Type a word, or choose a topic or months. Use "quotes" to find words side by side.';
const RESTING = 200; // milliseconds without scrolling before the place is saved
const AS_TYPED = "typed"; // in the address: without correction

class SearchPage {
  constructor(form) {
    this.form = form;
    this.root = rootOf(form);
    this.recent = new RecentSearches(this.root);
    const { q, topic, from, to, sort } = form.elements;
    this.author = element("input", { type: "hidden", name: "author" });
    this.as = element("input", { type: "hidden", name: "as" });
    this.fields = [q, topic, from, to, sort, this.author, this.as];
    this.months = new MonthRange(from, to);
    this.topics = new Map([...topic.options].map((option) => [option.value, option]));
    this.anyAuthor = element("button", { type: "button", className: "search-author", hidden: true });
    form.append(this.author, this.as, this.anyAuthor);
    this.status = document.querySelector(".search-status");
    this.build(document.querySelector(".search-answer"));
    history.scrollRestoration = "manual"; // results come later than the browser would scroll
    this.listen();
    const typed = q.value; // before this script was loaded
    this.read();
    if (typed && typed !== q.value) {
      q.value = typed;
      this.search();
    }
  }

  /** Add the parts of an answer, in their order. */
  build(answer) {
    this.offers = element("ul", { className: "search-offers", hidden: true });
    this.years = element("div", { className: "search-years", role: "group", "aria-label": "Papers per year", hidden: true });
    this.list = element("ul", { className: "search-results" });
    this.more = element("button", { type: "button", className: "search-more", hidden: true }, "More results");
    this.someTitle = element("summary", {});
    this.someList = element("ul", { className: "search-some-results" });
    this.moreSome = element("button", { type: "button", className: "search-more", hidden: true }, "More of these");
    const some = element("div", { className: "papers" }, this.someList);
    this.some = element("details", { className: "search-some", hidden: true }, this.someTitle, some, this.moreSome);
    this.copy = element("button", { type: "button", "data-copy": "" }, "Copy link");
    this.share = element("button", { type: "button", hidden: !navigator.share }, "Share");
    this.repository = answer.dataset.repository;
    this.follow = element("a", { hidden: true }, "Follow as a feed");
    const sharing = element("p", { className: "search-share" }, "This search: ", this.copy, " ", this.share, " ", this.follow);
    this.tools = element("div", { className: "search-tools", hidden: true }, sharing, element("button", { type: "button", className: "select" }, "Select"));
    this.start = element("div", { className: "search-start" });
    const list = element("div", { className: "papers" }, this.list);
    answer.append(this.start, this.offers, this.years, list, this.more, this.some, this.tools);
  }

  listen() {
    const { q } = this.form.elements;
    const search = debounce(() => this.search());
    q.addEventListener("input", () => {
      this.as.value = "";
      search();
    });
    this.form.addEventListener("change", (event) => event.target.matches("select") && this.settle());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.settle();
    });
    this.anyAuthor.addEventListener("click", () => {
      this.author.value = "";
      this.settle();
      q.focus();
    });
    this.more.addEventListener("click", () => this.add(this.list, this.list.children.length));
    const some = () => this.answered.complete + this.someList.children.length;
    this.moreSome.addEventListener("click", () => this.add(this.someList, some()));
    this.some.addEventListener("toggle", () => {
      if (this.answered && this.some.open && !this.someList.hasChildNodes()) this.add(this.someList, this.answered.complete);
      this.save();
    });
    this.share.addEventListener("click", () => navigator.share({ title: document.title, url: this.address }).catch(() => {}));
    this.list.addEventListener("click", () => this.leave());
    this.someList.addEventListener("click", () => this.leave());
    this.followHistory();
  }

  followHistory() {
    let timer;
    addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.save(), RESTING);
    }, { passive: true });
    addEventListener("popstate", () => {
      if (location.href.split("#")[0] !== this.address) this.read(); // not for links within this page
    });
    // After Back, a browser may restore the page with another text in the field than the address has.
    addEventListener("pageshow", (event) => {
      if (event.persisted && location.href.split("#")[0] !== this.address) this.read();
    });
  }

  get address() {
    return this.addressFor({});
  }

  /** Return the address of the search in the form, with other values for some fields. */
  addressFor(values) {
    const address = new URL(this.form.action);
    for (const { name, value } of this.fields) {
      const text = (values[name] ?? value).trim();
      if (text) address.searchParams.set(name, text);
    }
    return address.href;
  }

  /** Run the search in the page's address. */
  read() {
    const parameters = new URLSearchParams(location.search);
    for (const field of this.fields) field.value = parameters.get(field.name) ?? "";
    const unknown = [];
    const check = (name, value) => {
      this.form.elements[name].value = value;
      if (this.form.elements[name].selectedIndex >= 0) return;
      this.form.elements[name].value = "";
      unknown.push(name);
    };
    check("topic", this.presentName(parameters.get("topic") ?? ""));
    check("sort", parameters.get("sort") ?? "");
    const year = parameters.get("year"); // in older addresses
    const ofYear = this.months.of(year);
    if (year && !ofYear.first) unknown.push("year");
    check("from", this.months.from(parameters.get("from") ?? ofYear.first));
    check("to", this.months.upTo(parameters.get("to") ?? ofYear.last));
    this.unknown = unknown.map((name) => `Unknown ${name} "${parameters.get(name)}": this filter is ignored. `).join("");
    this.settled = true;
    const { shown = RESULTS_AT_ONCE, some = 0, top = 0 } = history.state ?? {};
    this.recent.add(this.words);
    this.answer(shown, some).then(() => location.hash || scrollTo(0, top)); // where the reader left the page
  }

  /** Run the search in the form and keep it in the history: the next search gets an entry of its own. */
  settle() {
    this.search();
    this.recent.add(this.words);
    this.settled = true;
  }

  search() {
    this.months.sort();
    this.unknown = "";
    if (this.address !== location.href) {
      // Everything typed until the search is settled shares one history entry.
      history[this.settled ? "pushState" : "replaceState"](null, "", this.address);
      this.settled = false;
    }
    this.answer();
  }

  get words() {
    return this.form.elements.q.value.trim();
  }

  /** Return the index's answer for the form: at most `most` results from `offset` on. */
  ask(most, offset = 0) {
    const { topic, from, to, sort } = this.form.elements;
    const filters = { topic: topic.value, from: from.value, to: to.value, author: this.author.value.trim() };
    const typed = this.as.value === AS_TYPED;
    return ask(this.form, [this.words, { ...filters, sort: sort.value || "best", typed }, most, offset]);
  }

  /** Show the first results, and as many of those with some words, unless the form has changed when they arrive. */
  async answer(most = RESULTS_AT_ONCE, some = 0) {
    const asked = this.address;
    const author = this.author.value.trim();
    this.form.elements.q.defaultValue = this.form.elements.q.value; // WebKit sets the field to this after Back
    this.anyAuthor.hidden = !author;
    this.anyAuthor.textContent = `By ${author} ×`;
    this.anyAuthor.setAttribute("aria-label", `By ${author}: show papers by anyone`);
    const { topic, from, to } = this.form.elements;
    if (![this.words, author, topic.value, from.value, to.value].some(Boolean)) return this.begin();
    if (!this.list.hasChildNodes()) this.status.textContent = "Searching…";
    const answer = await this.ask(most);
    if (asked !== this.address) return;
    if (answer.problem) return this.clear(answer.problem);
    await this.show(answer);
    if (some && asked === this.address && !this.some.hidden) await this.open(some);
  }

  /** Show what an empty form may be filled with. */
  begin() {
    this.clear(HINT);
    this.start.replaceChildren(
      ...this.suggestions("Try", [...document.querySelectorAll(".search-examples > li")].map((item) => item.textContent)),
      ...this.suggestions("Your recent searches", this.recent.list()),
    );
    if (!this.recent.list().length) return;
    const forget = element("button", { type: "button", className: "search-forget" }, "Forget them");
    forget.addEventListener("click", () => {
      this.recent.forget();
      this.begin();
      this.status.textContent = "Your recent searches are forgotten.";
      this.form.elements.q.focus();
    });
    this.start.append(forget);
  }

  suggestions(title, searches) {
    const items = searches.map((words) => element("li", {}, element("a", { href: this.addressFor({ q: words }) }, words)));
    return items.length ? [element("h2", {}, title), element("ul", {}, ...items)] : [];
  }

  clear(status) {
    this.answered = undefined;
    this.status.replaceChildren(this.unknown, status);
    for (const part of [this.offers, this.years, this.more, this.some, this.tools]) part.hidden = true;
    for (const part of [this.list, this.someList, this.start]) part.replaceChildren();
    this.announce();
  }

  async show(answer) {
    const found = foundBy(answer);
    const cards = answer.hits.map((hit) => this.card(hit));
    this.answered = answer;
    this.start.replaceChildren();
    this.status.replaceChildren(this.unknown, ...this.correction(answer), papersFound(answer));
    this.list.replaceChildren(...cards.slice(0, found));
    this.some.open = false;
    this.some.hidden = found === answer.total;
    this.someTitle.textContent = `${(answer.total - found).toLocaleString("en")} more with only some of the words`;
    this.someList.replaceChildren(...cards.slice(found));
    this.tools.hidden = !found;
    this.copy.dataset.copy = this.address;
    this.offerFeed();
    this.countMore();
    this.showYears(answer.years);
    this.announce();
    await this.offer(answer);
  }

  /** Lead to the form that asks for a feed of this search. */
  offerFeed() {
    const { words, author, form } = this;
    const address = followAddress(this.repository, { text: words, author: author.value, topic: form.elements.topic.value });
    this.follow.hidden = !address;
    if (address) this.follow.href = address;
  }

  /** Return a line that tells of a correction. */
  correction({ instead, corrected }) {
    if (!instead) return [];
    const meant = element("a", { href: this.addressFor({ q: instead }) }, instead);
    if (!corrected) return ["Did you mean ", meant, "? "];
    const typed = element("a", { href: this.addressFor({ as: AS_TYPED }) }, `Search for “${this.words}” as typed`);
    return ["Results for ", element("b", {}, instead), ". ", typed, ". "];
  }

  showYears(years) {
    const bars = yearBars(years, this.months.year, (year) => {
      this.months.choose(year);
      this.settle();
    });
    const focused = this.years.contains(document.activeElement) && document.activeElement.dataset.year;
    this.years.replaceChildren(...bars);
    this.years.hidden = !bars.length;
    if (focused) this.years.querySelector(`[data-year="${focused}"]`)?.focus();
  }

  /** Offer the pages of what the words name: topics, a month, authors. */
  async offer({ authors }) {
    const asked = this.address;
    const { monthNamed, offer, topicsNamed } = await import("./search-offers.js");
    if (asked !== this.address) return;
    const topics = topicsNamed(this.words, [...this.topics.values()].filter(({ value }) => value));
    const month = this.months.titles.get(monthNamed(this.words));
    const below = (path) => new URL(path, this.root).href;
    const offers = [
      ...topics.map(({ value, text, dataset }) => offer("Topic", text, below(`topics/${value}/`), Number(dataset.papers))),
      ...(month ? [offer("Month", month, below(`months/${monthNamed(this.words)}/`))] : []),
      ...authors.map(({ name, papers }) => offer("Author", name, this.addressFor({ q: "", author: name }), papers)),
    ];
    this.offers.replaceChildren(...offers);
    this.offers.hidden = !offers.length;
  }

  /** Add results to a list, and lead the focus to the first of them. */
  async add(list, offset) {
    const asked = this.address;
    const button = list === this.list ? this.more : this.moreSome;
    button.disabled = true;
    const answer = await this.ask(RESULTS_AT_ONCE, offset);
    if (asked !== this.address) return;
    button.disabled = false;
    if (answer.problem) return this.clear(answer.problem);
    const end = list === this.list ? foundBy(answer) : answer.total;
    const cards = answer.hits.slice(0, end - offset).map((hit) => this.card(hit));
    const isFirst = !list.hasChildNodes();
    list.append(...cards);
    this.answered = answer;
    this.status.replaceChildren(this.unknown, ...this.correction(answer), papersFound(answer));
    this.countMore();
    this.save();
    if (!isFirst) cards[0]?.querySelector("a").focus({ preventScroll: true });
  }

  /** Unfold the papers with some of the words, and show so many of them. */
  async open(some) {
    const { complete } = this.answered;
    const missing = some - this.someList.children.length;
    if (missing > 0) {
      const answer = await this.ask(missing, complete + this.someList.children.length);
      if (!answer.problem) this.someList.append(...answer.hits.map((hit) => this.card(hit)));
    }
    this.some.open = true;
    this.countMore();
  }

  countMore() {
    const { total, more } = this.answered;
    const found = foundBy(this.answered);
    this.more.hidden = !more && this.list.children.length >= found;
    this.moreSome.hidden = this.someList.children.length >= total - found;
  }

  /** Keep the place in the history: how many results are shown, and how far the reader has scrolled. */
  save() {
    if (!this.answered) return;
    const some = this.some.open ? this.someList.children.length : 0;
    const shown = Math.max(this.list.children.length, RESULTS_AT_ONCE);
    history.replaceState({ shown, some, top: scrollY }, "");
  }

  leave() {
    this.save();
    this.recent.add(this.words);
  }

  /** Dispatch an event, for cite.js, with the number of papers and a function that returns the first of them. */
  announce() {
    const total = this.answered ? foundBy(this.answered) : 0;
    const first = async (most) => {
      const answer = await this.ask(Math.min(most, total));
      if (answer.problem) throw new Error(answer.problem);
      return answer.hits.map(({ address, title }) => ({ href: new URL(address, this.root).href, title }));
    };
    document.dispatchEvent(new CustomEvent("search-results", { detail: { total, first } }));
  }

  card(hit) {
    return card(hit, this.topics, this.root);
  }

  /** Return a topic's current name; an address may contain an old one. */
  presentName(topic) {
    return [...this.topics.values()].find(({ dataset }) => dataset.was?.split(" ").includes(topic))?.value ?? topic;
  }
}

new SearchPage(document.getElementById("search-page"));
