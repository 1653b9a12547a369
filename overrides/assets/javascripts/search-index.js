/**
 * The client of the search index. generator/publish/search/ writes the index; search.md in that folder describes its
 * format and guarantees. The modules beside this one read the files, parse queries, rank papers and quote texts.
 *
 * @typedef {{ text: string, marked: boolean }} Piece - plain text, never HTML; marked if it matches the query
 * @typedef {{ address: string, title: string, upvotes: number, facts: string, excerpt: Piece[], topics: string[],
 *     suggested: boolean }} Hit
 *     - address: relative to the site's root; topics: names; suggested: by keywords, not by people
 * @typedef {{ total: number, complete: number, more: boolean, hits: Hit[], instead: string, corrected: boolean,
 *     years: [string, number][], authors: { name: string, papers: number }[] }} Answer
 *     - complete: how many papers have all words; the others come after them and have some
 *     - more: there may be more than `total`, because not all papers were checked for a phrase
 *     - instead: a correction of the query, if it has a word that no paper has; else empty
 *     - corrected: the answer is to the correction
 *     - years: the number of papers with all words in each year, whatever months are asked for; none for phrases
 *     - authors: those whom the words name
 * @typedef {{ topic?: string, author?: string, from?: string, to?: string, sort?: "best" | "newest" | "upvotes",
 *     typed?: boolean }} Filters
 *     - empty ones filter nothing; from, to: months such as 2025-03; typed: without correction
 */

import { hitOf, isIn } from "./search-excerpt.js";
import { authorTerm, questionOf } from "./search-question.js";
import { byKey, byScore, mark, Scores } from "./search-ranking.js";
import { begun, isWord, JOINED, load, once, Segment } from "./search-segments.js";
import { closeTo } from "./search-typos.js";
import { termsOf, WORD, wordsOf } from "./search-words.js";

const VERSION = 5;
const SEGMENTS = ["newest", "year", "past"]; // in the order of their papers

const MOST_SHARDS = 4; // shards of a segment that are read to complete a prefix
const MOST_COMPLETIONS = 3; // completions of a prefix that is in more shards than that
const MOST_BLOCKS = 20; // blocks read to find a phrase before the reader asks for more
const BLOCKS_AT_ONCE = 10;
const TELLING_WORDS = 3; // words of a long phrase that are looked up first
const MOST_MEANT = 4; // words that a mistyped one may stand for
const MOST_AUTHORS = 3;

/**
 * Open the site's index.
 * @param {string | URL} root - the absolute address of the site's root, with a trailing slash
 * @returns {Promise<{ search: (query: string, filters: Filters, limit: number, offset?: number) => Promise<Answer> }>}
 *     Rejected, now or in a search, if the index cannot be loaded or has been replaced by a newer one.
 */
export async function openIndex(root) {
  const folder = new URL("search-index/", root);
  const manifests = SEGMENTS.map(async (name) => {
    const manifest = await (await load(new URL(`${name}.json?at=${Date.now()}`, folder))).json();
    if (manifest.version !== VERSION) throw new Error(`The search index has version ${manifest.version}`);
    return { name, ...manifest };
  });
  const index = new Index(await Promise.all(manifests), folder);
  return { search: (query, filters, limit, offset = 0) => index.search(query, filters, limit, offset) };
}

class Index {
  constructor(manifests, folder) {
    this.papers = 0;
    this.segments = manifests.map((manifest) => {
      const segment = new Segment(manifest, this.papers, folder);
      this.papers += segment.papers;
      return segment;
    });
    this.orders = new Map();
    this.levels = new Uint8Array(this.papers);
    for (const segment of this.segments) segment.fillLevels(this.levels);
  }

  async search(query, filters, limit, offset) {
    const asked = await this.ask(questionOf(query, filters), offset + limit);
    const instead = asked.complete ? "" : await this.instead(asked.question);
    const meant = instead && !filters.typed ? await this.ask(questionOf(instead, filters), offset + limit) : asked;
    const corrected = meant !== asked && (meant.complete > 0 || !asked.total);
    const { question, total, complete, more, years, papers } = corrected ? meant : asked;
    const shown = (await papers()).slice(offset, offset + limit);
    const hits = shown.map((paper) => hitOf(paper, question));
    return { total, complete, more, hits, instead, corrected, years, authors: await this.authorsOf(shown, question) };
  }

