// What this device still owes the server, in IndexedDB: it outlives a closed tab, a restart and an expired session.
// Three stores. `changes`: one row for each field that somebody typed in and the server has not confirmed.
// `files`: one row for each file that was chosen and has not arrived. `attempts`: what was sent and may or may not have
// arrived; it is sent again as it was, with the same key. All rows carry `user`; nobody else's are read.

const NAME = "portal";
const STORES = { changes: "key", files: "key", attempts: "key" };

let opening = null;

function open() {
  opening = opening || new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        if (request.result.objectStoreNames.contains(name)) continue;
        request.result.createObjectStore(name, { keyPath }).createIndex("user", "user");
      }
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// A device that keeps nothing (a private window of some browsers): the page keeps it while it is open.
const memory = Object.fromEntries(Object.keys(STORES).map((name) => [name, new Map()]));
const asked = (result) => ({ result, set onsuccess(act) { act(); } });
const passing = (name, rows = memory[name]) => ({
  put: (row) => asked(void rows.set(row.key, row)),
  get: (key) => asked(rows.get(key)),
  delete: (key) => asked(void (rows.delete(key), forget(name, key))),
  index: () => {
    const of = (user) => [...rows.values()].filter((row) => row.user === user);
    return { getAll: (user) => asked(of(user)), count: (user) => asked(of(user).length) };
  },
});

let isKept = true;

export const isLasting = () => isKept;

let failed = null; // the database that took no more
const held = (name, act) => act(passing(name)).result;

// What is done with must not come back at the next visit.
function forget(name, key) {
  try {
    failed?.transaction(name, "readwrite").objectStore(name).delete(key);
  } catch { /* it is closed */ }
}

const within = (database, name, mode, act) => new Promise((resolve, reject) => {
  // A confirmed write must survive a crash of the browser.
  const transaction = database.transaction(name, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
  const request = act(transaction.objectStore(name));
  transaction.oncomplete = () => resolve(request.result);
  transaction.onerror = transaction.onabort = () => reject(transaction.error);
});

// The device takes no more (it is full, or the database was closed): from here on the page holds what is owed.
async function takeOver(database) {
  for (const name of Object.keys(STORES)) {
    const rows = await within(database, name, "readonly", (store) => store.getAll()).catch(() => []);
    for (const row of rows) if (!memory[name].has(row.key)) memory[name].set(row.key, row);
  }
  isKept = false;
  failed = database;
}

async function run(name, mode, act) {
  const database = isKept && (await open().catch(() => null));
  if (!database) {
    isKept = false;
    return held(name, act);
  }
  try {
    return await within(database, name, mode, act);
  } catch (error) {
    if (name === "files") throw error; // one file may be too large where all texts still fit
    await takeOver(database);
    return held(name, act);
  }
}

export const put = (name, row) => run(name, "readwrite", (store) => store.put(row));
export const get = (name, key) => run(name, "readonly", (store) => store.get(key));
export const remove = (name, key) => run(name, "readwrite", (store) => store.delete(key));
export const all = (name, user) => run(name, "readonly", (store) => store.index("user").getAll(user));
export const count = (name, user) => run(name, "readonly", (store) => store.index("user").count(user));

// Reads a row, and writes what `change` makes of it (nothing: removes it), with no other write in between.
export const update = (name, key, change) => run(name, "readwrite", (store) => {
  const reading = store.get(key);
  reading.onsuccess = () => {
    const row = change(reading.result);
    if (row) store.put(row);
    else if (reading.result) store.delete(key);
  };
  return reading;
});
