/**
 * The topic picker: all topics as chips, and the way from the chosen ones to the filled-in form or GitHub's editor.
 *
 * Both addresses are those of the page's own links, with other topics.
 */

const MOST = 4; // topics of a paper; `papers check` accepts no more
const TOPICS = new URL("../../data/topics.json", import.meta.url);

let picker;

/** Open the picker for the page's paper. Rejected if the topics cannot be loaded. */
export async function pickTopics(editor, form) {
  picker ??= new Picker(await readTopics(), editor.href, form.href);
  picker.open();
}

async function readTopics() {
  const response = await fetch(TOPICS);
  if (!response.ok) throw new Error(`${TOPICS} answered ${response.status}`);
  return (await response.json()).topics;
}

class Picker {
  constructor(topics, editor, form) {
    this.topics = new Map(topics.map((topic) => [topic.name, topic]));
    this.editor = new URL(editor);
    this.form = new URL(form);
    this.chosen = namesIn(this.form.searchParams.get("topics")).filter((name) => this.topics.has(name));
    this.build();
    this.listen();
    this.show();
  }

  build() {
    this.search = element("input", { type: "search", placeholder: "Search topics", "aria-label": "Search topics", autocomplete: "off" });
    this.none = element("p", { hidden: true }, "No topic has these words.");
    this.groups = [...this.grouped()].map(([group, options]) => element("fieldset", {}, element("legend", {}, group), ...options));
    this.status = element("p", { role: "status" });
    this.suggest = element("a", { className: "suggest" }, "Suggest these topics");
    this.edit = element("a", {}, "edit the file");
    this.line = element("code", {});
    this.copy = element("button", { type: "button" }, "Copy");
    this.with = element("span", {}, ", with the line ", this.line, " ", this.copy);
    this.own = element("p", { className: "own" }, "Or ", this.edit, " yourself", this.with);
    this.close = element("button", { type: "button", className: "close", title: "Close", "aria-label": "Close" }, "×");
    const heading = element("h2", { id: "picker" }, "Fix topics");
    const header = element("header", {}, heading, this.search, this.close);
    const chips = element("div", { className: "chips" }, this.none, ...this.groups);
    const footer = element("footer", {}, this.status, this.suggest, this.own);
    this.dialog = element("dialog", { className: "picker" }, header, chips, footer);
    this.dialog.setAttribute("aria-labelledby", heading.id);
    document.querySelector("article").append(this.dialog);
  }

  /** Return the options by group: those that the paper has are a group of their own, which comes first. */
  grouped() {
    const numbers = new Map([...this.topics.values()].map(({ group }) => [group, 0]));
    [...numbers.keys()].forEach((group, at) => numbers.set(group, at + 1));
    const why = [...document.querySelectorAll(".why li")].map((line) => line.textContent);
    const groups = new Map(this.chosen.length ? [[why.length ? "Suggested" : "Now", []]] : []);
    const option = (topic, reason) => optionFor(topic, numbers.get(topic.group), reason);
    for (const name of this.chosen) {
      const topic = this.topics.get(name);
      const reason = why.find((line) => line.startsWith(`${topic.title}: `))?.slice(topic.title.length + 2);
      groups.values().next().value.push(option(topic, reason));
    }
    for (const topic of this.topics.values()) {
      if (this.chosen.includes(topic.name)) continue;
      if (!groups.has(topic.group)) groups.set(topic.group, []);
      groups.get(topic.group).push(option(topic));
    }
    return groups;
  }

  listen() {
    this.boxes = [...this.dialog.querySelectorAll("input[type=checkbox]")];
    this.dialog.addEventListener("change", ({ target }) => target.matches("[type=checkbox]") && this.choose(target));
    this.search.addEventListener("input", () => this.filter());
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", ({ target }) => target === this.dialog && this.dialog.close()); // the backdrop
    this.dialog.addEventListener("close", () => {
      if (location.hash === "#fix") history.replaceState(history.state, "", location.pathname);
    });
  }

  open() {
    this.dialog.showModal();
    if (matchMedia("(pointer: fine)").matches) this.search.focus(); // else a keyboard would cover the topics
  }

  choose(box) {
    if (box.checked && this.chosen.length === MOST) {
      box.checked = false;
      this.status.textContent = `A paper has at most ${MOST} topics. Take one out first.`;
      return;
    }
    this.chosen = box.checked ? [...this.chosen, box.value] : this.chosen.filter((name) => name !== box.value);
    this.show();
  }

  /** Show what is chosen, and lead to the form and the editor with that. */
  show() {
    for (const box of this.boxes) box.checked = this.chosen.includes(box.value);
    const titles = this.chosen.map((name) => this.topics.get(name).title);
    this.status.textContent = titles.length ? `Chosen: ${titles.join(", ")}.` : `Choose one to ${MOST}, the most specific first.`;
    this.suggest.hidden = this.own.hidden = !titles.length;
    this.form.searchParams.set("topics", this.chosen.join(", "));
    this.suggest.href = this.form.href;
    const line = `topics: [${this.chosen.join(", ")}]`;
    this.line.textContent = this.copy.dataset.copy = line;
    const entry = this.editor.searchParams.get("value"); // of a new file; what is in a file cannot be edited from here
    this.with.hidden = entry !== null;
    if (entry) this.editor.searchParams.set("value", entry.replace(/^ {2}topics: .*$/m, `  ${line}`));
    this.edit.href = this.editor.href;
  }

  /** Show the topics that have all words of the search. */
  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/);
    for (const box of this.boxes) box.parentElement.hidden = !words.every((word) => box.dataset.words.includes(word));
    for (const group of this.groups) group.hidden = !group.querySelector("label:not([hidden])");
    this.none.hidden = this.groups.some((group) => !group.hidden);
  }

  /** Arrow keys lead from the search through the topics; Enter takes the first one found. */
  press(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const shown = this.boxes.filter((box) => box.checkVisibility?.() ?? box.offsetParent);
    const at = shown.indexOf(event.target);
    const searching = event.target === this.search;
    if (searching && event.key === "Enter" && this.search.value.trim()) shown[0]?.click();
    else if (searching ? event.key === "ArrowDown" : step && at >= 0) (shown[at + (step ?? 1)] ?? this.search).focus();
    else return;
    event.preventDefault();
  }
}

/** Return a chip with a checkbox for a topic; `number` is that of its group. */
function optionFor({ name, title, description, aliases = [] }, number, reason) {
  const box = element("input", { type: "checkbox", value: name });
  box.dataset.words = [name, title, description, ...aliases].join(" ").toLowerCase();
  const chip = element("span", { className: "chip" }, title);
  return element("label", { className: `g${number}`, title: description }, box, chip, ...(reason ? [" ", element("small", {}, reason)] : []));
}

function namesIn(list) {
  return (list ?? "").split(",").map((name) => name.trim()).filter(Boolean);
}

/** Return a new element. Its properties include attributes, such as `role` and `aria-label`; children are elements or text. */
function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
