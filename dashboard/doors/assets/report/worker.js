// Keeps the form on the phone: it opens without network, and within three seconds with a bad one.
// VERSION and KEPT are written above by the server.
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

// From the network, and into the cache for next time; a redirection to the sign-in passes through.
async function fetched(request) {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) (await caches.open(VERSION)).put(request, answer.clone());
  return answer;
}

async function freshOrKept(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const network = fetched(request).catch(() => null);
  const first = await Promise.race([network, late]);
  return first ?? (await caches.match(request.url)) ?? (await network) ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (pathname === "/report" || pathname === "/report/streets") event.respondWith(freshOrKept(request));
  else if (pathname.startsWith("/report/assets/")) event.respondWith(caches.match(request).then((kept) => kept ?? fetched(request)));
});
