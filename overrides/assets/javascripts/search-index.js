/**
 * The client of the search index. generator/publish/search/ writes the index; search.md in that folder describes its
 * format and guarantees. No other script depends on the format.
 *
 * @typedef {{ text: string, marked: boolean }} Piece - plain text, never HTML; marked if it matches the query
 * @typedef {{ address: string, title: string, facts: string, excerpt: Piece[], topics: string[] }} Hit
 *     - address: relative to the site's root; topics: names
 * @typedef {{ total: number, complete: number, more: boolean, hits: Hit[], instead: string }} Answer
 *     - complete: how many papers have all words; the others come after them and have some
 *     - more: there may be more than `total`, because not all papers were checked for a phrase
 *     - instead: a correction of the query, if it has a word that no paper has; else empty
 * @typedef {{ topic?: string, year?: string, author?: string }} Filters - empty ones filter nothing
 */

import { joinedOf, stem, termsOf, withoutUmlauts, WORD, wordsOf } from "./search-words.js";

const VERSION = 4;
const SEGMENTS = ["newest", "year", "past"]; // in the order of their papers

// The score of a word at the head of the title, in the title, in the summary and other facts, and in the abstract. A
// prefix scores one less than a whole word.
const WORTH = [12, 8, 4, 2];
const ALL = 4096; // more than the scores of all places of a word together

const MOST_WORDS = 16; // words of a query; later ones are ignored
const MOST_SHARDS = 4; // shards of a segment that are read to complete a prefix
const MOST_COMPLETIONS = 3; // completions of a prefix that is in more shards than that
const MOST_BLOCKS = 20; // blocks read to find a phrase before the reader asks for more
const BLOCKS_AT_ONCE = 10;
const FEW_WORDS = 3; // in a query of up to so many words, any two neighbours may be a compound
const TELLING_WORDS = 3; // words of a long phrase that are looked up first

const JOINED = " "; // ends a compound, which is only found whole and is not a word

const TYPOS = [4, 8]; // the least number of letters for one typo, and for two

const EXCERPT_WORDS = 32;
const LEADING_WORDS = 4; // before the first match

// The end of a sentence, and below a run of letters and digits as written, which may contain several words.
const SENTENCE = /(?<=[.!?]["”)]?)\s+(?=["“(]?[\p{Lu}\p{N}])/u;
const ADDRESS =
  /[^\s"“”]*?(?:(?<![0-9])([0-9]{4}\.[0-9]{4,5})(?![0-9])|(?<![a-z-])([a-z-]+(?:\.[A-Z]{2})?\/[0-9]{7})(?![0-9]))[^\s"“”]*/g;
const NUMBER = /^v?[0-9]/; // such as a version
const RUN = /([\p{L}\p{M}\p{N}\p{Cf}]+(?:\.\p{N}+)*)/u;

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
  return { search: (query, filters, limit, offset = 0) => index.search(questionOf(query, filters), limit, offset) };
}

class Index {
  constructor(manifests, folder) {
    this.papers = 0;
    this.segments = manifests.map((manifest) => {
      const segment = new Segment(manifest, this.papers, folder);
      this.papers += segment.papers;
      return segment;
    });
  }

  async search(question, limit, offset) {
    const answer = await this.answer(question, limit, offset);
    return { ...answer, instead: answer.complete ? "" : await this.instead(question) };
  }

  async answer(question, limit, offset) {
    const alone = await this.alone(question);
    if (alone) {
      const hits = alone.slice(offset, offset + limit).map((paper) => hitOf(paper, question));
      return { total: alone.length, complete: alone.length, more: false, hits };
    }
    const { numbers, whole } = await this.find(question);
    const { papers, more } = await this.read(numbers, question.phrases, offset + limit);
    const hits = papers.slice(offset, offset + limit).map((paper) => hitOf(paper, question));
    const found = question.phrases.length ? papers.map(({ number }) => number) : numbers;
    return { total: found.length, complete: found.filter(whole).length, more, hits };
  }

