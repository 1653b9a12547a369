/**
 * Looking for new papers: reads the lists of days that came or grew since the last time, and keeps what matches.
 *
 * It reads /data/index.json, and then only the files of days whose number of papers changed. A server that is asked for
 * them learns when the reader was here last, not what they follow.
 */
import { byTime, change, follow, readAll } from "./library-store.js";
import { matcher } from "./library-rules.js";

const data = new URL("../../data/", import.meta.url);
const FIRST_DAYS = 5; // listed days that a new rule is matched with: about a week
const MOST_DAYS = 30; // listed days read after a long absence
const MOST_KEPT = 1000; // papers in the inbox
const AT_ONCE = 6; // files loaded in parallel
const NAMED = 3; // authors in a byline

let last = Promise.resolve();

/** Look for new papers, one look after the other. Resolves to how many days could not be read. */
export function check() {
  last = last.catch(() => {}).then(look);
  return last;
}

/** Follow a rule, and look for its papers of the last days without waiting for them. */
export async function followFromNow(rule) {
  await follow(rule);
  check().catch(console.warn);
}

async function look() {
  const follows = await readAll("follows");
  if (!follows.length) return 0;
  const days = await listedDays();
  const known = new Map((await readAll("days")).map(({ day, papers }) => [day, papers]));
  const wanted = known.size ? days.filter(({ day, papers }) => known.get(day) !== papers) : days.slice(-FIRST_DAYS);
  const aliases = wanted.length && follows.some(({ kind }) => kind === "topic") ? await topicAliases() : new Map();
  const rules = follows.map((rule) => [rule.id, matcher(rule, aliases)]);
  const { files, failed } = await readDays(wanted);
  const found = files.flatMap((file) => matching(file, rules));
  await keep(found, days.filter(({ day }) => !failed.has(day)), String(follows.map(({ id }) => id)));
  return failed.size;
}

async function json(path) {
  const response = await fetch(new URL(path, data), { cache: "no-cache" }); // which asks whether it changed
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** Return the newest listed days, oldest first, each with its number of papers. */
async function listedDays() {
  const { files } = await json("index.json");
  const days = files.map(({ path, papers }) => ({ day: /^days\/(\d{4}-\d\d-\d\d)\.json$/.exec(path)?.[1], papers }));
  return days.filter(({ day }) => day).sort((one, other) => (one.day < other.day ? -1 : 1)).slice(-MOST_DAYS);
}

/** Return the present name of each topic by the names that it once had. */
async function topicAliases() {
  const { topics } = await json("topics.json");
  return new Map(topics.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name])));
}

async function readDays(days) {
  const files = [];
  const failed = new Set();
  const waiting = days.values();
  const work = async () => {
    for (const { day } of waiting) {
      await json(`days/${day}.json`).then(
        (file) => files.push(file),
        () => failed.add(day),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { files, failed };
}

/** Return the papers of a day's file that match a rule, as the inbox keeps them. */
function matching({ day, papers, unlisted }, rules) {
  return papers.flatMap((paper) => {
    const because = rules.filter(([, matches]) => matches(paper)).map(([id]) => id);
    if (!because.length || unlisted.includes(paper.key)) return [];
    return { key: paper.key, title: paper.title, byline: bylineOf(paper), day, upvotes: paper.upvotes ?? 0, because, state: "new" };
  });
}

function bylineOf({ authors, author_count: count = authors.length, organization }) {
  const more = count > NAMED && authors.length ? ` and ${count - Math.min(NAMED, authors.length)} more` : "";
  return [authors.slice(0, NAMED).join(", ") + more, organization].filter(Boolean).join(" · ");
}

/** Add what is new, and note which days were read, unless other rules are followed by now than they were matched with. */
async function keep(found, days, rules) {
  const saved = new Set((await readAll("papers")).map(({ key }) => key));
  const surplus = (await readAll("inbox")).sort(byTime).slice(MOST_KEPT).map(({ key }) => key);
  await change(["inbox", "days", "settings", "follows"], (inbox, read, settings, follows) => {
    for (const paper of found) {
      if (saved.has(paper.key)) continue;
      inbox.get(paper.key).onsuccess = ({ target: { result: before } }) => {
        if (!before) inbox.put(paper);
        else inbox.put({ ...before, because: [...new Set([...before.because, ...paper.because])] });
      };
    }
    for (const key of surplus) inbox.delete(key);
    follows.getAllKeys().onsuccess = ({ target: { result: ids } }) => {
      if (String(ids) !== rules) return;
      read.clear();
      for (const day of days) read.put(day);
    };
    settings.put({ name: "checked", value: Date.now() });
  });
}