  /** Find papers, and check those with phrases until `last` have them. `papers()` loads as many. */
  async ask(question, last) {
    const alone = await this.alone(question);
    if (alone) {
      const count = { total: alone.length, complete: alone.length };
      return { question, ...count, more: false, years: [], papers: async () => alone };
    }
    const { numbers, whole, years } = await this.find(question);
    if (!question.phrases.length) {
      const count = { total: numbers.length, complete: numbers.filter(whole).length };
      return { question, ...count, more: false, years, papers: () => this.load(numbers.slice(0, last)) };
    }
    const { papers, more } = await this.read(numbers, question.phrases, last);
    const count = { total: papers.length, complete: papers.filter(({ number }) => whole(number)).length };
    return { question, ...count, more, years: [], papers: async () => papers };
  }

  /**
   * Return the one paper that has the phrases, or none, if their longest uncommon words are enough to decide; else null.
   * Most titles are found this way, without the postings of their other words, which are only needed for ranking.
   */
  async alone(question) {
    const { words, phrases } = question;
    const quoted = new Set(phrases.flat());
    const common = new Set(this.segments.flatMap(({ common }) => common.map(([word]) => word)));
    const rare = words.filter(({ term }) => !common.has(term)).sort((a, b) => b.term.length - a.term.length);
    const telling = rare.slice(0, TELLING_WORDS);
    if (!telling.length || words.length <= TELLING_WORDS || !words.every(({ term }) => quoted.has(term))) return null;
    const { numbers } = await this.find({ ...question, words: telling, sort: "best" });
    if (numbers.length > BLOCKS_AT_ONCE) return null;
    const { papers } = await this.read(numbers, phrases, BLOCKS_AT_ONCE);
    return papers.length < 2 ? papers : null;
  }

  /** Return the query with each needed word that no paper has replaced by its correction; empty if there is none. */
  async instead({ query, words }) {
    const needed = words.filter(({ little }) => !little);
    const found = await Promise.all(needed.map((word) => this.postings(word)));
    const missing = needed.filter((_, at) => !found[at].length).map(({ term }) => term);
    const meant = new Map();
    let others = found.filter(({ length }) => length); // what the words have that are right, or are corrected already
    for (const [at, near] of (await Promise.all(missing.map((term) => this.near(term)))).entries()) {
      const word = others.length && near.length > 1 ? await this.fitting(near, others) : near[0];
      if (!word) continue;
      meant.set(missing[at], word);
      if (at < missing.length - 1) others = [...others, await this.postingsOf({ term: word })];
    }
    return meant.size ? query.replace(WORD, (word) => meant.get(termsOf(word)[0]) || word) : "";
  }

  /** Return the first word that a paper has together with all the others, or the first of all. */
  async fitting(near, others) {
    const had = new Uint8Array(this.papers);
    const worth = new Uint8Array(this.papers);
    const add = (postings) => {
      mark(worth.fill(0), postings);
      worth.forEach((there, number) => there && had[number]++);
    };
    others.forEach(add);
    const all = had.map((count) => count === others.length);
    for (const word of near) {
      mark(worth.fill(0), await this.postingsOf({ term: word }));
      if (worth.some((there, number) => there && all[number])) return word;
    }
    return near[0];
  }

  /** Return the closest words, and of equally close ones the most frequent first, of the common words and the term's shards. */
  async near(term) {
    const papers = new Map(this.segments.flatMap(({ common }) => common));
    const shards = this.segments.flatMap((segment) => segment.shardsOf(term).slice(0, 1).map((at) => segment.shard(at)));
    for (const { terms, postings } of await Promise.all(shards)) {
      terms.forEach((word, at) => {
        if (isWord(word)) papers.set(word, Math.max(papers.get(word) ?? 0, postings(at).bytes.length));
      });
    }
    return closeTo(term, papers).slice(0, MOST_MEANT);
  }

  /**
   * Return the numbers of the papers that have some of the words, in order, a test whether one has all, and the number
   * of those in each year.
   */
  async find({ words, filters, from, to, sort }) {
    const [found, kept, keys] = await Promise.all([
      Promise.all(words.map((word) => this.postings(word))),
      Promise.all(filters.map((term) => this.postings({ term }))),
      sort === "best" ? null : this.order().then((order) => order[sort]),
    ]);
    const scores = new Scores(this.levels);
    found.forEach((postings, at) => scores.add(words[at], postings));
    kept.forEach((postings) => scores.keep(postings));
    const { had, must } = scores;
    const needed = words.filter(({ little }) => !little).length;
    const least = words.filter(({ required }) => required).length + kept.length;
    const whole = (number) => had[number] === needed;
    const asked = (number) => must[number] === least && (had[number] || !needed);
    const years = new Map();
    const numbers = [];
    for (const { month, first, end } of least || needed || from || to ? this.parts : []) {
      const within = (!from || month >= from) && (!to || (month && month <= to));
      for (let number = first; number < end; number++) {
        if (!asked(number)) continue;
        if (within) numbers.push(number);
        if (month && whole(number)) years.set(month.slice(0, 4), (years.get(month.slice(0, 4)) ?? 0) + 1);
      }
    }
    const sorted = keys ? byKey(numbers, keys, whole) : byScore(numbers, scores.scores);
    return { numbers: sorted, whole, years: [...years].sort(([a], [b]) => (a < b ? -1 : 1)) };
  }

