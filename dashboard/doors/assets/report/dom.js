// What the page was given, and small helpers to draw with. Text is always set as text, never as markup.
const setup = JSON.parse(document.getElementById("setup").textContent);

const $ = (id) => document.getElementById(id);

function w(name, fill = {}) {
  return setup.words[name].replace(/\{(\w+)\}/g, (whole, key) => fill[key] ?? whole);
}

function el(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside.filter((part) => part != null));
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 240 240");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", setup.icons[name]);
  svg.append(path);
  return svg;
}

// crypto.randomUUID is missing where the page came without TLS.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const relative = new Intl.RelativeTimeFormat(setup.language, { numeric: "auto" });

function ago(iso) {
  const minutes = (Date.parse(iso) - Date.now()) / 60000;
  if (minutes > -1) return relative.format(0, "second");
  if (minutes > -60) return relative.format(Math.round(minutes), "minute");
  if (minutes > -60 * 36) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}
