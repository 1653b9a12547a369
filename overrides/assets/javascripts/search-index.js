/**
 * The search index as the site's pages see it. Nothing else in a browser knows what is behind: Pagefind, whose files
 * generator/publish/search.py writes. Another index needs another module with the same `openIndex`.
 *
 * @typedef {{ text: string, marked: boolean }} Piece - plain text, never HTML; marked where it was searched for
 * @typedef {{ address: string, title: string, facts: string, excerpt: Piece[], topics: string[] }} Hit
 *     - address: relative to the site's root; topics: names
 * @typedef {{ total: number, hits: Hit[] }} Answer
 * @typedef {{ topic?: string, year?: string }} Filters - empty ones filter nothing
 */

// A word of the title says what a paper is about. Facts (dates, numbers) are there to be shown.
const RANKING = { metaWeights: { title: 10, facts: 0 } };

// The words of an excerpt, and how many of them lead to the first one that was searched for.
const EXCERPT_WORDS = 32;
const LEADING_WORDS = 4;

/**
 * Open the site's index.
 * @param {string | URL} root - the absolute address of the site's root, with a slash at its end
 * @returns {Promise<{ search: (query: string, filters: Filters, limit: number, offset?: number) => Promise<Answer> }>}
 *     Rejected, now or by the first search, if the index cannot be loaded.
 */
export async function openIndex(root) {
  const { createInstance } = await import(new URL("pagefind/pagefind.js", root).href);
  const pagefind = createInstance({ ranking: RANKING });
  return { search: (query, filters, limit, offset = 0) => search(pagefind, query, filters, limit, offset) };
}

async function search(pagefind, query, { topic, year }, limit, offset) {
  const filters = { ...(topic && { topic }), ...(year && { year }) };
  const words = query.trim();
  if (!words && !topic && !year) return { total: 0, hits: [] };
  // Without words every match is as good as another: the newest papers come first, if the index knows their days.
  const { results } = await (words
    ? pagefind.search(words, { filters })
    : pagefind.search(null, { filters, sort: { listed: "desc" } }));
  const shown = results.slice(offset, offset + limit);
  return { total: results.length, hits: await Promise.all(shown.map(async (result) => hitOf(await result.data()))) };
}

function hitOf({ raw_url: address, content, meta, filters, weighted_locations: matches }) {
  const { title, facts = "" } = meta;
  // A record's text begins with the title, which a hit shows anyway.
  const first = content.startsWith(title) ? wordsOf(title).length : 0;
  return { address, title, facts, excerpt: excerptOf(wordsOf(content), matches, first), topics: filters.topic ?? [] };
}

function wordsOf(text) {
  return text.split(/\s+/).filter(Boolean);
}

/**
 * Return the part of a text that has the most matches. Pagefind has excerpts of its own, as HTML in which `<` became
 * `&lt;` but `&` stayed: the text `&lt;b&gt;` looks there as `<b>` does. So they are made here, from the plain text
 * and the numbers of the words that matched.
 * @returns {Piece[]} pieces that joined are the excerpt
 */
function excerptOf(words, matches, first) {
  const last = Math.max(first, words.length - EXCERPT_WORDS);
  const densest = densestAt(matches.filter(({ location }) => location >= first));
  const start = Math.min(Math.max(densest - LEADING_WORDS, first), last);
  const end = Math.min(start + EXCERPT_WORDS, words.length);
  const matched = new Set(matches.map(({ location }) => location));
  const pieces = [];
  const add = (text, marked) => {
    if (pieces.at(-1)?.marked === marked) pieces.at(-1).text += text;
    else pieces.push({ text, marked });
  };
  if (start > first) add("… ", false);
  for (let at = start; at < end; at++) {
    if (at > start) add(" ", matched.has(at - 1) && matched.has(at));
    add(words[at], matched.has(at));
  }
  if (end < words.length) add(" …", false);
  return pieces;
}

function densestAt(matches) {
  let best = { location: 0, score: 0 };
  for (const { location } of matches) {
    const end = location + EXCERPT_WORDS - LEADING_WORDS;
    const near = matches.filter((other) => other.location >= location && other.location < end);
    const score = near.reduce((sum, { balanced_score }) => sum + balanced_score, 0);
    if (score > best.score) best = { location, score };
  }
  return best.location;
}
