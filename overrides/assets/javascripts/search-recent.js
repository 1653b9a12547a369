/** The reader's recent searches. They stay in the browser, and can be forgotten. */

const MOST = 8;

export class RecentSearches {
  /** Sites on one host share its storage, so each saves the searches under its own path. */
  constructor(root) {
    this.key = `${root.pathname}searches`;
  }

  /** Return the searches, newest first; none if the browser has no storage. */
  list() {
    try {
      const saved = JSON.parse(localStorage.getItem(this.key)) ?? [];
      return Array.isArray(saved) ? saved.filter((words) => typeof words === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  add(words) {
    if (!words) return;
    const others = this.list().filter((other) => other.toLowerCase() !== words.toLowerCase());
    this.save([words, ...others].slice(0, MOST));
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {}
  }

  save(searches) {
    try {
      localStorage.setItem(this.key, JSON.stringify(searches));
    } catch {} // blocked or full: nothing is remembered
  }
}
