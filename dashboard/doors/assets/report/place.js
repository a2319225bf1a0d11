// Where the phone is and which street that is, without asking anybody: the streets come along once and stay.
const METRE = 111320;
const NEAR_M = 60; // further from every street: no street is named
const OUTSIDE_M = 400; // further than this: not in this city
let streets = [];
let origin = [0, 0];

// Each street: {id, name, quarter, words, lines: [[x, y, x, y, ...], ...]} in 1e-5 degree from the origin.
async function loadStreets() {
  const answer = await fetch("/report/streets");
  if (!answer.ok) return;
  const found = await answer.json();
  origin = found.origin;
  streets = found.streets.map(([id, name, quarter, steps]) => ({ id, name, quarter, words: plain(`${name} ${quarter}`), lines: steps.map(walked) }));
}

function walked(steps) {
  let x = 0;
  let y = 0;
  return steps.map((step, n) => (n % 2 === 0 ? (x += step) : (y += step)));
}

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

const toUnits = (lat, lon) => [(lon - origin[0]) * 1e5, (lat - origin[1]) * 1e5];
const toDegrees = (x, y) => [origin[1] + y / 1e5, origin[0] + x / 1e5];
const narrow = () => Math.cos((origin[1] * Math.PI) / 180);

function pieces(line, each) {
  for (let n = 0; n + 3 < line.length; n += 2) each(line[n], line[n + 1], line[n + 2], line[n + 3]);
}

// The nearest street and its distance in metres; street is null beyond NEAR_M.
function nearest(lat, lon) {
  const [px, py] = toUnits(lat, lon);
  const k = narrow();
  let best = Infinity;
  let street = null;
  for (const one of streets) {
    for (const line of one.lines) {
      pieces(line, (ax, ay, bx, by) => {
        const dx = (bx - ax) * k;
        const dy = by - ay;
        const ex = (px - ax) * k;
        const ey = py - ay;
        const t = Math.max(0, Math.min(1, (ex * dx + ey * dy) / (dx * dx + dy * dy || 1)));
        const gap = Math.hypot(ex - t * dx, ey - t * dy);
        if (gap < best) [best, street] = [gap, one];
      });
    }
  }
  const metres = (best / 1e5) * METRE;
  return { street: metres <= NEAR_M ? street : null, metres, outside: streets.length > 0 && metres > OUTSIDE_M };
}

// A point on the street, half way along its longest line: where the map goes and the pin stands.
function middle(street) {
  const line = street.lines.reduce((long, one) => (one.length > long.length ? one : long), street.lines[0] ?? [0, 0]);
  const n = 2 * Math.floor((line.length / 2 - 1) / 2);
  const m = Math.min(n + 2, line.length - 2);
  return toDegrees((line[n] + line[m]) / 2, (line[n + 1] + line[m + 1]) / 2);
}

// Streets whose words begin with what was typed; those that begin with it themselves first.
function searched(typed) {
  const parts = plain(typed).split(" ").filter(Boolean);
  if (!parts.length) return [];
  const rank = (street) => (street.words.startsWith(parts[0]) ? 0 : 1);
  const fits = (street) => parts.every((part) => ` ${street.words}`.includes(` ${part}`) || (part.length > 3 && street.words.includes(part)));
  return streets.filter(fits).sort((a, b) => rank(a) - rank(b)).slice(0, 30);
}

const PRECISE = { enableHighAccuracy: true, maximumAge: 5000, timeout: 20000 };

// Calls back with {lat, lon, accuracy} once, or as long as the page is open (watch); or with the words that say why not.
function askPosition(onFix, onTrouble, watch = false) {
  if (!window.isSecureContext || !navigator.geolocation) {
    onTrouble("no_position");
    return;
  }
  const ask = watch ? "watchPosition" : "getCurrentPosition";
  navigator.geolocation[ask](
    ({ coords }) => onFix({ lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy }),
    (error) => onTrouble(error.code === error.PERMISSION_DENIED ? "refused" : "no_position"),
    PRECISE,
  );
}
