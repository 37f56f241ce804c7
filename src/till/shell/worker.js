// Lets a till start without a network. VERSION and FILES stand before this text: the server puts them
// there, VERSION being named by the content of all FILES. What is kept is answered from what is kept;
// a new version is fetched whole beside it and waits until the till says that it is idle.
const CACHE = `till-${VERSION}`;
const PHOTOS = "till-photos";
const MOST_PHOTOS = 500;
/** What names the till that the browser is. */
const PAGES = ["/till", "/till/screen"];

self.addEventListener("install", (event) => {
  // A browser may fetch a page beside a worker that it has yet to start, in case it is asked for: it is kept.
  event.addRoutes?.({ condition: { requestMode: "navigate" }, source: "fetch-event" });
  event.waitUntil(keep());
});
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const file = url.pathname + url.search;
  const enrolled = url.pathname === "/till" && url.searchParams.get("enrolled");
  if (enrolled) event.respondWith(become(enrolled, event));
  else if (FILES.includes(file)) event.respondWith(kept(file, request));
  else if (url.pathname === "/till/words") event.respondWith(keptOnceHad(CACHE, request));
  else if (url.pathname.startsWith("/files/")) event.respondWith(photo(request));
});

/**
 * The files, and the words of each language that has been spoken here: another comes when somebody
 * chooses it. What the page has just had is not sent again: it is only asked whether it is still the
 * same, and not even that where its address changes with it.
 */
async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map(fresh));
  const page = await (await cache.match("/till")).text();
  const spoken = new Set(page.match(/(?<=data-words=")[^"]+/));
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const { pathname, search } = new URL(url);
      if (pathname === "/till/words") spoken.add(pathname + search);
    }
  }
  await cache.addAll([...spoken].map(fresh));
}

function fresh(file) {
  return new Request(file, { cache: file.startsWith("/assets/") ? "default" : "no-cache" });
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("till-") && name !== CACHE && name !== PHOTOS) await caches.delete(name);
  }
  await self.clients.claim();
}

async function kept(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file, { ignoreVary: true })) ?? pageAnew(cache, file, request);
}

/**
 * The browser has become the till of this id. What is kept may be the page of another that it was, perhaps of
 * another business: that is not shown any more, whether there is a network or not.
 */
async function become(id, event) {
  const cache = await caches.open(CACHE);
  const known = await cache.match("/till", { ignoreVary: true });
  if (known && (await known.clone().text()).includes(id)) return known;
  for (const page of PAGES) await cache.delete(page, { ignoreVary: true });
  const answer = await pageAnew(cache, "/till", event.request);
  // The next time nothing is said of what it has just become.
  if (await cache.match("/till", { ignoreVary: true })) event.waitUntil(cache.addAll(PAGES.map(fresh)));
  return answer;
}

/** A page that is not kept; that of a till is from now on. */
async function pageAnew(cache, file, request) {
  const answer = await fetch(request);
  if (answer.ok && PAGES.includes(file)) {
    const text = await answer.clone().text();
    if (text.includes("data-boot=")) await cache.put(file, answer.clone());
  }
  return answer;
}

/** A photo's address changes with it: once had, it is kept. */
async function photo(request) {
  const answer = await keptOnceHad(PHOTOS, request);
  const cache = await caches.open(PHOTOS);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PHOTOS)).map((one) => cache.delete(one)));
  return answer;
}

async function keptOnceHad(name, request) {
  const cache = await caches.open(name);
  const known = await cache.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
