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

async function inStore(name, mode, act, otherwise) {
  const open = await database;
  if (open === null) return otherwise(memory[name]);
  return new Promise((resolve, reject) => {
    const transaction = open.transaction(name, mode);
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const kept = {
  all: (name) => inStore(name, "readonly", (store) => store.getAll(), (map) => [...map.values()]),
  put: (name, item) => inStore(name, "readwrite", (store) => store.put(item), (map) => map.set(item.id, item)),
  remove: (name, id) => inStore(name, "readwrite", (store) => store.delete(id), (map) => map.delete(id)),
  works: async () => (await database) !== null,
};
