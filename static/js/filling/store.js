// What this device still owes the server, in IndexedDB: it outlives a closed tab, a restart and an expired session.
// Two stores. `changes`: one row for each field that somebody typed in and the server has not confirmed.
// `files`: one row for each file that was chosen and has not arrived. Both rows carry `user`; nobody else's are read.

const NAME = "portal";
const STORES = { changes: "key", files: "key" };

let opening = null;

function open() {
  opening = opening || new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        request.result.createObjectStore(name, { keyPath }).createIndex("user", "user");
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    // A confirmed write must survive a crash of the browser.
    const transaction = database.transaction(name, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (name, row) => run(name, "readwrite", (store) => store.put(row));
export const get = (name, key) => run(name, "readonly", (store) => store.get(key));
export const remove = (name, key) => run(name, "readwrite", (store) => store.delete(key));
export const all = (name, user) => run(name, "readonly", (store) => store.index("user").getAll(user));
export const count = (name, user) => run(name, "readonly", (store) => store.index("user").count(user));
