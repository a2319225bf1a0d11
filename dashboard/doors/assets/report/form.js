// The form: one draft, drawn from its state; every touch is kept, so that a reload loses nothing.
const miniMap = new StreetMap($("mini"));
const FRESH_MS = 20000;
let draft = fresh();
let fix = null; // the phone's own position, newest good one
let gpsTrouble = "";
let asking = null; // the request for what is known nearby
let saving = 0;

function fresh(topic = null) {
  return { id: uuid(), topic, place: null, house: "", words: "", answers: {}, photos: [], add: null, made: null };
}

const tile = () => setup.tiles.find((one) => one.key === draft.topic) ?? null;

function save() {
  clearTimeout(saving);
  saving = setTimeout(saveNow, 150);
}

// The draft is one row under a fixed name; its own id is the report's.
function saveNow() {
  clearTimeout(saving);
  saving = 0;
  return kept.put("draft", { id: "current", draft });
}

async function handedOver(id) {
  return [...(await kept.all("waiting")), ...(await kept.all("receipts"))].some((one) => one.id === id);
}

async function restore() {
  const found = (await kept.all("draft"))[0]?.draft;
  if (found && !(await handedOver(found.id)) && (found.topic === null || setup.tiles.some((one) => one.key === found.topic))) draft = found;
}

function drawTiles() {
  const tiles = setup.tiles.map((one) =>
    el("button", { type: "button", class: `tile c${one.colour}`, "data-topic": one.key, onclick: () => chooseTopic(one.key) }, icon(one.icon), el("span", {}, one.name)));
  $("tiles").replaceChildren(...(tiles.length ? tiles : [el("p", { class: "note" }, w("no_tiles"))]));
}

function chooseTopic(key) {
  draft.topic = key;
  draft.add = null;
  save();
  draw();
  window.scrollTo(0, 0);
  $("chosen").focus({ preventScroll: true });
}

function step() {
  if (document.body.dataset.step === "done") return "done";
  return draft.topic ? "fill" : "what";
}

function draw() {
  document.body.dataset.step = step();
  const topic = tile();
  if (topic) $("chosen").replaceChildren(icon(topic.icon), el("span", {}, topic.name), el("b", {}, w("change")));
  $("chosen").className = `c${topic?.colour ?? 8}`;
  $("words").value = draft.words;
  $("number").value = draft.house;
  drawPlace();
  drawPhotos();
  drawAsked();
  drawBar();
  lookNear();
}

function drawPlace() {
  const { place } = draft;
  $("where").hidden = Boolean(draft.add);
  $("street").textContent = place ? (place.street ?? w("no_street")) : w(gpsTrouble ? "where" : "finding");
  const exact = { street: "by_street", hand: "by_hand", coordinates: place?.accuracy > 60 ? "about" : "within" };
  const detail = place?.outside ? w("outside") : place ? [place.quarter, w(exact[place.how], { n: Math.max(5, Math.round(place.accuracy / 5) * 5) })].filter(Boolean).join(" · ") : gpsTrouble ? w(gpsTrouble) : "";
  $("exact").textContent = detail;
  $("where").classList.toggle("doubt", Boolean(place?.outside || (!place && gpsTrouble) || (place?.how === "coordinates" && place.accuracy > 60)));
  $("where").classList.toggle("blank", !place);
  $("change-word").textContent = w(place ? "change" : "choose");
  $("city").textContent = draft.topic === null && place?.street ? place.street : setup.city;
  if (place) miniMap.look(place.lat, place.lon);
  miniMap.mark(place?.lat, place?.lon, place?.accuracy);
  miniMap.draw();
}

function usePlace(place) {
  draft.place = place;
  draft.add = null;
  save();
  drawPlace();
  drawBar();
  lookNear();
}

// Where the phone is now; a position of a while ago may be another street.
function here() {
  return fix && Date.now() - fix.at < FRESH_MS ? pointPlace("coordinates", fix.lat, fix.lon, fix.accuracy) : null;
}

// A better position moves the pin; once something is being filled in, only a clearly better one does.
function onFix(found) {
  gpsTrouble = "";
  fix = { ...found, at: Date.now() };
  const { place } = draft;
  const mine = !place || (place.how === "coordinates" && (!draft.topic || found.accuracy < place.accuracy * 0.8));
  if (mine && document.body.dataset.step !== "done") usePlace(pointPlace("coordinates", found.lat, found.lon, found.accuracy));
}

function onGpsTrouble(why) {
  if (draft.place) return;
  gpsTrouble = why;
  drawPlace();
}

