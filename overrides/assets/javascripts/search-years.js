/** The papers of each year as bars, which are buttons that filter. */

import { counted, element } from "./search-client.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [32, 36];

/**
 * Return a bar for each year from the first to the last; none if there are fewer than two.
 * @param {[string, number][]} years - the number of papers of each year
 * @param {string} chosen - the year that is the filter, or empty
 * @param {(year: string) => void} choose - called with a year, or an empty text to take the filter back
 */
export function yearBars(years, chosen, choose) {
  const counts = new Map(years);
  const [first, last] = [years[0], years[years.length - 1]].map((pair) => Number(pair?.[0]));
  if (!(first < last)) return [];
  const most = Math.max(...counts.values());
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const year = String(first + at);
    const papers = counts.get(year) ?? 0;
    const label = `${year}: ${counted(papers)}`;
    const pressed = String(year === chosen);
    const button = element("button", { type: "button", title: label, "aria-label": label, "aria-pressed": pressed });
    button.disabled = !papers && year !== chosen;
    button.dataset.year = year;
    button.append(bar(papers / most), year);
    button.addEventListener("click", () => choose(year === chosen ? "" : year));
    return button;
  });
}

function bar(share) {
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" });
  const height = share && Math.max(Math.round(share * HEIGHT), 2);
  svg.append(drawn("rect", { width: WIDTH, height, y: HEIGHT - height }));
  return svg;
}

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
