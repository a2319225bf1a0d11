// What was handed over: kept on the phone first, then sent, again and again with the same id, until there is a receipt.
// The far side takes an id once, so a retry can never make a second ticket.
const connection = { signedOut: false, offline: false, why: "" };
let flushing = false;

function body(item) {
  const place = item.place ?? { how: "nothing" };
  const report = { id: item.id, age_seconds: Math.max(0, (Date.now() - item.made) / 1000), words: item.words };
  if (!item.add) {
    Object.assign(report, { topic: item.topic, how: place.how, house_number: item.house, answers: item.answers });
    if (place.how === "street") report.street_id = place.street_id;
    else if (place.how !== "nothing") Object.assign(report, { lat: place.lat, lon: place.lon });
  }
  const form = new FormData();
  form.append("report", JSON.stringify(report));
  if (item.add) form.append("ticket", item.add.id);
  item.photos.forEach((bytes, n) => form.append("photo", new Blob([bytes], { type: "image/jpeg" }), `${n + 1}.jpg`));
  return form;
}

// "sent" | "wait" (try again later) | "refused" (the person has to change something)
async function sendOne(item) {
  let answer;
  try {
    const timeout = AbortSignal.timeout ? { signal: AbortSignal.timeout(60000) } : {};
    answer = await fetch(item.add ? "/report/add" : "/report", { method: "POST", headers: { "x-guichet": "1", "x-by": encodeURIComponent(setup.me) }, body: body(item), ...timeout });
  } catch {
    connection.offline = true;
    navigator.storage?.persist?.(); // what waits here must outlive a full phone's tidying up
    return "wait";
  }
  connection.offline = false;
  connection.signedOut = answer.status === 401;
  const found = await answer.json().catch(() => ({}));
  connection.why = answer.ok || connection.signedOut ? "" : (found.trouble ?? "");
  if (answer.ok) {
    await kept.put("receipts", { id: item.id, at: Date.now(), name: item.title, added: Boolean(item.add), ...found });
    await kept.remove("waiting", item.id);
    return "sent";
  }
  if ([400, 404, 413, 422].includes(answer.status)) {
    await kept.put("waiting", { ...item, trouble: connection.why || String(answer.status), field: found.field ?? null });
    return "refused";
  }
  return "wait";
}

// A phone may go from hand to hand: what one person made does not go out under another's name by itself.
const isMine = (item) => !item.by || item.by === setup.me;

// Sends what waits, oldest first; calls back after each.
async function flush(onChange) {
  if (flushing) return;
  flushing = true;
  try {
    const waiting = (await kept.all("waiting")).filter((item) => !item.trouble && isMine(item)).sort((a, b) => a.made - b.made);
    for (const item of waiting) {
      const outcome = await sendOne(item);
      await onChange(item, outcome);
      if (outcome === "wait") break;
    }
  } finally {
    flushing = false;
  }
}

// Asks what became of the receipts that have no number from TOPdesk yet; true while some are still under way.
async function follow() {
  const open = (await kept.all("receipts")).filter((one) => one.state !== "dropped" && !(one.state === "sent" && one.external_number));
  if (!open.length) return false;
  const answer = await fetch(`/report/status?draft=${open.slice(-20).map((one) => one.id).join(",")}`);
  if (!answer.ok) return true;
  for (const found of await answer.json()) {
    const known = open.find((one) => one.id === found.draft);
    await kept.put("receipts", { ...known, ...found });
  }
  return true;
}
