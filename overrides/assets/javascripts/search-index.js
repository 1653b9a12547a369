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
  const folder = new URL("pagefind/", root);
  const [{ createInstance }, entry] = await Promise.all([import(new URL("pagefind.js", folder).href), entryOf(folder)]);
  const pagefind = createInstance({ ranking: RANKING });
  return {
    search: async (query, filters, limit, offset = 0) => {
      const results = await find(pagefind, query.trim(), filters);
      // A part of the index that is gone, as after the site was published anew, looks to Pagefind like one without the
      // word. So when nothing is found, see that the index is there and still the same.
      if (!results.length && (await entryOf(folder)) !== entry) throw new Error("The search index has changed");
      const shown = results.slice(offset, offset + limit).map(async (result) => hitOf(await result.data()));
      return { total: results.length, hits: await Promise.all(shown) };
    },
  };
}

/** Return the small file that names the files of the index, past any cache. */
async function entryOf(folder) {
  const response = await fetch(new URL(`pagefind-entry.json?at=${Date.now()}`, folder));
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.text();
}

async function find(pagefind, words, { topic, year }) {
  const filters = { ...(topic && { topic }), ...(year && { year }) };
  if (words) return (await pagefind.search(words, { filters })).results;
  if (!topic && !year) return [];
  // Without words every match is as good as another: the newest papers come first, if the index knows their days.
  return (await pagefind.search(null, { filters, sort: { listed: "desc" } })).results;
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
