/**
 * What the reader follows: topics, authors and words.
 */
import { element } from "./cite.js";
import { followFromNow } from "./library-check.js";
import { opml, saveFile } from "./library-lists.js";
import { button } from "./library-parts.js";
import { KINDS, ruleOf } from "./library-rules.js";
import { readAll, unfollow } from "./library-store.js";

const root = new URL("../../", import.meta.url);

/** Fill the element with what is followed, and with what can be. */
export async function show(place) {
  const said = element("p", { className: "library-said", role: "status" });
  const own = element("div", {});
  const topics = element("div", { className: "library-topics" });
  const attempt = async (work, words) => {
    try {
      await work();
      said.textContent = words;
    } catch (error) {
      said.textContent = error.message;
    }
    await fill();
  };
  const fill = async () => {
    const follows = await readAll("follows");
    own.replaceChildren(...lists(follows, attempt), ...(follows.some(({ kind }) => kind === "topic") ? [feeds(follows)] : []));
    const ids = new Set(follows.map(({ id }) => id));
    for (const chip of topics.querySelectorAll("button")) chip.setAttribute("aria-pressed", String(ids.has(chip.value)));
  };
  await fill();
  place.append(own, form("author", "An author", "Ada Example", attempt), form("words", "Words", "robot \"long context\"", attempt), said, topics);
  fillTopics(topics, attempt).then(fill);
  return fill;
}

/** Return the lists of what is followed, by kind. */
function lists(follows, attempt) {
  const shown = Object.entries(KINDS).map(([kind, title]) => [title, follows.filter((rule) => rule.kind === kind)]);
  return shown.filter(([, rules]) => rules.length).map(([title, rules]) => {
    const items = rules.map((rule) => {
      const name = rule.kind === "topic" ? element("a", { href: `${root}topics/${rule.value}/` }, rule.title) : element("span", { dir: "auto" }, rule.title);
      const stop = button("Unfollow", () => attempt(() => unfollow(rule.id), `You no longer follow ${rule.title}.`), { "aria-label": `Unfollow ${rule.title}` });
      return element("li", {}, name, stop);
    });
    return element("section", { className: "library-rules" }, element("h2", {}, title), element("ul", { className: "library-item" }, ...items));
  });
}

function feeds(follows) {
  const save = button("Topics as OPML", () => saveFile("followed-topics.opml", "text/x-opml", opml(follows)));
  return element("p", { className: "library-do library-feeds" }, save, element("span", {}, "for a feed reader"));
}

function form(kind, label, example, attempt) {
  const field = element("input", { type: "text", placeholder: example, maxLength: 100, required: true });
  const made = element("form", { className: "library-form" }, element("label", {}, label, field), element("button", { type: "submit" }, "Follow"));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const rule = ruleOf(kind, field.value);
    field.value = "";
    attempt(() => {
      if (!rule) throw new Error("That has no letters or digits to look for.");
      return followFromNow(rule);
    }, rule && `You follow ${rule.title}.`);
  });
  return made;
}

/** Add every topic as a button, by group. */
async function fillTopics(place, attempt) {
  try {
    const response = await fetch(`${root}data/topics.json`);
    if (!response.ok) throw new Error(`topics.json answered ${response.status}`);
    const { topics } = await response.json();
    for (const group of new Set(topics.map((topic) => topic.group))) {
      const chips = topics.filter((topic) => topic.group === group).map(({ name, title }) => topicButton(ruleOf("topic", name, title), attempt));
      place.append(element("section", {}, element("h2", {}, group), element("p", {}, ...chips)));
    }
  } catch (error) {
    console.warn(error);
    place.append(element("p", { className: "library-note" }, "The topics could not be loaded. Each topic's page can be followed as well."));
  }
}

function topicButton(rule, attempt) {
  const turn = ({ currentTarget }) => {
    const isOn = currentTarget.getAttribute("aria-pressed") === "true";
    attempt(() => (isOn ? unfollow(rule.id) : followFromNow(rule)), isOn ? `You no longer follow ${rule.title}.` : `You follow ${rule.title}.`);
  };
  return button(rule.title, turn, { value: rule.id });
}
