/* Draws a board into rows keyed by id. Whatever citizens wrote goes in by textContent alone. */
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
  put(row, "words", data.words);
  row.querySelector(".state").style.color = data.colour;
  row.querySelector(".dot").style.background = data.dotColour;
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

/* The order that holds still while a ticket is selected; outlives a redraw of the page around the list. */
let pinned = { url: null, groups: new Map() };

/* Rows in the order to be shown, and how many newcomers wait. */
function arrange(board, url, selected) {
  if (!url || selected === null || pinned.url !== url) {
    pinned = { url, groups: new Map(board.rows.map((row) => [row.id, row.group])) };
    return [board.rows, 0];
  }
  const rows = new Map(board.rows.map((row) => [row.id, row]));
  const shown = [...pinned.groups].filter(([id]) => rows.has(id)).map(([id, group]) => ({ ...rows.get(id), group }));
  return [shown, board.rows.length - shown.length];
}

function drawRows(list, board, shown, colours, selected) {
  const rows = list.querySelector(".rows");
  const known = new Map([...rows.children].map((child) => [child.dataset.id, child]));
  const wanted = [];
  let group = null;
  for (const row of shown) {
    if (row.group !== group) {
      group = row.group;
      const id = "group-" + group;
      const head = known.get(id) ?? element("head");
      if (head.dataset.id !== id) head.append(document.createTextNode(""), document.createElement("span"));
      head.dataset.id = id;
      const [name, size] = board.groups[group] ?? [head.firstChild.textContent, ""];
      head.firstChild.textContent = name;
      head.lastChild.textContent = size;
      wanted.push(head);
    }
    const drawn = known.get(String(row.id)) ?? makeRow(row.id);
    fillRow(drawn, { ...row, colour: colours.states[row.state] ?? "", dotColour: colours.topics[Math.min(row.dot, colours.topics.length - 1)] });
    wanted.push(drawn);
  }
  const keep = new Set(wanted);
  for (const child of [...rows.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((child, place) => {
    if (rows.children[place] !== child) rows.insertBefore(child, rows.children[place] ?? null);
  });
  select(rows, selected);
  return known.size === 0;
}

/* What stands below the rows, or in their place: words, and a button that asks for something. */
function drawNote(list, note, act) {
  const place = list.querySelector(".note");
  place.hidden = !note;
  if (!note) return;
  place.classList.toggle("good", Boolean(note.icon));
  put(place, "icon", note.icon ?? "");
  put(place, "said", note.text);
  const button = put(place, "act", note.button ?? note.clear ?? "");
  button.hidden = !button.textContent;
  button.onclick = () => act(note.clear ? "clear" : "more");
}

function furnish(list) {
  const pill = document.createElement("button");
  pill.className = "pill";
  list.append(pill);
  element("rows", list).setAttribute("role", "listbox");
  const note = element("note", list);
  element("icon", note).setAttribute("aria-hidden", "true");
  element("said", note);
  const button = document.createElement("button");
  button.className = "act";
  note.append(button);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".list");
  const narrow = window.innerWidth < 640;
  if (narrow !== data.narrow) setTriggerValue("narrow", narrow);
  if (!list.querySelector(".rows")) furnish(list);
  const rows = list.querySelector(".rows");
  const pill = list.querySelector(".pill");
  rows.setAttribute("aria-label", data.words.label);

  const state = (parentElement.queue ??= { url: null, version: 0 });
  if (state.url !== data.url || data.version >= state.version) Object.assign(state, { url: data.url, version: data.version, board: data.board, have: "" });
  const draw = () => {
    const [shown, fresh] = arrange(state.board, data.url, data.selected);
    const first = drawRows(list, state.board, shown, data.colours, data.selected);
    pill.hidden = !fresh;
    pill.textContent = fresh ? `${fresh} ${data.words.new} \u2191` : "";
    drawNote(list, shown.length ? state.board.more : state.board.empty, (what) => setTriggerValue("act", what));
    if (first) rows.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  };
  pill.onclick = () => {
    pinned = { url: null, groups: new Map() };
    draw();
  };
  draw();

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
  if (!data.url) return undefined;

  let ended = false;
  let asking = false;
  let again = false;
  const follow = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const answer = await fetch(`${data.url}&have=${state.have}&ticket=${data.selected ?? ""}`);
      if (ended) return;
      if (answer.ok) {
        state.version = Number(answer.headers.get("x-version"));
        if (answer.status === 200) {
          state.board = await answer.json();
          state.have = answer.headers.get("x-digest");
          if (ended) return;
          draw();
          window.dispatchEvent(new CustomEvent("guichet-board", { detail: state.board }));
        }
        const card = Number(answer.headers.get("x-changed") ?? 0);
        if (data.selected !== null && card > data.version) setTriggerValue("stale", card);
      } else setTriggerValue("stale", Date.now()); // the session has ended, or the database is away: the page has words for it
    } catch {
      /* the server is away: Streamlit says so, and the next minute asks again */
    } finally {
      asking = false;
      if (again && !ended) {
        again = false;
        follow();
      }
    }
  };
  const minute = setInterval(() => document.hidden || follow(), 60_000); // "3 minutes late" goes on without news
  window.addEventListener("guichet-news", follow);
  return () => {
    ended = true;
    clearInterval(minute);
    window.removeEventListener("guichet-news", follow);
  };
}
