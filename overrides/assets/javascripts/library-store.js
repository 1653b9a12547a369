/**
 * The library's store: an IndexedDB database with a version and migrations. Nothing of it leaves the browser.
 * CONTRIBUTING.md says what its object stores hold.
 */
const root = new URL("../../", import.meta.url);
const NAME = `${root.pathname}library`; // sites on one host share its storage, so the name has the site's path
export const TO_READ = "to read";
export const STATUSES = [TO_READ, "reading", "read"];

/* Each takes the database from one version to the next. Published ones never change. */
const MIGRATIONS = [
  (database) => {
    database.createObjectStore("papers", { keyPath: "key" });
    database.createObjectStore("settings", { keyPath: "name" });
  },
  (database) => {
    database.createObjectStore("follows", { keyPath: "id" });
    database.createObjectStore("inbox", { keyPath: "key" });
    database.createObjectStore("days", { keyPath: "day" });
  },
];

const FORBIDDEN =
  "This browser does not let the site keep anything, so nothing can be saved. It may be a private window, or site data may be blocked in the browser's settings.";
const SENTENCES = {
  QuotaExceededError: "The browser's storage for this site is full: nothing was changed. Export your library in its settings, then remove papers or free space on this device.",
  VersionError: "Another tab has a newer version of this site. Reload this page.",
  blocked: "Another tab uses an older version of your library. Close or reload that tab, then try again.",
};

/** Return an error with a sentence for the reader. */
function failure(error) {
  console.warn(error);
  return new Error(SENTENCES[error?.name ?? error] ?? FORBIDDEN, { cause: error });
}

let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, MIGRATIONS.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(request.result, request.transaction);
    };
    request.onblocked = () => reject("blocked");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => close(database); // a newer version of the site is open in another tab
      database.onclose = () => (opening = undefined);
      resolve(database);
    };
  }).catch((error) => {
    opening = undefined;
    throw failure(error);
  });
  return opening;
}

function close(database) {
  database.close();
  opening = undefined;
}

/** Run `work` on the named object stores in one transaction, which either happens whole or not at all. */
async function transact(names, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, mode);
    let result;
    transaction.oncomplete = () => resolve(result?.result ?? result);
    transaction.onabort = () => reject(failure(transaction.error));
    try {
      result = work(...names.map((name) => transaction.objectStore(name)));
    } catch (error) {
      reject(error);
      transaction.abort();
    }
  }).catch((error) => {
    throw error.cause ? error : failure(error);
  });
}

/** Return all values of an object store, in the order of their keys. */
export function readAll(name) {
  return transact([name], "readonly", (store) => store.getAll());
}

/** Return the value of a setting, or undefined. */
export async function setting(name) {
  return (await transact(["settings"], "readonly", (store) => store.get(name)))?.value;
}

/**
 * Change object stores in one transaction, and tell every tab.
 * @param {string[]} names
 * @param {(...stores: IDBObjectStore[]) => void} work
 */
export async function change(names, work) {
  await transact(names, "readwrite", (...stores) => void work(...stores));
  await summarize();
  document.dispatchEvent(new Event("library"));
  const channel = listening ?? opened();
  channel?.postMessage(names);
  if (!listening) channel?.close(); // an open one would keep a page out of the browser's memory for Back
}

/** Return a channel to other tabs, or undefined where the browser forbids it. */
function opened() {
  try {
    return new BroadcastChannel(NAME);
  } catch (error) {
    console.warn(error);
  }
}

let listening; // a channel does not hear itself

/** Call the listener after each change that another tab makes. */
export function onChange(listener) {
  listening = opened();
  listening?.addEventListener("message", listener);
  addEventListener("pageshow", ({ persisted }) => persisted && listener()); // after Back
}

/** Write the summary that library-stars.js reads on every page. */
async function summarize() {
  const saved = await transact(["papers"], "readonly", (papers) => papers.getAllKeys());
  const follows = await transact(["follows"], "readonly", (store) => store.getAllKeys());
  const fresh = (await readAll("inbox")).filter(({ state }) => state === "new").length;
  const [checked = 0, keys] = await Promise.all([setting("checked"), setting("keys")]);
  try {
    localStorage.setItem(NAME, JSON.stringify({ saved, follows, fresh, checked, keys }));
  } catch (error) {
    console.warn(error); // stars then look as if nothing was saved; the library itself has everything
  }
}

/** Save papers, given as key, title and byline. Those that are saved already stay as they are. */
export function savePapers(papers) {
  const now = new Date().toISOString();
  return change(["papers"], (store) => {
    for (const { key, title, byline } of papers) {
      const request = store.add({ key, title, byline, status: TO_READ, tags: [], note: "", saved: now, changed: now });
      request.onerror = (event) => {
        if (request.error.name !== "ConstraintError") return; // which says that it is there already
        event.preventDefault();
        event.stopPropagation();
      };
    }
  });
}

export function removePapers(keys) {
  return change(["papers"], (store) => keys.forEach((key) => store.delete(key)));
}

/** Put papers as they are, over those with the same keys. */
export function putPapers(papers) {
  return change(["papers"], (store) => papers.forEach((paper) => store.put(paper)));
}

/** Change some values of a saved paper: another tab may have changed others meanwhile. */
export function editPaper(paper, changes) {
  return change(["papers"], (store) => {
    store.get(paper.key).onsuccess = ({ target: { result } }) => store.put({ ...(result ?? paper), ...changes });
  });
}

/** The order of papers in the inbox: the newest day first, and of each day the most upvoted. */
export function byTime(one, other) {
  if (one.day !== other.day) return one.day < other.day ? 1 : -1;
  return other.upvotes - one.upvotes || one.title.localeCompare(other.title, "en");
}

/** Note of papers in the inbox that they are new, seen or skipped. */
export function markInbox(keys, state) {
  return change(["inbox"], (inbox) => {
    for (const key of keys) inbox.get(key).onsuccess = ({ target: { result: paper } }) => paper && inbox.put({ ...paper, state });
  });
}

/** Follow a rule. The newest days are forgotten, so that they are read again and matched with it. */
export function follow(rule) {
  const NEWEST = 5; // as many as FIRST_DAYS of library-check.js
  return change(["follows", "days"], (follows, days) => {
    follows.put(rule);
    days.getAllKeys().onsuccess = ({ target: { result: all } }) => all.slice(-NEWEST).forEach((day) => days.delete(day));
  });
}

/** Unfollow a rule. Papers that nothing else brought into the inbox leave it. */
export function unfollow(id) {
  return change(["follows", "inbox"], (follows, inbox) => {
    follows.delete(id);
    inbox.getAll().onsuccess = ({ target: { result: papers } }) => {
      for (const paper of papers.filter(({ because }) => because.includes(id))) {
        const because = paper.because.filter((other) => other !== id);
        if (because.length || paper.state === "skipped") inbox.put({ ...paper, because });
        else inbox.delete(paper.key);
      }
    };
  });
}

export function putSetting(name, value) {
  return change(["settings"], (settings) => settings.put({ name, value }));
}

/** Forget everything: the database and the summary. */
export async function forgetAll() {
  const names = [...(await open()).objectStoreNames];
  await change(names, (...stores) => stores.forEach((store) => store.clear()));
  localStorage.removeItem(NAME);
}