  /** The months of all segments, each with the numbers of its papers. */
  get parts() {
    return this.segments.flatMap((segment) =>
      segment.parts.map(({ month, first, end }) => ({ month, first: segment.first + first, end: segment.first + end })),
    );
  }

  /** Return each paper's upvotes and day: the keys for sorting. */
  order() {
    return once(this.orders, "all", async () => {
      const order = { upvotes: new Uint32Array(this.papers), newest: new Uint32Array(this.papers) };
      await Promise.all(this.segments.map((segment) => segment.fillOrder(order.upvotes, order.newest)));
      return order;
    });
  }

  /** Return the authors of these papers whom the words name, each with the number of their papers. */
  async authorsOf(papers, { names, filters }) {
    const query = ` ${names.join(" ")} `;
    const isNamed = (name) => {
      const words = wordsOf(name);
      if (names.length < 2 || words.length < 2) return false;
      return query.includes(` ${words.join(" ")} `) || names.every((word) => words.includes(word));
    };
    const written = papers.flatMap(({ authors }) => authors.split(", "));
    const named = filters.some((term) => term.startsWith("&")) ? [] : written.filter(isNamed);
    const different = new Map(named.map((name) => [authorTerm(name), name]));
    const counts = [...different].slice(0, MOST_AUTHORS).map(async ([term, name]) => {
      return { name, papers: mark(new Uint8Array(this.papers), await this.postings({ term })) };
    });
    return Promise.all(counts);
  }

  /** Return the postings of a word and, scoring one less, of its compounds with neighbouring words. */
  async postings({ joined = [], ...word }) {
    const [own, ...others] = await Promise.all([word, ...joined].map((one) => this.postingsOf(one)));
    return [...own, ...others.flat().map(begun)];
  }

  /** Return the postings of a term, or of every word with that prefix, from all segments. */
  async postingsOf({ term, prefix }) {
    const terms = [term, ...(isWord(term) ? [term + JOINED] : [])];
    if (!prefix) return (await this.each((segment) => terms.map((one) => segment.postings(one)))).flat();
    if (this.segments.every((segment) => segment.shardsOf(term).length <= MOST_SHARDS)) {
      return (await this.each((segment) => [segment.completions(term), segment.postings(term + JOINED)])).flat();
    }
    const wanted = [...new Set([term, ...this.common(term)])];
    const found = await Promise.all(wanted.map((completion) => this.postingsOf({ term: completion })));
    return found.flatMap((postings, at) => (wanted[at] === term ? postings : postings.map(begun)));
  }

  /** Wait for the results of all segments. */
  each(promised) {
    return Promise.all(this.segments.flatMap(promised));
  }

  /** Return the most common words with the prefix. */
  common(term) {
    const counts = new Map();
    for (const { common } of this.segments) {
      for (const [word, count] of common) if (word.startsWith(term)) counts.set(word, (counts.get(word) ?? 0) + count);
    }
    const words = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word);
    return words.slice(0, MOST_COMPLETIONS);
  }

  /** Return papers that have the phrases, at least `last` if there are so many, and whether there may be more. */
  async read(numbers, phrases, last) {
    const textsOf = ({ title, authors, texts }) => [title, authors, ...texts];
    const has = (paper) => phrases.every((phrase) => textsOf(paper).some((text) => isIn(text, phrase)));
    const papers = [];
    const before = this.loaded;
    let at = 0;
    while (at < numbers.length && papers.length < last && this.loaded - before + BLOCKS_AT_ONCE <= MOST_BLOCKS) {
      papers.push(...(await this.load(numbers.slice(at, at + BLOCKS_AT_ONCE))).filter(has));
      at += BLOCKS_AT_ONCE;
    }
    return { papers, more: at < numbers.length };
  }

  load(numbers) {
    const holds = (number) => (segment) => number < segment.first + segment.papers;
    return Promise.all(numbers.map((number) => this.segments.find(holds(number)).paper(number)));
  }

  get loaded() {
    return this.segments.reduce((sum, { blocks }) => sum + blocks.size, 0);
  }
}
