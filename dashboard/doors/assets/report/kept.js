// What this phone keeps: the draft, reports that wait for a network, and the last receipts. Photos are kept as bytes.
// Where the browser keeps nothing, memory stands in and the page says so.
const KEPT = ["draft", "waiting", "receipts"];

const database = new Promise((resolve) => {
  let asked;
  try {
    asked = indexedDB.open("guichet-report", 1);
  } catch {
    resolve(null);
    return;
  }
  asked.onupgradeneeded = () => KEPT.forEach((name) => asked.result.createObjectStore(name, { keyPath: "id" }));
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => resolve(null);
});
const memory = Object.fromEntries(KEPT.map((name) => [name, new Map()]));

async function inStore(name, mode, act) {
  const open = await database;
  if (open === null) return null;
  return new Promise((resolve, reject) => {
    const transaction = open.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const byId = (items) => items.map((item) => [item.id, item]);
const kept = {
  all: async (name) => [...new Map([...byId((await inStore(name, "readonly", (store) => store.getAll())) ?? []), ...memory[name]]).values()],
  // Whether the phone took it. What it refuses, because it is full, stands in memory all the same.
  put: async (name, item) => {
    memory[name].set(item.id, item);
    const taken = (await inStore(name, "readwrite", (store) => store.put(item)).catch(() => null)) !== null;
    if (taken) memory[name].delete(item.id);
    return taken;
  },
  remove: async (name, id) => {
    memory[name].delete(id);
    await inStore(name, "readwrite", (store) => store.delete(id));
  },
  works: async () => (await database) !== null,
};
