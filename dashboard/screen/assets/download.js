/* Asks the door for a file, shows how far it is, and saves it when it is whole. A redraw of the page leaves a running download alone. */
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".download");
  root.data = data;
  root.style.cssText = data.style;
  if (!root.firstChild) build(root);
  label(root);
  return () => setTimeout(() => root.isConnected || root.running?.abort(), 1000);
}

function make(tag, parent, kind = "") {
  const made = document.createElement(tag);
  made.className = kind;
  parent.append(made);
  return made;
}

function build(root) {
  root.state = make("span", root, "state");
  root.state.setAttribute("role", "status");
  root.button = make("button", root, "open");
  root.menu = make("div", root, "menu");
  root.menu.popover = "auto";
  root.button.popoverTargetElement = root.menu;
}

function label(root) {
  const { things, formats, words } = root.data;
  const drawn = JSON.stringify([things, words]);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  root.button.textContent = words.download;
  root.menu.replaceChildren();
  for (const [what, name] of things) {
    make("b", root.menu).textContent = name;
    const line = make("div", root.menu, "thing");
    for (const [format, shown] of formats) {
      const button = make("button", line);
      button.textContent = shown;
      button.setAttribute("aria-label", `${name}: ${shown}`);
      button.onclick = () => start(root, what, format);
    }
  }
  make("p", root.menu, "note").textContent = words.note;
}

async function start(root, what, format) {
  const { address, words } = root.data;
  const running = (root.running = new AbortController());
  root.menu.hidePopover();
  root.button.disabled = true;
  const { bar, told } = progress(root, running);
  try {
    const done = await ask(root, new URLSearchParams({ ...address, what, format }), running.signal, bar, told);
    say(root, done.trouble ?? fill(words.done, { format: save(done.file, format) }), Boolean(done.trouble));
  } catch (error) {
    say(root, running.signal.aborted ? words.cancelled : words.away, !running.signal.aborted);
  } finally {
    root.button.disabled = false;
  }
}

function progress(root, running) {
  root.state.className = "state";
  root.state.replaceChildren();
  const told = make("span", root.state);
  told.textContent = root.data.words.begin;
  const bar = make("progress", root.state);
  const stop = make("button", root.state);
  stop.textContent = root.data.words.cancel;
  stop.onclick = () => running.abort();
  return { bar, told };
}

/* Reads the door's lines until the last. */
async function ask(root, query, signal, bar, told) {
  const { words, locale } = root.data;
  const number = (n) => n.toLocaleString(locale);
  const answer = await fetch(`/download?${query}`, { method: "POST", headers: { "x-guichet": "1" }, signal });
  if (!(answer.headers.get("content-type") ?? "").includes("json")) return { trouble: (await answer.text()) || words.away };
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const { value, done } = await reader.read();
    rest += value ?? "";
    const lines = rest.split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines.filter(Boolean)) {
      const step = JSON.parse(line);
      if (!("rows" in step)) return step;
      bar.max = step.all || 1;
      bar.value = step.rows;
      told.textContent = step.rows < step.all ? fill(words.rows, { n: number(step.rows), all: number(step.all) }) : words.finish;
    }
    if (done) throw new Error("no last line");
  }
}

function save(file, format) {
  const link = document.createElement("a");
  link.href = file;
  link.download = "";
  link.click();
  return format.toUpperCase();
}

function say(root, sentence, bad) {
  root.state.className = bad ? "state bad" : "state";
  root.state.textContent = sentence;
}
