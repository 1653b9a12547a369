/** Ranking: scores of papers and their order. generator/publish/search/search.md explains the rules. */

import { varint } from "./search-segments.js";

// The score of a word at the head of the title, in the title, in the summary and other facts, and in the abstract. A
// prefix scores one less than a whole word.
const WORTH = [12, 8, 4, 2];
const PLACE = 10; // what a place counts for each point of its score
const UPVOTES = 1; // what each binary digit of its upvotes counts: a thousand upvotes are a point of a place
const ALL = 1 << 16; // more than all places of all words and the upvotes together

/** Record for each paper of the postings the score of its best place, and return the number of papers. */
export function mark(worth, all) {
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

/** The scores of all papers for the words of a query, and how many words each paper has. */
export class Scores {
  constructor(levels) {
    this.levels = levels;
    this.scores = new Uint32Array(levels.length);
    this.had = new Uint8Array(levels.length); // needed words
    this.must = new Uint8Array(levels.length); // words in quotes, and filters
    this.worth = new Uint8Array(levels.length);
  }

  add({ little, required }, postings) {
    const { levels, scores, had, must, worth } = this;
    const rarity = bitLength(levels.length / Math.max(mark(worth.fill(0), postings), 1));
    for (let number = 0; number < worth.length; number++) {
      if (!worth[number]) continue;
      scores[number] += rarity * (PLACE * worth[number] + (little ? 0 : ALL + UPVOTES * levels[number]));
      if (!little) had[number]++;
      if (required) must[number]++;
    }
  }

  keep(postings) {
    mark(this.worth.fill(0), postings);
    this.worth.forEach((worth, number) => worth && this.must[number]++);
  }
}

/** Return the numbers sorted by score, highest first; equal ones keep their order. */
export function byScore(numbers, scores) {
  const equals = new Map();
  for (const number of numbers) {
    if (equals.has(scores[number])) equals.get(scores[number]).push(number);
    else equals.set(scores[number], [number]);
  }
  return [...equals.keys()].sort((a, b) => b - a).flatMap((score) => equals.get(score));
}

/** Return the numbers sorted by their keys, highest first, but those that are `whole` before the others. */
export function byKey(numbers, keys, whole) {
  return [...numbers].sort((a, b) => whole(b) - whole(a) || keys[b] - keys[a] || a - b);
}

function bitLength(number) {
  return 32 - Math.clz32(number);
}
