/**
 * What is read from outside into the library: from an exported file, or from the address of a shared list.
 *
 * Values of the wrong form are left out and long ones are cut, so that nothing else ever gets into the store.
 */
import { STATUSES, TO_READ } from "./library-store.js";

const KEY = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/; // KEY_PATTERN of generator/archive/models.py
const LONGEST_KEY = 80;
export const LONGEST = { title: 500, byline: 200, note: 10_000, tag: 40 };
const MOST_TAGS = 20;

/** Return text of at most the given length as one line, or an empty text for anything else. */
export function line(value, longest) {
  return typeof value === "string" ? value.slice(0, longest * 2).replace(/\s+/g, " ").trim().slice(0, longest) : "";
}

/** Return tags from what a reader wrote or a file has: without repetitions and empty ones. */
export function tagsOf(values) {
  const tags = values.slice(0, 100).map((value) => line(value, LONGEST.tag).replace(/,/g, ""));
  return [...new Set(tags.filter(Boolean))].slice(0, MOST_TAGS);
}

export function isKey(value) {
  return typeof value === "string" && value.length <= LONGEST_KEY && KEY.test(value);
}

function time(value) {
  const at = typeof value === "string" ? new Date(value) : new Date();
  return (Number.isNaN(at.getTime()) ? new Date() : at).toISOString();
}

/** Return a saved paper of an exported file, or undefined if it is none. */
export function savedPaperOf(value) {
  if (!isKey(value?.key)) return undefined;
  const saved = time(value.saved);
  return {
    key: value.key,
    title: line(value.title, LONGEST.title) || value.key,
    byline: line(value.byline, LONGEST.byline),
    status: STATUSES.includes(value.status) ? value.status : TO_READ,
    tags: Array.isArray(value.tags) ? tagsOf(value.tags) : [],
    note: typeof value.note === "string" ? value.note.slice(0, LONGEST.note) : "",
    saved,
    changed: value.changed ? time(value.changed) : saved,
  };
}

/** Return a paper of an exported file's inbox, or undefined if it is none. */
export function inboxPaperOf(value) {
  if (!isKey(value?.key) || !/^\d{4}-\d\d-\d\d$/.test(value.day)) return undefined;
  const because = Array.isArray(value.because) ? value.because.filter((id) => typeof id === "string").slice(0, 100) : [];
  return {
    key: value.key,
    title: line(value.title, LONGEST.title) || value.key,
    byline: line(value.byline, LONGEST.byline),
    day: value.day,
    upvotes: Number.isSafeInteger(value.upvotes) ? value.upvotes : 0,
    because,
    state: ["new", "seen", "skipped"].includes(value.state) ? value.state : "seen",
  };
}
