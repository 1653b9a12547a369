/**
 * The chooser of the trends page: up to five topics in one chart. The address keeps them: `#topics=robotics,safety`.
 *
 * The numbers are those of data/trends/trends.json, which is read when topics are chosen. The chart is drawn as
 * generator/publish/pages/charts.py draws it. Without this file the page shows the chart of the build.
 */
const comparison = document.getElementById("comparison");
const chooser = comparison?.querySelector(".chooser");
const select = comparison?.querySelector("select");
const status = comparison?.querySelector("[role=status]");
const list = comparison?.querySelector(".chosen");
const plot = comparison?.querySelector(".plot");
const table = comparison?.querySelector("table");
const MOST = Number(comparison?.dataset.most);
const AT_FIRST = comparison?.dataset.topics.split(",");

const SVG = "http://www.w3.org/2000/svg";
const WIDE = { name: "wide", width: 1232, height: 360, right: 300, left: 36, top: 14, bottom: 22 };
const NARROW = { name: "narrow", width: 340, height: 240, right: 40, left: 36, top: 14, bottom: 22 };
const MOST_TICKS = 4;
const STEPS = [1, 2, 5, 10];
const LINE_HEIGHT = 16;
const YEAR_WIDTH = 34;
const TITLE = 36;

/** The chosen topics: each stays at its place, which is its colour, while others come and go. */
const chosen = new Array(MOST || 0).fill(null);
let reading; // the data, once it was asked for

if (comparison) start();

function start() {
  chooser.hidden = false;
  select.addEventListener("change", () => select.value && add(select.value));
  addEventListener("hashchange", () => open());
  open();
}

/** Show the topics that the address names, else those of the build. */
function open() {
  const named = new URLSearchParams(location.hash.slice(1)).get("topics");
  const names = (named ?? AT_FIRST.join(",")).split(",").filter(Boolean).map(present);
  const known = [...new Set(names.filter((name) => titleOf(name)))].slice(0, MOST);
  chosen.fill(null).forEach((_, at) => (chosen[at] = known[at] ?? null));
  showChosen();
  if (named === null && !reading) return;
  const unknown = names.filter((name) => !titleOf(name));
  draw(unknown.length ? `No topic here is named ${unknown.join(", ")}.` : "");
}

/** Return the present name of a topic that once had another. */
function present(name) {
  const renamed = [...select.options].find((option) => option.dataset.was?.split(" ").includes(name));
  return renamed?.value ?? name;
}

function titleOf(name) {
  return name && [...select.options].find((option) => option.value === name)?.text;
}

function add(name) {
  select.value = "";
  const free = chosen.indexOf(null);
  if (chosen.includes(name) || free < 0) return;
  chosen[free] = name;
  keep(`${titleOf(name)} added.`);
}

function remove(name) {
  chosen[chosen.indexOf(name)] = null;
  keep(`${titleOf(name)} removed.`);
  (list.querySelector("button") ?? select).focus();
}

function keep(message) {
  history.replaceState(null, "", `#topics=${chosen.filter(Boolean).join(",")}`);
  showChosen();
  draw(message);
}

/** Show the chosen topics, each with a button that takes it out, and offer the others. */
function showChosen() {
  list.replaceChildren(
    ...chosen.flatMap((name, at) => {
      if (!name) return [];
      const item = Object.assign(document.createElement("li"), { className: `series-${at + 1}`, textContent: titleOf(name) });
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
      button.setAttribute("aria-label", `Remove ${titleOf(name)}`);
      button.addEventListener("click", () => remove(name));
      item.append(" ", button);
      return [item];
    }),
  );
  const isFull = !chosen.includes(null);
  select.disabled = isFull;
  select.options[0].text = isFull ? `At most ${MOST} topics` : "Choose…";
  for (const option of select.options) option.disabled = chosen.includes(option.value);
}

async function draw(message) {
  try {
    reading ??= read();
    const { months, topics } = await reading;
    const lines = chosen.flatMap((name, at) => (name ? [lineOf(topics.get(name), months, at + 1)] : []));
    plot.replaceChildren(chart(WIDE, months, lines), chart(NARROW, months, lines));
    showTable(months, lines);
    status.textContent = message;
  } catch (error) {
    reading = undefined;
    console.warn(error);
    status.textContent = "The numbers cannot be loaded. Try again later.";
  }
}

async function read() {
  const answer = await fetch(comparison.dataset.source);
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const { months, topics } = await answer.json();
  return { months, topics: new Map(topics.map((topic) => [topic.name, topic])) };
}

/** Return a topic's line: its shares in basis points, null where the month is not complete. */
function lineOf(topic, months, number) {
  const shares = months.map(({ papers }, at) => ({ papers: topic.papers[at], of: papers }));
  const values = months.map(({ complete, papers }, at) => (complete && papers ? parts(shares[at], 10000) : null));
  const last = shares[values.findLastIndex((value) => value !== null)];
  return { title: topic.title, number, shares, values, last: last ? percent(last) : "" };
}

function parts({ papers, of }, number) {
  return of ? Math.floor((2 * number * papers + of) / (2 * of)) : 0;
}

