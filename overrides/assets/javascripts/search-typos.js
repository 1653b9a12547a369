/** Typing errors: the words that a mistyped one may stand for. */

const TYPOS = [4, 8]; // the least number of letters for one typo, and for two
const MONTHS = new Set("january february march april may june july august september october november december".split(" "));

/** Return the words that are close to the term, closest first and then the most frequent. `papers` has their numbers. */
export function closeTo(term, papers) {
  if (MONTHS.has(term)) return []; // "March 2024" asks for that month
  const most = TYPOS.filter((letters) => term.length >= letters).length;
  const found = [];
  for (const [word, count] of papers) {
    if (word === term || Math.abs(word.length - term.length) > most) continue;
    const changes = changesBetween(term, word);
    if (changes <= most) found.push({ word, changes, count });
  }
  return found.sort((a, b) => a.changes - b.changes || b.count - a.count).map(({ word }) => word);
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
