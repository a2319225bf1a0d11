// The place chosen by hand: a street from the list, or a tap on the map; "Use this place" stands where "Send" stands.
const bigMap = new StreetMap($("map"));
let picked = null; // {how, lat, lon, street_id, street, quarter, accuracy}

function pointPlace(how, lat, lon, accuracy = 0) {
  const { street, outside } = nearest(lat, lon);
  return { how, lat, lon, accuracy, outside, street_id: street?.id ?? null, street: street?.name ?? null, quarter: street?.quarter ?? "" };
}

function showPicked() {
  $("pin-label").textContent = picked ? [picked.street ?? w("no_street"), picked.quarter].filter(Boolean).join(", ") : w("tap_map");
  $("use").disabled = picked === null;
  bigMap.mark(picked?.lat, picked?.lon, picked?.accuracy);
  bigMap.draw();
}

function openChooser(place, fix) {
  picked = place;
  $("search").value = "";
  $("found").replaceChildren();
  $("chooser").classList.remove("searching");
  $("chooser").showModal();
  const start = place ?? fix ?? (streets.length ? Object.fromEntries(["lat", "lon"].map((name, n) => [name, middle(busiest())[n]])) : null);
  if (start) bigMap.look(start.lat, start.lon);
  bigMap.zoom = place || fix ? 0.9 : 0.3;
  $("here").hidden = !fix;
  showPicked();
}

// Without any clue the map opens at the street in the middle of all.
function busiest() {
  const x = (street) => street.lines[0]?.[0] ?? 0;
  const y = (street) => street.lines[0]?.[1] ?? 0;
  const half = (of) => streets.map(of).sort((a, b) => a - b)[streets.length >> 1];
  const [mx, my] = [half(x), half(y)];
  return streets.reduce((best, one) => (Math.hypot(x(one) - mx, y(one) - my) < Math.hypot(x(best) - mx, y(best) - my) ? one : best));
}

function showFound() {
  const typed = $("search").value.trim();
  $("chooser").classList.toggle("searching", typed !== "");
  const found = searched(typed);
  const rows = found.map((street) => el("li", {}, el("button", { type: "button", onclick: () => pickStreet(street) }, street.name, el("small", {}, street.name.endsWith(`(${street.quarter})`) ? "" : street.quarter))));
  if (typed && !found.length) rows.push(el("li", { class: "none" }, w("no_such_street")));
  $("found").replaceChildren(...rows);
}

function pickStreet(street) {
  const [lat, lon] = middle(street);
  picked = { how: "street", lat, lon, accuracy: 0, street_id: street.id, street: street.name, quarter: street.quarter };
  $("search").value = "";
  showFound();
  bigMap.look(lat, lon);
  bigMap.zoom = 0.9;
  showPicked();
}

function listenChooser(onUse, currentFix) {
  $("chooser-back").append(icon("arrow_back"));
  $("closer").append(icon("add"));
  $("further").append(icon("remove"));
  $("here").append(icon("my_location"));
  $("chooser-back").onclick = () => $("chooser").close();
  $("closer").onclick = () => bigMap.scale(1.5);
  $("further").onclick = () => bigMap.scale(1 / 1.5);
  $("here").onclick = () => {
    const fix = currentFix();
    picked = pointPlace("coordinates", fix.lat, fix.lon, fix.accuracy);
    bigMap.look(fix.lat, fix.lon);
    showPicked();
  };
  $("use").onclick = () => {
    $("chooser").close();
    onUse(picked);
  };
  $("search").oninput = showFound;
  bigMap.listen((lat, lon) => {
    picked = pointPlace("hand", lat, lon);
    showPicked();
  });
  window.addEventListener("resize", () => $("chooser").open && bigMap.draw());
}
