/* Draws data.rows into rows keyed by id. Whatever citizens wrote goes in by textContent alone. */
const FIELDS = ["state", "what", "topic", "team", "number"];

function element(name, parent) {
  const made = document.createElement("div");
  made.className = name;
  if (parent) parent.append(made);
  return made;
}

function makeRow(id) {
  const row = element("row");
  row.dataset.id = id;
  row.setAttribute("role", "option");
  element("dot", row);
  for (const name of FIELDS) element(name, row);
  element("icon", row.querySelector(".state")).setAttribute("aria-hidden", "true");
  element("words", row.querySelector(".state"));
  element("title", row.querySelector(".what"));
  element("place", row.querySelector(".what"));
  return row;
}

function put(parent, name, text) {
  const field = parent.querySelector("." + name);
  if (field.textContent !== text) field.textContent = text;
  return field;
}

function fillRow(row, data) {
  for (const name of ["title", "place", "topic", "team", "number", "icon"]) put(row, name, data[name]);
  put(row, "words", data.state);
  row.querySelector(".state").style.color = data.colour;
  row.querySelector(".dot").style.background = data.dot;
  row.querySelector(".dot").title = data.topic;
  row.querySelector(".title").title = data.title;
}

function select(list, id) {
  const rows = [...list.querySelectorAll(".row")];
  const chosen = rows.find((row) => row.dataset.id === String(id));
  for (const row of rows) {
    row.setAttribute("aria-selected", row === chosen);
    row.tabIndex = row === (chosen ?? rows[0]) ? 0 : -1;
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".list");
  const narrow = window.innerWidth < 640;
  if (narrow !== data.narrow) setTriggerValue("narrow", narrow);
  if (!list.querySelector(".rows")) {
    const pill = document.createElement("button");
    pill.className = "pill";
    list.append(pill);
    element("rows", list).setAttribute("role", "listbox");
  }
  const rows = list.querySelector(".rows");
  const pill = list.querySelector(".pill");
  rows.setAttribute("aria-label", data.label);
  pill.hidden = !data.fresh;
  pill.textContent = data.fresh ? data.fresh + " \u2191" : "";
  pill.onclick = () => setTriggerValue("refresh", Date.now());

  const known = new Map([...rows.children].map((child) => [child.dataset.id, child]));
  const wanted = [];
  let group = null;
  for (const row of data.rows) {
    if (row.group !== group) {
      group = row.group;
      const id = "group-" + group;
      const head = known.get(id) ?? element("head");
      if (head.dataset.id !== id) head.append(document.createTextNode(""), document.createElement("span"));
      head.dataset.id = id;
      head.firstChild.textContent = data.groups[group][0];
      head.lastChild.textContent = data.groups[group][1];
      wanted.push(head);
    }
    const drawn = known.get(String(row.id)) ?? makeRow(row.id);
    fillRow(drawn, row);
    wanted.push(drawn);
  }
  const keep = new Set(wanted);
  for (const child of [...rows.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, place) => {
    if (rows.children[place] !== child) rows.insertBefore(child, rows.children[place] ?? null);
  });
  select(rows, data.selected);
  if (known.size === 0) rows.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });

  const pick = (row) => {
    select(rows, row.dataset.id);
    row.focus();
    setTriggerValue("pick", Number(row.dataset.id));
  };
  rows.onclick = (event) => {
    const row = event.target.closest(".row");
    if (row) pick(row);
  };
  rows.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...rows.querySelectorAll(".row")];
    const at = all.indexOf(event.target.closest(".row"));
    if (step && all[at + step]) {
      event.preventDefault();
      pick(all[at + step]);
    } else if (event.key === "Enter" && at >= 0) pick(all[at]);
  };
}
