/* The street map on a plain canvas: needs no graphics card, and a click finds its street by arithmetic.
   data: version, box, steps (a digit a street), values, chosen, cells, points, labels, fly, tiles, colours, words. */
const REACH = { mouse: 9, touch: 18, pen: 12 };
const CLOSEST = 4; // pixels a metre
const maps = new WeakMap();

class StreetMap {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    this.tip = root.querySelector(".tip");
    this.view = null; // middle in metres and pixels a metre
    this.pointers = new Map();
    this.images = new Map();
    new ResizeObserver(() => this.resize()).observe(root);
    this.listen();
  }

  show(data, send) {
    const first = !this.data;
    const moved = first || data.version !== this.data.version || String(data.box) !== String(this.data.box);
    const flew = this.data?.fly?.id;
    this.data = data;
    this.send = send;
    this.canvas.setAttribute("aria-label", data.words.label);
    for (const name of ["in", "out", "whole"]) {
      const button = this.root.querySelector(`[data-do=${name}]`);
      button.title = data.words[name];
      button.setAttribute("aria-label", data.words[name]);
    }
    if (moved) {
      this.ground = null;
      this.view = null;
      loadGround(data.version, data.box).then(
        (ground) => {
          this.ground = ground;
          this.root.querySelector(".failed").hidden = true;
          this.prepare();
          this.resize();
          if (this.data.fly) this.fly(this.data.fly.box, 0);
          else if (this.chosen) this.goTo(anchor(this.chosen));
        },
        () => {
          const words = this.root.querySelector(".failed");
          words.hidden = false;
          words.textContent = this.data.words.failed;
        },
      );
    } else if (this.ground) {
      this.prepare();
      if (data.fly && data.fly.id !== flew) this.fly(data.fly.box);
      this.draw();
    }
  }

  prepare() {
    const { ground, data } = this;
    if (this.all?.ground !== ground) this.all = { ground, path: streetPath(ground.streets) };
    const steps = [[], [], [], [], [], []];
    for (const street of ground.streets) steps[Number(data.steps[street.n] ?? 0)].push(street);
    this.steps = steps.map((streets, step) => (step ? streetPath(streets) : null));
    this.byStep = steps;
    this.chosen = ground.streets.find((street) => street.place === data.chosen);
    this.cells = data.cells.map((cell) => {
      const path = trace(new Path2D(), cell.ring.map(ground.project.at));
      path.closePath();
      return { ...cell, path };
    });
    this.points = data.points.map((point) => ({ ...point, xy: ground.project.at(point.at) }));
    this.labels = data.labels.map(([text, lon, lat]) => ({ text, xy: ground.project.at([lon, lat]) }));
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.root;
    const ratio = window.devicePixelRatio || 1;
    if (!width || !height) return;
    this.width = width;
    this.height = height;
    this.canvas.width = width * ratio;
    this.canvas.height = height * ratio;
    if (this.ground && !this.view) this.view = this.fit(this.data.box);
    this.draw();
  }

  fit(box, closest = CLOSEST) {
    const [x0, y0, x1, y1] = projectBox(this.ground.project, box);
    const scale = Math.min((0.94 * this.width) / Math.max(x1 - x0, 1), (0.94 * this.height) / Math.max(y1 - y0, 1), closest);
    return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, scale };
  }

  fly(box, milliseconds = 500) {
    const to = this.fit(box, 0.6);
    const from = this.view;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !milliseconds;
    const begin = performance.now();
    const flight = (this.flight = {});
    const frame = (now) => {
      if (this.flight !== flight) return;
      const t = still ? 1 : Math.min(1, (now - begin) / milliseconds);
      const part = t * t * (3 - 2 * t);
      const mix = (a, b) => a + (b - a) * part;
      this.view = { x: mix(from.x, to.x), y: mix(from.y, to.y), scale: Math.exp(mix(Math.log(from.scale), Math.log(to.scale))) };
      this.paint();
      if (t < 1) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /* For who comes by a link to one street. */
  goTo([x, y]) {
    this.view = { x, y, scale: Math.max(this.view?.scale ?? 0, 0.2) };
    this.draw();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const [mx, my] = this.metres(x, y);
    const least = 0.4 * this.fit(this.data.box).scale;
    const scale = Math.min(CLOSEST, Math.max(least, this.view.scale * factor));
    this.flight = null;
    this.view = { x: mx - (x - this.width / 2) / scale, y: my - (y - this.height / 2) / scale, scale };
    this.draw();
  }

  pan(dx, dy) {
    this.flight = null;
    this.view = { ...this.view, x: this.view.x - dx / this.view.scale, y: this.view.y - dy / this.view.scale };
    this.draw();
  }

  metres(x, y) {
    return [this.view.x + (x - this.width / 2) / this.view.scale, this.view.y + (y - this.height / 2) / this.view.scale];
  }

  pixels([x, y]) {
    return [(x - this.view.x) * this.view.scale + this.width / 2, (y - this.view.y) * this.view.scale + this.height / 2];
  }

  /* --- what lies under a pointer --- */

  hit(x, y, kind) {
    if (!this.view) return null;
    const reach = REACH[kind] ?? 9;
    for (const point of [...this.points].reverse()) {
      const [px, py] = this.pixels(point.xy);
      if (Math.hypot(px - x, py - y) <= reach) return { ticket: point.ticket, name: point.name };
    }
    const [mx, my] = this.metres(x, y);
    for (const cell of [...this.cells].reverse()) if (this.context.isPointInPath(cell.path, mx, my)) return { place: cell.place, name: cell.name };
    let best = reach / this.view.scale;
    let found = null;
    for (const street of this.ground.streets) {
      const ahead = this.data.values[street.n] ? 3 / this.view.scale : 0; // where something waits is easier to hit
      for (const { points, box } of street.lines) {
        if (mx < box[0] - best || mx > box[2] + best || my < box[1] - best || my > box[3] + best) continue;
        for (let n = 1; n < points.length; n++) {
          const away = distance(mx, my, points[n - 1], points[n]) - ahead;
          if (away < best) {
            best = away;
            found = street;
          }
        }
      }
    }
    const value = found && this.data.values[found.n];
    return found && { place: found.place, name: value ? `${found.name}: ${value}` : found.name };
  }

  listen() {
    const { canvas, pointers } = this;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.view) return;
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, at(event));
      this.travelled = pointers.size > 1 ? Infinity : 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.view) return;
      const [x, y] = at(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        this.hover(x, y, event.pointerType);
        return;
      }
      this.travelled += Math.hypot(x - before[0], y - before[1]);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, [x, y]);
      if (other) {
        const gap = (point) => Math.max(10, Math.hypot(point[0] - other[0], point[1] - other[1]));
        this.zoom(gap([x, y]) / gap(before), (x + other[0]) / 2, (y + other[1]) / 2);
      } else if (this.travelled > 4) {
        canvas.classList.add("drag");
        this.tip.hidden = true;
        this.pan(x - before[0], y - before[1]);
      }
    });
    const lift = (event) => {
      const held = pointers.delete(event.pointerId);
      canvas.classList.remove("drag");
      if (!held || event.type !== "pointerup" || this.travelled > 4) return;
      const found = this.hit(...at(event), event.pointerType);
      if (found) this.send("pick", found.ticket ? { ticket: found.ticket } : { place: found.place });
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
    canvas.addEventListener("dblclick", (event) => this.view && this.zoom(2, ...at(event)));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (this.view) this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), ...at(event));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
      if (!this.view || !(step || "+-=0".includes(event.key))) return;
      event.preventDefault();
      if (step) this.pan(...step);
      else if (event.key === "0") this.fly(this.data.box);
      else this.zoom(event.key === "-" ? 1 / 1.5 : 1.5);
    });
    const acts = { in: () => this.zoom(1.6), out: () => this.zoom(1 / 1.6), whole: () => this.fly(this.data.box) };
    for (const button of this.root.querySelectorAll("button")) button.onclick = () => this.view && acts[button.dataset.do]();
  }

  hover(x, y, kind) {
    const found = this.hit(x, y, kind);
    this.canvas.classList.toggle("hit", Boolean(found));
    this.tip.hidden = !found;
    if (!found) return;
    this.tip.textContent = found.name;
    this.tip.style.left = Math.min(x + 14, this.width - this.tip.offsetWidth - 4) + "px";
    this.tip.style.top = Math.min(y + 14, this.height - this.tip.offsetHeight - 4) + "px";
  }

  /* --- drawing --- */

  draw() {
    this.due ??= requestAnimationFrame(() => {
      this.due = null;
      this.paint();
    });
  }

  paint() {
    if (!this.view || !this.ground || !this.steps) return;
    const { context, view, data, width, height } = this;
    const ratio = window.devicePixelRatio || 1;
    const { colours } = data;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, width, height);
    if (data.tiles) this.drawTiles();
    const scale = view.scale * ratio;
    context.setTransform(scale, 0, 0, scale, (width / 2) * ratio - view.x * scale, (height / 2) * ratio - view.y * scale);
    context.lineCap = context.lineJoin = "round";
    const pixel = 1 / view.scale;
    const wide = (pixels, metres) => Math.min(Math.max(pixels, metres * view.scale), pixels * 3.5) * pixel;
    if (!data.tiles) drawBackdrop(context, this.ground.shapes, colours.backdrop, pixel);
    const stroke = (path, colour, lineWidth) => {
      context.strokeStyle = colour;
      context.lineWidth = lineWidth;
      context.stroke(path);
    };
    for (const cell of this.cells) {
      context.globalAlpha = cell.alpha ?? 0.85;
      context.fillStyle = colours.ramp[cell.step];
      context.fill(cell.path);
      context.globalAlpha = 1;
      if (cell.edge) stroke(cell.path, colours.ramp[cell.step], cell.edge * pixel); // small ones are seen from afar
      if (cell.place === data.chosen) stroke(cell.path, colours.ink, 3 * pixel);
    }
    if (!data.tiles) stroke(this.all.path, colours.ramp[0], wide(1.2, 6));
    if (this.chosen) {
      const path = streetPath([this.chosen]);
      stroke(path, colours.ink, wide(9, 22));
      stroke(path, colours.paper, wide(6, 16));
    }
    for (let step = 1; step < 6; step++) stroke(this.steps[step], colours.ramp[step], step > 3 ? wide(4.6, 13) : wide(3, 10));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const point of this.points) {
      const [x, y] = this.pixels(point.xy);
      context.beginPath();
      context.arc(x, y, point.selected ? 8.5 : 5.5, 0, 2 * Math.PI);
      context.fillStyle = point.colour;
      context.fill();
      context.lineWidth = point.selected ? 3 : 1.5;
      context.strokeStyle = point.selected ? colours.ink : colours.paper;
      context.stroke();
    }
    this.drawLabels(colours);
  }

  drawLabels(colours) {
    const { context } = this;
    const font = getComputedStyle(this.root).fontFamily;
    const taken = [];
    const write = (text, [x, y], size, weight, colour) => {
      context.font = `${weight} ${size}px ${font}`;
      const half = context.measureText(text).width / 2 + 4;
      if (x < -half || x > this.width + half || y < 0 || y > this.height) return;
      const box = [x - half, y - size / 2 - 3, x + half, y + size / 2 + 3];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
      taken.push(box);
      context.lineWidth = 3.5;
      context.strokeStyle = colours.paper;
      context.strokeText(text, x, y);
      context.fillStyle = colour;
      context.fillText(text, x, y);
    };
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (this.chosen) write(this.chosen.name, this.pixels(anchor(this.chosen)), 14, 600, colours.ink);
    const { scale } = this.view;
    if (scale < 0.6) for (const { text, xy } of this.labels) write(text, this.pixels(xy), 13, 600, colours.faint);
    const least = scale > 1 ? 0 : scale > 0.4 ? 1 : scale > 0.15 ? 4 : 6; // names of the worst streets first, of all when near
    for (let step = 5; step >= least; step--) {
      for (const street of this.byStep[step]) write(street.name, this.pixels(anchor(street)), 12, 400, colours.ink);
    }
  }

  drawTiles() {
    const { project } = this.ground;
    const world = 2 * Math.PI * project.metre; // metres (of here) around the world
    const z = Math.max(0, Math.min(19, Math.round(Math.log2((world * this.view.scale) / 256))));
    const side = world / 2 ** z;
    const left = -world / 2 - (project.lon0 * Math.PI / 180) * project.metre;
    const top = -world / 2 + project.middle * project.metre;
    const [x0, y0] = this.metres(0, 0);
    const [x1, y1] = this.metres(this.width, this.height);
    for (let i = Math.floor((x0 - left) / side); i <= Math.floor((x1 - left) / side); i++) {
      for (let j = Math.floor((y0 - top) / side); j <= Math.floor((y1 - top) / side); j++) {
        const image = this.image(z, i, j);
        const [x, y] = this.pixels([left + i * side, top + j * side]);
        const size = side * this.view.scale;
        if (image.complete && image.naturalWidth) this.context.drawImage(image, x, y, size + 0.5, size + 0.5);
      }
    }
  }

  image(z, x, y) {
    const address = this.data.tiles.replace("{z}", z).replace("{x}", x).replace("{y}", y);
    let image = this.images.get(address);
    if (!image) {
      image = new Image();
      image.onload = () => this.draw();
      image.src = address;
      if (this.images.size > 400) this.images.delete(this.images.keys().next().value);
      this.images.set(address, image);
    }
    return image;
  }
}

function distance(x, y, [ax, ay], [bx, by]) {
  const dx = bx - ax;
  const dy = by - ay;
  const long = dx * dx + dy * dy;
  const t = long ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/* The middle of a street's longest way: where its name stands. */
function anchor(street) {
  return (street.anchor ??= (() => {
    const size = ({ box }) => box[2] - box[0] + box[3] - box[1];
    const { points } = street.lines.reduce((a, b) => (size(b) > size(a) ? b : a));
    const n = Math.max(1, Math.floor(points.length / 2));
    return points.length > 1 ? [(points[n - 1][0] + points[n][0]) / 2, (points[n - 1][1] + points[n][1]) / 2] : points[0];
  })());
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".map");
  if (!maps.has(root)) maps.set(root, new StreetMap(root));
  maps.get(root).show(data, setTriggerValue);
}
