/**
 * Reading the files of the search index: a segment with its shards and blocks. generator/publish/search/search.md
 * describes the format.
 */

export const JOINED = " "; // ends a compound, which is only found whole and is not a word

/** A segment: some of the papers, numbered from `first`, with their own index. */
export class Segment {
  constructor({ name, parts, block, groups, order, starts, common }, first, index) {
    Object.assign(this, { block, starts, common, first, index, order: `${name}/${order}/order.bin` });
    this.files = groups.flatMap(([folder, count]) => Array.from({ length: count }, (_, at) => `${name}/${folder}/t${at}`));
    this.papers = 0;
    this.parts = parts.map(([folder, papers, month, levels]) => {
      const first = this.papers;
      this.papers += papers;
      return { folder, month, levels, first, end: this.papers };
    });
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
    const [address, title, upvotes, facts, topics, suggested, authors, texts] = papers[(at - part.first) % this.block];
    return { number, address, title, upvotes, facts, topics, suggested: Boolean(suggested), authors, texts };
  }

  /** Write the logarithm of each paper's upvotes, which the manifest has. */
  fillLevels(target) {
    for (const { first, levels } of this.parts) {
      let at = this.first + first;
      for (let run = 0; run < levels.length; run += 2) target.fill(levels[run + 1], at, (at += levels[run]));
    }
  }

  /** Write each paper's upvotes and its day, as numbers that sort as the days do. */
  async fillOrder(upvotes, days) {
    if (!this.parts.length) return;
    const reader = { bytes: new Uint8Array(await this.unpack(this.order)), at: 0 };
    for (const { month, first, end } of this.parts) {
      for (let at = first; at < end; ) {
        const papers = varint(reader);
        upvotes.fill(varint(reader), this.first + at, this.first + at + papers);
        at += papers;
      }
      const [year = 0, number = 0] = month.split("-").map(Number);
      for (let at = first; at < end; at++) days[this.first + at] = (year * 12 + number) * 32 + reader.bytes[reader.at++];
    }
  }

  async unpack(name) {
    const { body } = await load(new URL(name, this.index));
    return new Response(body.pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
  }
}

export async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

/** Return the cached promise for the key, or make it. A failed one is not cached. */
export function once(made, key, make) {
  if (!made.has(key)) {
    made.set(key, make(key));
    made.get(key).catch(() => made.delete(key));
  }
  return made.get(key);
}

/** Return whether a term is a word, not a filter or a compound. */
export function isWord(term) {
  return /^[\p{L}\p{N}]/u.test(term) && !term.endsWith(JOINED);
}

export const begun = (postings) => ({ ...postings, less: 1 });

/** Read a number as LEB128. */
export function varint(reader) {
  let number = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.at++];
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return number;
  }
}

/** Return whether a term sorts before another by code points; JavaScript itself compares UTF-16 code units. */
function isBefore(term, other) {
  let at = 0;
  while (at < term.length && term[at] === other[at]) at++;
  return at < other.length && (at === term.length || term.codePointAt(at) < other.codePointAt(at));
}
