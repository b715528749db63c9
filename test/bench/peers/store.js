// Ways to keep records in IndexedDB and read many of them by key, in a page: `window.benchStore` has one `fill` and one `read` for each.
import Dexie from 'dexie';
import { openDB } from 'idb';
import { createStore, getMany, setMany } from 'idb-keyval';

const record = (key) => ({ key, schema: 'MARTS', state: 'healthy', reasons: ['a test failed', 'a run is late'] });
const keyOf = (at) => `MODEL_${at}`;
const keysOf = (count, step = 1) => Array.from({ length: count }, (_, at) => keyOf(at * step));

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const ended = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onerror = () => reject(transaction.error);
  });

async function bare() {
  const opening = indexedDB.open('bare', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('records', { keyPath: 'key' });
  const db = await asked(opening);
  return {
    fill: (keys) => {
      const transaction = db.transaction('records', 'readwrite');
      for (const key of keys) transaction.objectStore('records').put(record(key));
      return ended(transaction);
    },
    read: (keys) => {
      const store = db.transaction('records').objectStore('records');
      return Promise.all(keys.map((key) => asked(store.get(key))));
    },
  };
}

async function idb() {
  const db = await openDB('idb', 1, { upgrade: (made) => made.createObjectStore('records', { keyPath: 'key' }) });
  return {
    fill: (keys) => {
      const transaction = db.transaction('records', 'readwrite');
      return Promise.all([...keys.map((key) => transaction.store.put(record(key))), transaction.done]);
    },
    read: (keys) => {
      const { store } = db.transaction('records');
      return Promise.all(keys.map((key) => store.get(key)));
    },
  };
}

function dexie() {
  const db = new Dexie('dexie');
  db.version(1).stores({ records: 'key' });
  return {
    fill: (keys) => db.records.bulkPut(keys.map(record)),
    read: (keys) => db.records.bulkGet(keys),
  };
}

function keyval() {
  const store = createStore('keyval', 'records');
  return {
    fill: (keys) =>
      setMany(
        keys.map((key) => [key, record(key)]),
        store,
      ),
    read: (keys) => getMany(keys, store),
  };
}

const ways = { 'bare IndexedDB': bare, idb, Dexie: dexie, 'idb-keyval': keyval };

/** Milliseconds to write so many records, and to read each fortieth of them: medians of `runs` in turns. */
window.benchStore = async (records, runs) => {
  const open = [];
  for (const [name, make] of Object.entries(ways)) open.push({ name, way: await make(), writes: [], reads: [] });
  const [all, some] = [keysOf(records), keysOf(records / 40, 40)];
  for (let run = 0; run <= runs; run++)
    for (const { way, writes, reads } of open) {
      const started = performance.now();
      await way.fill(all);
      const written = performance.now();
      const found = await way.read(some);
      if (found.filter(Boolean).length !== some.length) throw new Error('Records are missing.');
      if (run === 0) continue;
      writes.push(written - started);
      reads.push(performance.now() - written);
    }
  return Object.fromEntries(open.map(({ name, writes, reads }) => [name, { writes, reads }]));
};
