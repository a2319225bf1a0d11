// Puts the parts together: what a touch does, when to send, and when to ask how it went.
const FOLLOW_MS = 3000;
let sentAt = 0;
let lastTopic = null;
let ticks = 0;
let followUntil = Date.now() + 180000;

// "Send": the draft is handed over whole and a new one begins, so a second tap finds nothing to send.
async function hand() {
  if (document.body.dataset.step === "done") return;
  const lacks = missing();
  if (lacks) {
    say(lacks);
    if (draft.topic) openChooser(draft.place, fix);
    return;
  }
  const title = [draft.add ? draft.add.number : tile().name, draft.add ? draft.add.title : draft.place?.street].filter(Boolean).join(", ");
  const item = { ...draft, made: Date.now(), title, by: setup.me, by_name: setup.my_name };
  sentAt = Date.now();
  lastTopic = item.topic;
  draft = fresh();
  openDone(item.id);
  if (await handedOver(item.id)) item.id = shown = uuid(); // another tab sent this draft; what stands here is one more
  if (!(await kept.put("waiting", item))) say(w("not_kept"));
  await saveNow();
  await drawDone();
  drawDoneBar();
  await sendWaiting();
}

async function sendWaiting() {
  await flush(async (item, outcome) => {
    if (outcome === "refused" && item.id === shown && document.body.dataset.step === "done") {
      const back = (await kept.all("waiting")).find((one) => one.id === item.id);
      await reopen(back);
      return;
    }
    await drawDone();
  });
  await drawDone();
  followUntil = Date.now() + 180000;
}

// On a shared phone: somebody else's report waits for them, or the person who is here sends it as their own.
async function adopt(items) {
  for (const item of items) await kept.put("waiting", { ...item, by: setup.me, by_name: setup.my_name });
  await sendWaiting();
}

// A report that was refused comes back into the form with what is wrong; what was being typed meanwhile waits its turn.
async function reopen(item) {
  if (draft.topic) await kept.put("waiting", { ...draft, made: Date.now(), title: tile().name, trouble: w("unfinished"), field: null });
  const { trouble, field, title, ...back } = item;
  draft = back;
  if (field === "ticket") draft.add = null;
  if (field === "photo") draft.photos = [];
  await saveNow();
  await kept.remove("waiting", item.id);
  again();
  say(trouble);
}

function again() {
  shown = null;
  document.body.dataset.step = "";
  drawBarOf("fill");
  draw();
  drawDone();
}

function begin(topic) {
  draft = fresh(topic);
  draft.place = here();
  if (!draft.place) askPosition(onFix, onGpsTrouble);
  say("");
  save();
  again();
  window.scrollTo(0, 0);
}

function drawBarOf(step) {
  document.querySelectorAll("#bar .after").forEach((one) => one.remove());
  $("send").hidden = step === "done";
}

// The bar's place is the same in every step; after sending it holds two answers, deaf for a second to a second tap of "Send".
function drawDoneBar() {
  drawBarOf("done");
  const deaf = (act) => () => Date.now() - sentAt > 1000 && act();
  $("bar").append(
    el("button", { type: "button", class: "after quiet", onclick: deaf(() => begin(null)) }, el("span", {}, w("new_report"))),
    el("button", { type: "button", class: "after", onclick: deaf(() => begin(lastTopic)) }, icon("replay"), el("span", {}, w("same_again"))),
  );
}

async function leave() {
  const waiting = (await kept.all("waiting")).length;
  if (waiting && !window.confirm(w("sign_out_waiting", { n: waiting }))) return;
  if (window.caches) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await fetch("/door/leave", { method: "POST", headers: { "x-guichet": "1" } });
  location.replace("/");
}

// Back from the pocket: what waits goes out, and the phone may be in another street.
function awake() {
  if (document.visibilityState !== "visible") {
    if (saving) saveNow();
    return;
  }
  if (!draft.topic) askPosition(onFix, onGpsTrouble);
  tick();
}

async function tick() {
  if (document.visibilityState !== "visible") return;
  if ((await kept.all("waiting")).some((one) => !one.trouble && isMine(one))) await sendWaiting();
  else if (Date.now() < followUntil || (ticks += 1) % 10 === 0) {
    await follow().catch(() => true);
    await drawDone();
  }
}

function listen() {
  $("send").onclick = hand;
  $("chosen").onclick = () => {
    draft.topic = null;
    say("");
    save();
    draw();
  };
  $("change").onclick = () => openChooser(draft.place, fix);
  $("number").oninput = (event) => {
    draft.house = event.target.value;
    save();
  };
  $("words").oninput = (event) => {
    draft.words = event.target.value;
    save();
  };
  $("photo").onchange = (event) => {
    addPhoto(event.target.files[0]);
    event.target.value = "";
  };
  $("form").onsubmit = (event) => event.preventDefault();
  $("leave").onclick = leave;
  $("to-map").hidden = !setup.map;
  listenChooser((place) => {
    say("");
    usePlace(place);
  }, () => fix);
  window.addEventListener("online", sendWaiting);
  window.addEventListener("pagehide", () => saving && saveNow());
  document.addEventListener("visibilitychange", awake);
  window.addEventListener("resize", () => miniMap.draw());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => miniMap.draw());
  setInterval(tick, FOLLOW_MS);
}

async function start() {
  await restore();
  drawTiles();
  $("shoot").querySelector("i").append(icon("photo_camera"));
  listen();
  draw();
  if (!(await kept.works())) say(w("not_kept"));
  askPosition(onFix, onGpsTrouble, true);
  await loadStreets().catch(() => {});
  if (draft.place?.how === "coordinates" || draft.place?.how === "hand") draft.place = pointPlace(draft.place.how, draft.place.lat, draft.place.lon, draft.place.accuracy);
  drawPlace();
  navigator.serviceWorker?.register("/report/worker.js", { scope: "/report" }).catch(() => {});
  await sendWaiting();
}

start();