  /**
   * Return the one paper that has the phrases, or none, if their longest uncommon words are enough to decide; else null.
   * Most titles are found this way, without the postings of their other words, which are only needed for ranking.
   */
  async alone({ words, phrases, filters }) {
    const quoted = new Set(phrases.flat());
    const common = new Set(this.segments.flatMap(({ common }) => common.map(([word]) => word)));
    const rare = words.filter(({ term }) => !common.has(term)).sort((a, b) => b.term.length - a.term.length);
    const telling = rare.slice(0, TELLING_WORDS);
    if (!telling.length || words.length <= TELLING_WORDS || !words.every(({ term }) => quoted.has(term))) return null;
    const { numbers } = await this.find({ words: telling, filters });
    if (numbers.length > BLOCKS_AT_ONCE) return null;
    const { papers } = await this.read(numbers, phrases, BLOCKS_AT_ONCE);
    return papers.length < 2 ? papers : null;
  }

  /** Return the query with each word that no paper has replaced by its correction; empty if there is no correction. */
  async instead({ query, words }) {
    const found = await Promise.all(words.map((word) => this.postings(word)));
    const missing = words.filter((_, at) => !found[at].length).map(({ term }) => term);
    const meant = new Map(await Promise.all(missing.map(async (term) => [term, await this.near(term)])));
    if (![...meant.values()].some(Boolean)) return "";
    return query.replace(WORD, (word) => meant.get(termsOf(word)[0]) || word);
  }

  /** Return the closest word, and of several the most frequent, among the common words and those in the term's shards. */
  async near(term) {
    const typos = TYPOS.filter((letters) => term.length >= letters).length;
    const papers = new Map(this.segments.flatMap(({ common }) => common));
    const shards = this.segments.flatMap((segment) => segment.shardsOf(term).slice(0, 1).map((at) => segment.shard(at)));
    for (const { terms, postings } of await Promise.all(shards)) {
      terms.forEach((word, at) => papers.set(word, Math.max(papers.get(word) ?? 0, postings(at).bytes.length)));
    }
    let [best, least, most] = ["", typos, 0];
    for (const [word, count] of papers) {
      if (Math.abs(word.length - term.length) > least || !isWord(word)) continue;
      const changes = changesBetween(term, word);
      if (changes < least || (changes === least && count > most)) [best, least, most] = [word, changes, count];
    }
    return best;
  }

