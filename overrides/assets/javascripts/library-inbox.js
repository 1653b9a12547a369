/**
 * The inbox: new papers that match what the reader follows; each can be seen, skipped or saved, also by single keys.
 */
import { element } from "./cite.js";
import { check } from "./library-check.js";
import { addressOf } from "./library-lists.js";
import { button, emptyNote } from "./library-parts.js";
import { byTime, change, markInbox, readAll, savePapers, setting } from "./library-store.js";

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const KEYS = { j: "next paper", k: "previous paper", s: "save", o: "open", "?": "show these keys" };

/** Fill the element with the inbox. */
export async function show(place) {
  const inbox = new Inbox(place);
  await inbox.load();
  inbox.renew();
  return () => inbox.load();
}

class Inbox {
  state = "new"; // or "seen"

  constructor(place) {
    this.place = place;
    this.list = element("div", {});
    this.said = element("p", { className: "library-said", role: "status" });
    this.help = helpDialog();
    document.addEventListener("keydown", (event) => this.press(event));
  }

  async load() {
    [this.papers, this.follows, this.keys] = await Promise.all([readAll("inbox"), readAll("follows"), setting("keys")]);
    this.fill();
  }

  /** Look for new papers, and say what could not be read. */
  async renew() {
    if (!this.follows.length) return;
    this.said.textContent = "Looking for new papers…";
    try {
      const failed = await check();
      await this.load();
      this.said.textContent = failed ? `${failed === 1 ? "One day" : `${failed} days`} could not be read: they are looked at again next time.` : "";
    } catch (error) {
      console.warn(error);
      this.said.textContent = error.cause ? error.message : "New papers could not be looked up: the site did not answer. What was found before is still here.";
    }
  }

  fill() {
    if (!this.follows.length) {
      const choose = element("a", { className: "button", href: "./#following" }, "Choose what to follow");
      this.place.replaceChildren(emptyNote("You follow nothing yet", "New papers of the topics, authors and words that you follow come here.", choose));
      return;
    }
    const focused = document.activeElement?.closest(".library-day li")?.dataset.key;
    const titles = new Map(this.follows.map(({ id, title }) => [id, title]));
    const of = (state) => this.papers.filter((paper) => paper.state === state);
    const shown = of(this.state).sort(byTime);
    const tools = element("div", { className: "library-tools" }, this.filters(of("new").length, of("seen").length), this.buttons(shown));
    const days = grouped(shown);
    this.list.replaceChildren(
      ...[...days].map(([day, papers]) =>
        element(
          "div",
          { className: "library-day" },
          element("h2", {}, element("a", { href: String(new URL(`../../days/${day}/`, import.meta.url)) }, DAY.format(new Date(day))), " ", element("small", {}, String(papers.length))),
          element("ul", { className: "library-list" }, ...papers.map((paper) => this.row(paper, titles))),
        ),
      ),
    );
    if (!shown.length) this.list.append(this.state === "new" ? emptyNote("Nothing new", "You have seen every new paper of what you follow.") : emptyNote("Nothing here", "Papers that you marked as seen are kept here."));
    if (this.list.parentNode !== this.place) this.place.replaceChildren(tools, this.list, this.said, this.help);
    else this.place.firstChild.replaceWith(tools);
    if (focused) this.links().find((link) => link.closest("li").dataset.key === focused)?.focus();
  }

  filters(fresh, seen) {
    const chips = [["new", "New", fresh], ["seen", "Seen", seen]].map(([state, words, number]) => {
      const show = () => {
        this.state = state;
        this.fill();
        this.place.querySelector(`.library-filters [aria-pressed="true"]`).focus();
      };
      const chip = button(`${words} `, show, { "aria-pressed": String(state === this.state) });
      chip.append(element("b", {}, String(number)));
      return chip;
    });
    return element("p", { className: "library-filters", role: "group", "aria-label": "Show" }, ...chips);
  }

  buttons(shown) {
    const all = button("Mark all as seen", () => this.mark(shown, "seen"));
    all.hidden = this.state !== "new" || !shown.length;
    const keys = button("Keys", () => this.help.showModal());
    keys.hidden = this.keys === false;
    return element("p", { className: "library-item" }, all, " ", keys);
  }

  row(paper, titles) {
    const link = element("a", { href: addressOf(paper.key), dir: "auto" }, paper.title);
    link.addEventListener("click", () => this.state === "new" && markInbox([paper.key], "seen"));
    const votes = paper.upvotes ? element("b", {}, String(paper.upvotes), element("i", {}, " upvotes")) : "";
    const because = paper.because.filter((id) => titles.has(id)).map((id) => element("span", { className: "library-tag" }, titles.get(id)));
    const act = (text, action) => button(text, action, { "aria-label": `${text}: ${paper.title}` });
    const acts = [act("Save", () => this.save(paper))];
    if (this.state === "new") acts.push(act("Seen", () => this.mark([paper], "seen")), act("Skip", () => this.mark([paper], "skipped")));
    const item = element(
      "li",
      {},
      element("div", {}, element("h3", {}, link), element("p", { className: "facts" }, votes, paper.byline), element("p", { className: "library-own" }, ...because)),
      element("p", { className: "library-item" }, ...acts),
    );
    item.dataset.key = paper.key;
    return item;
  }

  /** Do something that takes papers out of the list; the focus goes to what comes next. */
  async leave(papers, work) {
    const links = this.links();
    const at = links.findIndex((link) => link.closest("li").dataset.key === papers[0]?.key);
    try {
      await work();
    } catch (error) {
      this.said.textContent = error.message;
      return;
    }
    await this.load();
    const left = this.links();
    (left[Math.min(at, left.length - 1)] ?? this.place.querySelector(".library-filters button"))?.focus();
  }

  mark(papers, state) {
    return this.leave(papers, () => markInbox(papers.map(({ key }) => key), state));
  }

  save(paper) {
    return this.leave([paper], async () => {
      await savePapers([paper]);
      await change(["inbox"], (inbox) => inbox.delete(paper.key));
    });
  }

  links() {
    return [...this.list.querySelectorAll("h3 > a")];
  }

  /** Follow the single keys, unless the reader switched them off or is writing (WCAG 2.2, 2.1.4). */
  press(event) {
    const { key, target } = event;
    const isOff = this.keys === false || !this.place.isConnected || this.help.open;
    if (isOff || event.ctrlKey || event.metaKey || event.altKey || (event.repeat && key === "s") || !Object.hasOwn(KEYS, key)) return;
    if (target.closest?.("input, textarea, select")) return;
    event.preventDefault();
    const links = this.links();
    const at = links.findIndex((link) => link.closest("li").contains(document.activeElement));
    if (key === "?") this.help.showModal();
    if (key === "j") links[Math.min(at + 1, links.length - 1)]?.focus();
    if (key === "k") links[Math.max(at - 1, 0)]?.focus();
    if (key === "o") links[at]?.click();
    const paper = this.papers.find((one) => one.key === links[at]?.closest("li").dataset.key);
    if (key === "s" && paper) this.save(paper);
  }
}

function grouped(papers) {
  const days = new Map();
  for (const paper of papers) days.set(paper.day, [...(days.get(paper.day) ?? []), paper]);
  return days;
}

function helpDialog() {
  const keys = Object.entries(KEYS).flatMap(([key, does]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, does)]);
  const close = button("Close", () => dialog.close(), { className: "button" });
  const dialog = element("dialog", { className: "library-keys", "aria-labelledby": "keys" }, element("h2", { id: "keys" }, "Keys in the inbox"), element("dl", {}, ...keys), element("p", {}, "Settings can switch them off."), close);
  return dialog;
}
