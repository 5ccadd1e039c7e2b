// Keeps the journal in IndexedDB, one store for each kind of record. src/journal.rs says what the records are.

import { openDB } from "./idb/index.js";

/** @import { IDBPDatabase, IDBPObjectStore } from "./idb/index.js" */
/** @typedef {{site: string, at: number} & Record<string, any>} JournalRecord */
/** @typedef {"look" | "seen" | "offer"} Kind */
/** @typedef {IDBPObjectStore<any, Kind[], Kind, "readwrite">} Store */

/** The same thing has the same key, so that writing it again replaces it.
 * @type {Record<Kind, string[]>} */
const KEYS = { look: ["at", "site"], seen: ["at", "watch"], offer: ["at", "watch", "id"] };
const KINDS = /** @type {Kind[]} */ (Object.keys(KEYS));
/** The most records of one kind that are kept of one site: more than the 200 looks a day that the courtesy contract
 * allows come to in 90 days. */
const MOST = 20_000;
const TROUBLE = "journalTrouble";

/** @type {Promise<IDBPDatabase> | undefined} */
let opened;

function open() {
  opened ??= openDB("journal", 1, {
    upgrade(database) {
      for (const kind of KINDS)
        database.createObjectStore(kind, { keyPath: KEYS[kind] }).createIndex("site", ["site", "at"]);
    },
    terminated: () => {
      opened = undefined;
    },
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** All records of a site, in the index. @param {string} site */
const of = (site) => IDBKeyRange.bound([site], [site, []]);

/** Writes records, all or none, and drops what is too old and what is too much.
 * @param {Partial<Record<Kind, JournalRecord>>[]} records each with its kind
 * @param {number} keepFrom in ms since 1970 */
export async function write(records, keepFrom) {
  const change = (await open()).transaction(KINDS, "readwrite");
  const old = IDBKeyRange.upperBound([keepFrom]);
  const steps = KINDS.map(async (kind) => {
    const store = change.objectStore(kind);
    const written = records.flatMap((record) => record[kind] ?? []);
    await Promise.all([store.delete(old), ...written.map((record) => store.put(record))]);
    await trim(store, written);
  });
  await Promise.all([...steps, change.done]);
}

/** Adds the records that are not there yet, all or none. What is there stays as it is.
 * @param {Record<Kind, JournalRecord[]>} records
 * @returns {Promise<number>} how many were added */
export async function add(records) {
  const change = (await open()).transaction(KINDS, "readwrite");
  const steps = KINDS.map(async (kind) => {
    const store = change.objectStore(kind);
    const known = new Set((await store.getAllKeys()).map((key) => JSON.stringify(key)));
    const key = (/** @type {JournalRecord} */ record) =>
      JSON.stringify(KEYS[kind].map((name) => record[name]));
    const added = records[kind].filter((record) => !known.has(key(record)));
    await Promise.all(added.map((record) => store.put(record)));
    await trim(store, added);
    return added.length;
  });
  const [counts] = await Promise.all([Promise.all(steps), change.done]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Drops what is too much, the oldest first, of the sites of some records.
 * @param {Store} store @param {JournalRecord[]} written */
async function trim(store, written) {
  for (const site of new Set(written.map(({ site }) => site))) {
    const excess = (await store.index("site").count(of(site))) - MOST;
    if (excess > 0)
      for (const key of await store.index("site").getAllKeys(of(site), excess)) await store.delete(key);
  }
}

/** The sites that were refreshed. */
export async function sites() {
  const { store } = (await open()).transaction("look");
  /** @type {string[]} */
  const sites = [];
  for (let key = await store.index("site").openKeyCursor(); key; ) {
    const [name] = /** @type {[string, number]} */ (key.key);
    sites.push(name);
    key = await key.continue([name, []]);
  }
  return sites;
}

/** All records, oldest first. @param {string} site of that site; of all where it is blank */
export async function records(site) {
  const reading = (await open()).transaction(KINDS);
  const all = KINDS.map((kind) => {
    const store = reading.objectStore(kind);
    return site ? store.index("site").getAll(of(site)) : store.getAll();
  });
  const lists = await Promise.all(all);
  return Object.fromEntries(KINDS.map((kind, index) => [kind, lists[index]]));
}

/** Deletes all records. */
export async function erase() {
  const change = (await open()).transaction(KINDS, "readwrite");
  await Promise.all([...KINDS.map((kind) => change.objectStore(kind).clear()), change.done]);
}

/** Why the journal could not be written last. @returns {Promise<string | undefined>} */
export async function trouble() {
  return (await browser.storage.session.get(TROUBLE))[TROUBLE];
}

/** Notes why the journal cannot be written, or that it can. @param {string | undefined} reason */
export async function setTrouble(reason) {
  if (reason) await browser.storage.session.set({ [TROUBLE]: reason });
  else await browser.storage.session.remove(TROUBLE);
}