  /** Return the numbers of the papers that have some of the words, best first, and a test whether one has all. */
  async find({ words, filters }) {
    const [found, kept] = await Promise.all([
      Promise.all(words.map((word) => this.postings(word))),
      Promise.all(filters.map((term) => this.postings({ term }))),
    ]);
    const scores = new Uint32Array(this.papers);
    const had = new Uint8Array(this.papers);
    const must = new Uint8Array(this.papers);
    const worth = new Uint8Array(this.papers);
    found.forEach((postings, at) => {
      const rarity = bitLength(this.papers / Math.max(mark(worth.fill(0), postings), 1));
      for (let number = 0; number < this.papers; number++) {
        if (!worth[number]) continue;
        scores[number] += rarity * (ALL + worth[number]);
        had[number]++;
        if (words[at].required) must[number]++;
      }
    });
    for (const postings of kept) {
      mark(worth.fill(0), postings);
      for (let number = 0; number < this.papers; number++) if (worth[number]) must[number]++;
    }
    const least = words.filter(({ required }) => required).length + kept.length;
    const asked = (number) => must[number] === least && (had[number] || !words.length);
    const numbers = least || words.length ? sorted(scores, asked) : [];
    return { numbers, whole: (number) => had[number] === words.length };
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
    if (!phrases.length) return { papers: await this.load(numbers.slice(0, last)), more: false };
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

/** A segment: some of the papers, numbered from `first`, with their own index. */
class Segment {
  constructor({ name, parts, block, groups, starts, common }, first, index) {
    Object.assign(this, { block, starts, common, first, index });
    this.files = groups.flatMap(([folder, count]) => Array.from({ length: count }, (_, at) => `${name}/${folder}/t${at}`));
    this.papers = 0;
    this.parts = parts.map(([folder, papers]) => ({ folder, first: this.papers, end: (this.papers += papers) }));
    this.shards = new Map();
    this.blocks = new Map();
  }

  /** Return the numbers of the shards that can contain a term or a word with that prefix. */
  shardsOf(term) {
    if (!this.starts.length) return []; // a segment without terms
    let [from, to] = [0, this.starts.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (!isBefore(term, this.starts[middle])) from = middle + 1;
      else to = middle;
    }
    const shards = [Math.max(from - 1, 0)];
    for (; this.starts[from]?.startsWith(term); from++) shards.push(from);
    return shards;
  }

  async postings(term) {
    const [first] = await Promise.all(this.shardsOf(term).slice(0, 1).map((number) => this.shard(number)));
    const at = first ? first.terms.indexOf(term) : -1;
    return at < 0 ? [] : [first.postings(at)];
  }

  async completions(start) {
    const shards = await Promise.all(this.shardsOf(start).map((number) => this.shard(number)));
    return shards.flatMap(({ terms, postings }) =>
      terms.flatMap((term, at) => {
        if (!term.startsWith(start) || !isWord(term)) return [];
        return [term === start ? postings(at) : begun(postings(at))];
      }),
    );
  }

  shard(number) {
    return once(this.shards, number, async () => {
      const bytes = new Uint8Array(await this.unpack(`${this.files[number]}.bin`));
      const reader = { bytes, at: 0 };
      const ends = [0];
      for (let length = varint(reader); length; length = varint(reader)) ends.push(ends.at(-1) + length);
      const held = bytes.subarray(reader.at);
      const terms = new TextDecoder().decode(held.subarray(ends.at(-1))).split("\n");
      const postings = (at) => ({ bytes: held.subarray(ends[at], ends[at + 1]), first: this.first, less: 0 });
      return { terms, postings };
    });
  }

  async paper(number) {
    const at = number - this.first;
    const part = this.parts.find(({ end }) => at < end);
    const block = Math.floor((at - part.first) / this.block);
    const papers = await once(this.blocks, `${part.folder}/d${block}.bin`, async (name) =>
      JSON.parse(new TextDecoder().decode(await this.unpack(name))),
    );
    const [address, title, facts, topics, authors, texts] = papers[(at - part.first) % this.block];
    return { number, address, title, facts, topics, authors, texts };
  }

  async unpack(name) {
    const { body } = await load(new URL(name, this.index));
    return new Response(body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  }
}

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

/** Return the cached promise for the key, or make it. A failed one is not cached. */
function once(made, key, make) {
  if (!made.has(key)) {
    made.set(key, make(key));
    made.get(key).catch(() => made.delete(key));
  }
  return made.get(key);
}

/** Return whether a term is a word, not a filter or a compound. */
function isWord(term) {
  return /^[\p{L}\p{N}]/u.test(term) && !term.endsWith(JOINED);
}

const begun = (postings) => ({ ...postings, less: 1 });

/** Read a number as LEB128. */
function varint(reader) {
  let number = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.at++];
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

/** Record for each paper of the postings the score of its best place, and return the number of papers. */
function mark(worth, all) {
  let papers = 0;
  for (const { bytes, first, less } of all) {
    const reader = { bytes, at: 0 };
    let number = first - 1;
    let place = WORTH.length - 1;
    while (reader.at < bytes.length) {
      const gap = varint(reader);
      if (!gap) {
        place--;
        continue;
      }
      number += gap;
      if (!worth[number]) papers++;
      worth[number] = Math.max(worth[number], WORTH[place] - less);
      place = WORTH.length - 1;
    }
  }
  return papers;
}

/** Return whether a term sorts before another by code points; JavaScript itself compares UTF-16 code units. */
function isBefore(term, other) {
  let at = 0;
  while (at < term.length && term[at] === other[at]) at++;
  return at < other.length && (at === term.length || term.codePointAt(at) < other.codePointAt(at));
}

/** Return the edit distance of two words: insertions, deletions, replacements and swaps of neighbouring letters. */
function changesBetween(word, other) {
  let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (word[i - 1] === other[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}

function bitLength(number) {
  return 32 - Math.clz32(number);
}

/** Return the numbers that pass `asked`, sorted by score, highest first; equal ones keep their order. */
function sorted(scores, asked) {
  const equals = new Map();
  scores.forEach((score, number) => {
    if (!asked(number)) return;
    if (equals.has(score)) equals.get(score).push(number);
    else equals.set(score, [number]);
  });
  return [...equals.keys()].sort((a, b) => b - a).flatMap((score) => equals.get(score));
}

/** Return the parsed query. Words in quotes are required, side by side; the last word may be a prefix. */
function questionOf(query, { topic, year, author }) {
  const phrases = [];
  const loose = withoutAddresses(query).replace(/["“”]([^"“”]*)["“”]/g, (_, quoted) => {
    phrases.push(termsOf(quoted));
    return " ";
  });
  const words = new Map(phrases.flat().map((term) => [term, { term, required: true }]));
  const typed = wordsOf(loose);
  const last = /[\p{L}\p{M}\p{N}]$/u.test(loose) ? typed.length - 1 : -1;
  const pairs = pairsOf(typed, loose, last);
  typed.map(stem).forEach((term, at) => {
    const { required, joined = [] } = words.get(term) ?? {};
    const also = [...joined, ...pairs.slice(Math.max(at - 1, 0), at + 1).filter(Boolean)];
    if (!required) words.set(term, { term, prefix: at === last, required: false, joined: also });
  });
  return {
    query,
    words: [...words.values()].slice(0, MOST_WORDS),
    phrases: phrases.filter((phrase) => phrase.length > 1),
    filters: [
      ...(topic ? [`#${topic}`] : []),
      ...(year ? [`@${year}`] : []),
      ...(author ? [`&${wordsOf(author).join(" ")}`] : []),
    ],
  };
}

/** Return the query with each address of a paper replaced by its arXiv id. */
function withoutAddresses(query) {
  return query.replace(ADDRESS, (_, id, old) => id ?? old);
}

/** Return for each word but the last its possible compound with the next: Web Arena, GPT-4o. */
function pairsOf(words, text, last) {
  const parted = new Set(joinedOf(text));
  return words.slice(0, -1).map((word, at) => {
    const pair = word + words[at + 1];
    if (words.length > FEW_WORDS && !NUMBER.test(words[at + 1]) && !parted.has(pair)) return null;
    return { term: stem(pair), prefix: at + 1 === last };
  });
}

function isIn(text, phrase) {
  const terms = termsOf(text);
  return terms.some((_, at) => phrase.every((term, place) => terms[at + place] === term));
}

/** Return a hit with the sentence that matches most of the query, or the first sentence. */
function hitOf({ address, title, facts, topics, authors, texts }, { words, phrases }) {
  const found = (text) => {
    const terms = [...termsOf(text), ...withoutUmlauts(text).map(stem)];
    const joined = joinedOf(text).map(stem);
    const has = ({ term, prefix }) =>
      terms.some((one) => (prefix ? one.startsWith(term) : one === term)) || joined.includes(term);
    return words.filter((word) => [word, ...(word.joined ?? [])].some(has));
  };
  const sentences = texts.flatMap((text) => text.split(SENTENCE));
  let [best, most] = [sentences[0] ?? "", 0];
  for (const sentence of [...sentences, authors]) {
    const matches = found(sentence).length + phrases.filter((phrase) => isIn(sentence, phrase)).length * MOST_WORDS;
    if (matches > most) [best, most] = [sentence, matches];
  }
  return { address, title, facts, topics, excerpt: excerptOf(best, (text) => found(text).length > 0) };
}

/** Return a sentence as pieces or, if it is long, the part around its first match. */
function excerptOf(sentence, found) {
  const words = sentence.split(" ");
  const first = Math.max(words.findIndex(found), 0);
  const start = Math.max(Math.min(first - LEADING_WORDS, words.length - EXCERPT_WORDS), 0);
  const end = start + EXCERPT_WORDS;
  const text = words.slice(start, end).join(" ");
  const pieces = [];
  const add = (part, marked) => {
    if (!part) return;
    if (pieces.at(-1)?.marked === marked) pieces.at(-1).text += part;
    else pieces.push({ text: part, marked });
  };
  if (start > 0) add("… ", false);
  const parts = text.split(RUN);
  const marks = marksOf(parts, found);
  parts.forEach((part, at) => add(part, marks[at]));
  if (end < words.length) add(" …", false);
  return pieces;
}

/** Return which runs and separators are marked: those that match by themselves or as a compound with the next. */
function marksOf(parts, found) {
  const marks = parts.map((part) => found(part));
  for (let at = 2; at < parts.length - 1; at += 2) {
    const both = marks[at - 1] && marks[at + 1];
    const none = !marks[at - 1] && !marks[at + 1];
    if (both) marks[at] = parts[at] === " ";
    else if (none && found(parts.slice(at - 1, at + 2).join(""))) marks.fill(true, at - 1, at + 2);
  }
  return marks;
}