/** Return a share as the build writes it: `27%`, `5.2%`, `under 0.1%`, or `none`. */
function percent(share) {
  const tenths = parts(share, 1000);
  if (!share.papers) return "none";
  if (!tenths) return "under 0.1%";
  const whole = Math.floor(tenths / 10);
  const tenth = tenths % 10;
  if (whole >= 10 || !tenth) return `${whole + (tenth >= 5 ? 1 : 0)}%`;
  return `${whole}.${tenth}%`;
}

function chart(size, months, lines) {
  const largest = Math.max(0, ...lines.flatMap((line) => line.values.filter((value) => value !== null)));
  const { top, ticks } = scale(largest);
  const said = lines.map((line) => `${line.title}: ${line.last}`).join("; ");
  const svg = part("svg", {
    class: `chart ${size.name}`,
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: "img",
    "aria-label": `Share of papers by month, at last: ${said || "no topic chosen"}`,
  });
  svg.append(...bands(size, months), ...grid(size, ticks, top), ...years(size, months));
  const ends = [];
  for (const line of lines) {
    const places = line.values.map((value, at) => value !== null && [xOf(size, at, months.length), yOf(size, value, top)]);
    svg.append(part("path", { class: `line series-${line.number}`, d: pathOf(places) }));
    const end = places.findLast((place) => place);
    if (end) ends.push({ y: end[1], line });
  }
  svg.append(...endLabels(size, ends));
  return svg;
}

function xOf(size, at, of) {
  return size.left + Math.floor(((size.width - size.left - size.right) * (2 * at + 1)) / (2 * of));
}

function yOf(size, value, top) {
  const inner = size.height - size.top - size.bottom;
  return size.top + Math.floor(((top - value) * 2 * inner + top) / (2 * top));
}

/** Return the top of an axis that starts at zero, and its few ticks at round values. */
function scale(largest) {
  const power = 10 ** Math.max(String(largest).length - 2, 0);
  const step = [1, 10].flatMap((tens) => STEPS.map((step) => power * tens * step)).find((step) => step * MOST_TICKS >= largest);
  const count = Math.max(Math.ceil(largest / step), 1);
  return { top: step * count, ticks: Array.from({ length: count + 1 }, (_, number) => step * number) };
}

function pathOf(places) {
  let path = "";
  places.forEach((place, at) => {
    const before = places[at - 1];
    if (!place) return;
    if (!before) path += `M${place[0]} ${place[1]}${places[at + 1] ? "l" : "h0"}`;
    else {
      const [x, y] = [place[0] - before[0], place[1] - before[1]];
      path += `${path.endsWith("l") ? "" : " "}${x}${y < 0 ? "" : " "}${y}`;
    }
  });
  return path;
}

function bands(size, months) {
  const inner = size.width - size.left - size.right;
  const edge = (at) => size.left + Math.floor((inner * at) / months.length);
  return months.flatMap(({ complete }, at) => {
    if (complete || months[at - 1]?.complete === false) return [];
    const next = months.findIndex((month, number) => number > at && month.complete);
    const [x, end] = [edge(at), edge(next < 0 ? months.length : next)];
    return [part("rect", { class: "band", x, y: size.top, width: end - x, height: size.height - size.top - size.bottom })];
  });
}

function grid(size, ticks, top) {
  return ticks.flatMap((tick) => {
    const y = yOf(size, tick, top);
    return [
      part("path", { class: "grid", d: `M${size.left} ${y}H${size.width - size.right}` }),
      part("text", { class: "tick", x: size.left - 6, y: y + 4 }, `${tick / 100}%`),
    ];
  });
}

function years(size, months) {
  let free = 0;
  return months.flatMap(({ month }, at) => {
    const x = xOf(size, at, months.length);
    const year = month.slice(0, 4);
    if (months[at - 1]?.month.slice(0, 4) === year || x < free || x + YEAR_WIDTH > size.width) return [];
    free = x + YEAR_WIDTH + 6;
    return [part("text", { class: "year", x, y: size.height - 6 }, year)];
  });
}

function endLabels(size, ends) {
  let free = 0;
  ends.sort((one, other) => one.y - other.y || one.line.number - other.line.number);
  return ends.map(({ y, line }) => {
    const place = Math.max(y + 4, free);
    free = place + LINE_HEIGHT;
    const text = size.name === "wide" ? `${shortened(line.title)} ${line.last}` : line.last;
    return part("text", { class: `end series-${line.number}`, x: size.width - size.right + 6, y: place }, text);
  });
}

/** Return a title as generator/text.py shortens it: cut at a word. */
function shortened(title) {
  const letters = [...title];
  if (letters.length <= TITLE) return title;
  const cut = letters.slice(0, TITLE - 1);
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space >= TITLE / 2 ? space : cut.length).join("").trimEnd()}…`;
}

function showTable(months, lines) {
  table.tHead.replaceChildren(row("th", "Month", lines.map((line) => line.title)));
  const rows = months.map(({ month, complete }, at) =>
    row("td", complete ? month : `${month}*`, lines.map((line) => `${(parts(line.shares[at], 1000) / 10).toFixed(1)}%`)),
  );
  table.tBodies[0].replaceChildren(...rows.reverse());
}

function row(name, first, rest) {
  const made = document.createElement("tr");
  const cells = [first, ...rest].map((text, at) => {
    const cell = Object.assign(document.createElement(at ? name : "th"), { textContent: text });
    if (cell.localName === "th") cell.scope = name === "th" ? "col" : "row";
    return cell;
  });
  made.append(...cells);
  return made;
}

function part(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
