// After sending: the number, large enough to say over the radio, and how far it got; below, the last reports and what waits.
let shown = null; // id of the report on the screen

function stateWords(receipt) {
  if (receipt.external_number && (!receipt.added || receipt.state === "sent")) return w("in_topdesk", { number: receipt.external_number });
  return w({ held: "held", failed: "failed", dropped: "dropped" }[receipt.state] ?? "not_sent");
}

function stateKind(receipt) {
  if (receipt.external_number && (!receipt.added || receipt.state === "sent")) return "done";
  return { failed: "overdue", dropped: "waiting" }[receipt.state] ?? "waiting";
}

function openDone(id) {
  shown = id;
  document.body.dataset.step = "done";
  say("");
  window.scrollTo(0, 0);
}

// Drawn anew only when it says something else: the screen looks every few seconds and must not flicker.
function put(node, ...parts) {
  const made = el("div", {}, ...parts);
  if (node.innerHTML === made.innerHTML && made.querySelector("button") === null) return;
  node.replaceChildren(...made.childNodes);
}

async function drawDone() {
  const receipts = (await kept.all("receipts")).sort((a, b) => b.at - a.at);
  const waiting = await kept.all("waiting");
  const receipt = receipts.find((one) => one.id === shown);
  const item = waiting.find((one) => one.id === shown);
  if (shown) put($("done"), ...(receipt ? received(receipt) : item ? stillHere(item) : []));
  drawMine(receipts);
  drawNotices(waiting);
  for (const old of receipts.slice(10)) await kept.remove("receipts", old.id);
}

const stateIcon = (kind) => icon({ done: "check_circle", overdue: "error" }[kind] ?? "hourglass_empty");

function received(receipt) {
  const kind = stateKind(receipt);
  return [
    el("p", { class: "said" }, w(receipt.added ? "added" : "received")),
    el("p", { class: "number" }, receipt.number),
    el("p", { class: `state ${kind}` }, stateIcon(kind), el("span", {}, stateWords(receipt))),
    el("p", { class: "about" }, receipt.name),
  ];
}

function stillHere(item) {
  const stuck = connection.offline || connection.signedOut || connection.why;
  return [
    el("p", { class: "said" }, w(stuck ? "waiting_n" : "sending", { n: 1 })),
    el("p", { class: "number" }, icon(stuck ? "cloud_off" : "send")),
    stuck ? el("p", { class: "state" }, el("span", {}, connection.signedOut ? w("sign_in_first") : connection.why || w("waiting_why"))) : null,
    el("p", { class: "about" }, item.title),
  ];
}

function drawMine(receipts) {
  const last = receipts.filter((one) => one.id !== shown).slice(0, 3);
  $("mine").hidden = last.length === 0;
  put($("receipts"), ...last.map((one) => {
    const kind = stateKind(one);
    return el("li", {}, el("strong", {}, one.number), el("span", {}, one.name), el("small", { class: kind }, stateIcon(kind), stateWords(one)));
  }));
}

// What waits here, unless the screen says so already; and what needs the person.
function drawNotices(waiting) {
  const notices = [];
  const going = waiting.filter((one) => !one.trouble && isMine(one));
  const alone = going.length === 1 && going[0].id === shown && !connection.signedOut;
  if (going.length && !alone && (connection.offline || connection.signedOut || connection.why)) {
    const act = connection.signedOut ? el("a", { href: "/patrol?form=1" }, w("sign_in")) : el("button", { type: "button", onclick: sendWaiting }, w("try_now"));
    const why = connection.signedOut ? w("sign_in_first") : connection.why;
    notices.push(el("div", { class: "notice" }, icon("cloud_off"), el("span", {}, w("waiting_n", { n: going.length }), why ? el("small", {}, why) : null), act));
  }
  const others = waiting.filter((one) => !one.trouble && !isMine(one));
  if (others.length) {
    const names = [...new Set(others.map((one) => one.by_name))].join(", ");
    const act = el("button", { type: "button", onclick: () => adopt(others) }, w("send_as_mine"));
    notices.push(el("div", { class: "notice" }, icon("groups"), el("span", {}, w("of_others", { n: others.length, names })), act));
  }
  for (const item of waiting.filter((one) => one.trouble)) {
    notices.push(el("div", { class: "notice" }, icon("error"), el("span", {}, w("needs_you", { why: item.trouble })), el("button", { type: "button", onclick: () => reopen(item) }, w("open"))));
  }
  put($("notices"), ...notices);
}