async function lookNear() {
  asking?.abort();
  const { place } = draft;
  const show = (tickets) => drawNear(tickets);
  if (!draft.topic || !place || place.outside || tile().placeless) return show([]);
  asking = new AbortController();
  const asked = new URLSearchParams({ lat: place.lat, lon: place.lon, topic: draft.topic });
  try {
    const answer = await fetch(`/report/near?${asked}`, { signal: asking.signal });
    if (!answer.ok) return show([]);
    const found = await answer.json();
    if (draft.place === place && place.street === null && found.place.street && place.how !== "street") {
      Object.assign(place, { street_id: found.place.street_id, street: found.place.street, outside: found.place.outside });
      drawPlace();
    }
    return show(found.tickets);
  } catch {
    return show([]); // no network, or a newer question: the report goes out all the same
  }
}

function drawNear(tickets) {
  if (draft.add && !tickets.some((one) => one.id === draft.add.id)) tickets = [draft.add, ...tickets];
  $("known").hidden = tickets.length === 0;
  const rows = tickets.map((one) => {
    const on = draft.add?.id === one.id;
    const facts = [w("away", { n: one.distance_m }), ago(one.opened_at), one.external_number ?? one.number].map((fact) => fact.replaceAll(" ", "\u00a0")).join(" · ");
    return el("button", { type: "button", class: "near", "aria-pressed": String(on), onclick: () => addTo(on ? null : one) },
      el("span", {}, el("strong", {}, one.title), el("small", {}, facts)), el("b", {}, on ? icon("check_circle") : null, w(on ? "not_this" : "add_to_it")));
  });
  $("near").replaceChildren(...rows);
}

function addTo(ticket) {
  draft.add = ticket;
  save();
  draw();
}

function drawPhotos() {
  $("photos").replaceChildren(...draft.photos.map((bytes, n) => {
    const image = el("img", { alt: `${w("photo")} ${n + 1}` });
    image.src = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    image.onload = () => URL.revokeObjectURL(image.src);
    return el("div", {}, image, el("button", { type: "button", "aria-label": w("remove_photo"), onclick: () => removePhoto(n) }, icon("close")));
  }));
  $("shoot").hidden = draft.photos.length >= 3;
  $("shoot").querySelector("span").textContent = w(draft.photos.length ? "another_photo" : "photo");
}

function removePhoto(n) {
  draft.photos = draft.photos.filter((_, other) => other !== n);
  save();
  drawPhotos();
}

async function addPhoto(file) {
  if (!file) return;
  $("shoot").classList.add("busy");
  try {
    draft.photos = [...draft.photos, await shrunk(file)];
    say("");
    await saveNow();
  } catch {
    say(w("bad_photo"));
  }
  $("shoot").classList.remove("busy");
  drawPhotos();
}

function drawAsked() {
  const questions = draft.add ? [] : (tile()?.questions ?? []);
  $("asked").replaceChildren(...questions.map(question));
}

function answer(key, value) {
  if (value === "") delete draft.answers[key];
  else draft.answers[key] = value;
  save();
}

function question({ key, label, kind, options }) {
  const value = draft.answers[key] ?? "";
  const few = kind === "yes_no" || (kind === "choice" && options.length <= 3);
  if (few) {
    const choices = kind === "yes_no" ? [["yes", w("yes")], ["no", w("no")]] : options.map((one) => [one, one]);
    const buttons = choices.map(([name, words]) => el("button", { type: "button", "aria-pressed": String(value === name), onclick: () => {
      answer(key, value === name ? "" : name);
      drawAsked();
    } }, words));
    return el("fieldset", { "data-field": `answers.${key}` }, el("legend", {}, label), el("div", { class: "choices" }, ...buttons));
  }
  const input = kind === "choice"
    ? el("select", { onchange: (event) => answer(key, event.target.value) }, el("option", { value: "" }, w("choose")), ...options.map((one) => el("option", { value: one, selected: one === value }, one)))
    : el("input", { value, maxlength: 200, inputmode: kind === "number" ? "decimal" : "text", oninput: (event) => answer(key, event.target.value.trim()) });
  return el("label", { "data-field": `answers.${key}` }, el("span", {}, label), input);
}

// The bar never moves; what is missing stands on it.
function drawBar() {
  const topic = tile();
  const ready = topic !== null;
  const name = !ready ? w("choose_first") : draft.add ? w("add_to_number", { number: draft.add.external_number ?? draft.add.number }) : w("send");
  $("send").replaceChildren(...(ready ? [icon(draft.add ? "add" : "send")] : []), el("span", {}, name));
  $("send").classList.toggle("quiet", !ready);
}

function say(words) {
  $("bar-note").textContent = words;
}

function missing() {
  if (!draft.topic) return w("choose_first");
  if (!draft.add && !tile().placeless && (!draft.place || draft.place.outside)) return w("where_missing");
  return "";
}
