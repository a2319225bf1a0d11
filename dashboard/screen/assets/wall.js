/* The wall: slides that rotate by themselves, redrawn when data comes; Python runs only for news.
   data: slides {figures, map, topics}, source, stale, seconds, colours, words. */
const SLIDES = ["figures", "map", "topics"];
const REST_MS = 3000;
const SILENT_MS = 120000; // without a word from the server for so long, the picture says so
const walls = new WeakMap();

function element(name, parent, text) {
  const made = document.createElement("div");
  made.className = name;
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

class Wall {
  constructor(root) {
    this.root = root;
    this.wall = root.querySelector(".wall");
    this.at = 0;
    this.paused = false;
    this.heard = Date.now();
    const on = (target, kind, listener) => target.addEventListener(kind, (event) => this.alive() && listener(event));
    this.keys = (event) => this.alive() && this.key(event);
    document.addEventListener("keydown", this.keys);
    on(this.wall, "pointermove", () => this.wake());
    on(window, "resize", () => this.drawMap());
    on(document, "fullscreenchange", () => this.shown() && this.open());
    root.querySelector(".start").onclick = () => this.open();
    for (const button of root.querySelectorAll(".controls button")) button.onclick = () => this.act(button.dataset.do);
    this.clock = setInterval(() => this.tick(), 1000);
    this.turned = Date.now();
    this.open();
    this.wake();
  }

  /* Streamlit takes the element away when another page is opened. */
  alive() {
    if (this.root.isConnected) return true;
    clearInterval(this.clock);
    document.removeEventListener("keydown", this.keys);
    return false;
  }

  /* In the browser's top layer, above whatever the page has around it. */
  open() {
    this.wall.hidden = false;
    if (!this.wall.showPopover) return;
    this.wall.popover = "manual";
    if (this.wall.matches(":popover-open")) this.wall.hidePopover();
    this.wall.showPopover();
    this.drawMap();
  }

  shown() {
    return !this.wall.hidden;
  }

  close() {
    if (this.wall.hidePopover && this.wall.matches(":popover-open")) this.wall.hidePopover();
    this.wall.hidden = true;
    if (document.fullscreenElement) document.exitFullscreen();
  }

  wake() {
    this.wall.classList.remove("resting");
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.wall.classList.add("resting"), REST_MS);
  }

  key(event) {
    const act = { ArrowRight: "next", ArrowLeft: "back", " ": "pause", Escape: "menu", f: "full" }[event.key];
    if (!act || !this.shown() || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.act(act);
  }

  act(what) {
    if (what === "next" || what === "back") this.turn(what === "next" ? 1 : -1);
    else if (what === "pause") this.paused = !this.paused;
    else if (what === "menu") this.close();
    else if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
    this.turned = Date.now();
    this.mark();
  }

  tick() {
    if (!this.alive() || !this.data) return;
    if (!this.paused && Date.now() - this.turned >= 1000 * this.data.seconds) this.turn(1);
    this.sign();
  }

  turn(step) {
    this.at = (this.at + step + SLIDES.length) % SLIDES.length;
    this.turned = Date.now();
    this.mark();
  }

  mark() {
    this.root.querySelectorAll(".slide").forEach((slide, n) => {
      slide.classList.toggle("now", n === this.at);
      slide.setAttribute("aria-hidden", n !== this.at);
    });
    this.root.querySelectorAll(".dot").forEach((dot, n) => dot.classList.toggle("now", n === this.at));
    this.root.querySelector(".paused").hidden = !this.paused;
    this.root.querySelector("[data-do=pause]").textContent = this.paused ? "play_arrow" : "pause";
  }

  sign() {
    const silent = Date.now() - this.heard > SILENT_MS;
    const words = silent ? this.data.words.silent : this.data.stale;
    const sign = this.root.querySelector(".stale");
    sign.hidden = !words;
    sign.querySelector(".words").textContent = words;
  }

  show(data) {
    this.data = data;
    this.heard = Date.now();
    for (const [name, colour] of Object.entries(data.colours.plain)) this.wall.style.setProperty("--" + name, colour);
    this.root.querySelector(".start").textContent = data.words.start;
    for (const button of this.root.querySelectorAll(".controls button")) {
      button.title = data.words[button.dataset.do];
      button.setAttribute("aria-label", data.words[button.dataset.do]);
    }
    this.root.querySelector(".source").textContent = data.source;
    this.figures(data.slides.figures);
    this.topics(data.slides.topics);
    this.place(data.slides.map);
    this.mark();
    this.sign();
  }

  slide(name) {
    const slide = this.root.querySelector(`.slide.${name}`);
    slide.replaceChildren();
    return slide;
  }

  figures({ sentence, columns }) {
    const slide = this.slide("figures");
    element("sentence", slide, sentence);
    const row = element("columns", slide);
    for (const { value, label, change } of columns) {
      const column = element("column", row);
      element(value.length > 5 ? "figure long" : "figure", column, value);
      element("label", column, label);
      element("change", column, change);
    }
  }

  topics({ sentence, bars, rest }) {
    const slide = this.slide("topics");
    element("sentence", slide, sentence);
    const list = element("bars", slide);
    for (const { name, value, share, colour } of bars) {
      const bar = element("bar", list);
      element("name", bar, name);
      const line = element("line", bar);
      const fill = element("fill", line);
      fill.style.width = `calc(${share} * (100% - 200 * var(--u)))`;
      fill.style.background = colour;
      element("n", line, value);
    }
    if (rest) element("rest", list, rest);
  }

  place(map) {
    const slide = this.root.querySelector(".slide.map");
    const side = slide.querySelector(".side");
    side.replaceChildren();
    element("sentence", side, map.sentence);
    map.top.forEach(({ name, value }, n) => {
      const row = element("top", side);
      element("rank", row, n + 1);
      element("name", row, name);
      element("n", row, value);
    });
    if (!map.box) return;
    if (this.version === map.version) {
      this.drawMap();
      return;
    }
    this.version = map.version;
    loadGround(map.version, map.box).then(
      (ground) => {
        this.ground = ground;
        this.drawMap();
      },
      () => (this.version = null),
    );
  }

  drawMap() {
    const canvas = this.root.querySelector("canvas");
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!this.ground || !width || !height) return;
    const { map } = this.data.slides;
    const { ramp, ink, paper, backdrop } = this.data.colours;
    const ratio = window.devicePixelRatio || 1;
    const unit = Math.min(window.innerWidth / 1920, window.innerHeight / 1080) * ratio;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const context = canvas.getContext("2d");
    const [x0, y0, x1, y1] = projectBox(this.ground.project, map.box);
    const scale = 0.96 * Math.min(canvas.width / Math.max(x1 - x0, 1), canvas.height / Math.max(y1 - y0, 1));
    const middle = [canvas.width / 2 - ((x0 + x1) / 2) * scale, canvas.height / 2 - ((y0 + y1) / 2) * scale];
    const pixels = ([x, y]) => [x * scale + middle[0], y * scale + middle[1]];
    context.setTransform(scale, 0, 0, scale, ...middle);
    context.lineCap = context.lineJoin = "round";
    drawBackdrop(context, this.ground.shapes, backdrop, unit / scale);
    const digit = (street) => Number(map.steps[street.n] ?? 0);
    [0, 3, 4, 5].forEach((step, n) => {
      context.strokeStyle = ramp[step];
      context.lineWidth = ([3, 6, 8, 11][n] * unit) / scale;
      context.stroke(streetPath(this.ground.streets.filter((street) => digit(street) === step)));
    });
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { at, step } of map.spots) {
      const [x, y] = pixels(this.ground.project.at(at));
      context.fillStyle = ramp[step];
      context.beginPath();
      context.arc(x, y, (step ? [10, 14, 19][step - 3] : 5) * unit, 0, 2 * Math.PI);
      context.fill();
    }
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `650 ${40 * unit}px ${getComputedStyle(this.wall).fontFamily}`;
    map.top.forEach(({ at }, n) => {
      if (!at) return;
      const [x, y] = pixels(this.ground.project.at(at));
      context.beginPath();
      context.arc(x, y, 30 * unit, 0, 2 * Math.PI);
      context.fillStyle = paper;
      context.fill();
      context.lineWidth = 4 * unit;
      context.strokeStyle = ink;
      context.stroke();
      context.fillStyle = ink;
      context.fillText(n + 1, x, y + 2 * unit);
    });
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".room");
  if (!walls.has(root)) walls.set(root, new Wall(root));
  walls.get(root).show(data);
}
