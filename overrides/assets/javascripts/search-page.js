/** The search page. Its address contains the whole query, so it can be shared and works with the back button. */

import { card } from "./search-card.js";
import { ask, debounce, element, foundBy, papersFound, rootOf } from "./search-client.js";
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
    const sharing = element("p", { className: "search-share" }, "This search: ", this.copy, " ", this.share);
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
    this.moreSome.addEventListener("click", () => this.add(this.someList, this.answered.complete + this.someList.children.length));
    this.some.addEventListener("toggle", () => {
      if (this.some.open && !this.someList.hasChildNodes()) this.add(this.someList, this.answered.complete);
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
    const ofYear = year ? this.months.filter((month) => month.startsWith(`${year}-`)) : [];
    if (year && !ofYear.length) unknown.push("year");
    check("from", this.month(parameters.get("from") ?? ofYear[ofYear.length - 1] ?? "", "from"));
    check("to", this.month(parameters.get("to") ?? ofYear[0] ?? "", "to"));
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
    const { from, to } = this.form.elements;
    if (from.value && to.value && from.value > to.value) [from.value, to.value] = [to.value, from.value];
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
    this.countMore();
    this.showYears(answer.years);
    this.announce();
    await this.offer(answer);
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
    const chosen = this.chosenYear();
    const bars = yearBars(years, chosen, (year) => {
      this.chooseYear(year);
      this.settle();
    });
    const focused = this.years.contains(document.activeElement) && document.activeElement.dataset.year;
    this.years.replaceChildren(...bars);
    this.years.hidden = !bars.length;
    if (focused) this.years.querySelector(`[data-year="${focused}"]`)?.focus();
  }

  /** Return the months that can be chosen, the newest first. */
  get months() {
    return [...this.form.elements.from.options].map(({ value }) => value).filter(Boolean);
  }

  /** Return the closest month that can be chosen: the first from there on, or the last up to there. */
  month(value, name) {
    if (!/^\d{4}-\d{2}$/.test(value)) return value;
    const near = name === "from" ? this.months.filter((month) => month >= value).pop() : this.months.find((month) => month <= value);
    return near ?? value;
  }

  /** Return the year whose months are the filter, or an empty text. */
  chosenYear() {
    const { from, to } = this.form.elements;
    const months = this.months.filter((month) => month.startsWith(from.value.slice(0, 4)));
    return from.value && to.value === months[0] && from.value === months[months.length - 1] ? from.value.slice(0, 4) : "";
  }

  chooseYear(year) {
    const months = year ? this.months.filter((month) => month.startsWith(year)) : [""];
    this.form.elements.from.value = months[months.length - 1];
    this.form.elements.to.value = months[0];
  }

  /** Offer the pages of what the words name: topics, a month, authors. */
  async offer({ authors }) {
    const asked = this.address;
    const { topicsNamed, monthNamed } = await import("./search-offers.js");
    if (asked !== this.address) return;
    const topics = topicsNamed(this.words, [...this.topics.values()].filter(({ value }) => value));
    const month = this.months.find((one) => one === monthNamed(this.words));
    const offers = [
      ...topics.map(({ value, text, dataset }) => ["Topic", text, new URL(`topics/${value}/`, this.root).href, Number(dataset.papers)]),
      ...(month ? [["Month", this.titleOf(month), new URL(`months/${month}/`, this.root).href]] : []),
      ...authors.map(({ name, papers }) => ["Author", name, this.addressFor({ q: "", author: name }), papers]),
    ];
    this.offers.replaceChildren(
      ...offers.map(([kind, text, href, papers]) => {
        const number = papers ? [" ", element("small", {}, papers.toLocaleString("en"), element("span", { className: "said" }, " papers"))] : [];
        return element("li", {}, element("span", { "aria-hidden": "true" }, "→ "), `${kind}: `, element("a", { href }, text), ...number);
      }),
    );
    this.offers.hidden = !offers.length;
  }

  titleOf(month) {
    return [...this.form.elements.from.options].find(({ value }) => value === month).text;
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
