/* Draws data.rows into buttons keyed by place, so that a change moves no more than it must. */
function makeRow(place) {
  const row = document.createElement("button");
  row.className = "row";
  row.dataset.place = place;
  row.innerHTML = '<div><div class="name"></div><div class="where"></div></div><div class="track"><div class="bar"></div></div><div class="value"></div>';
  return row;
}

function put(row, name, text) {
  const field = row.querySelector("." + name);
  if (field.textContent !== text) field.textContent = text;
  return field;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".places");
  list.setAttribute("aria-label", data.label);
  const known = new Map([...list.children].map((row) => [row.dataset.place, row]));
  const wanted = data.rows.map((row) => {
    const drawn = known.get(row.place) ?? makeRow(row.place);
    put(drawn, "name", row.name).title = row.name;
    put(drawn, "where", row.where);
    put(drawn, "value", row.value);
    const bar = drawn.querySelector(".bar");
    bar.style.width = 100 * row.share + "%";
    bar.style.background = row.colour;
    return drawn;
  });
  const keep = new Set(wanted);
  for (const row of [...list.children]) if (!keep.has(row)) row.remove();
  wanted.forEach((row, n) => {
    if (list.children[n] !== row) list.insertBefore(row, list.children[n] ?? null);
  });
  list.onclick = (event) => {
    const row = event.target.closest(".row");
    if (row) setTriggerValue("pick", row.dataset.place);
  };
}
