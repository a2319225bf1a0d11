/* Buckets of a queue as one radio group; sizes follow the list's board without a script's run. */
function draw(group, buckets, chosen, choose) {
  const known = new Map([...group.children].map((child) => [child.dataset.name, child]));
  buckets.forEach(([name, title, size], place) => {
    let button = known.get(name);
    if (!button) {
      button = document.createElement("button");
      button.dataset.name = name;
      button.setAttribute("role", "radio");
      button.append(document.createElement("span"), " ", document.createElement("b"));
      group.append(button);
    }
    const [label, count] = button.querySelectorAll("span, b");
    if (label.textContent !== title) label.textContent = title;
    if (count.textContent !== size) count.textContent = size;
    button.setAttribute("aria-checked", name === chosen);
    button.tabIndex = name === chosen ? 0 : -1;
    button.onclick = () => choose(name);
    button.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = step && group.children[(place + step + buckets.length) % buckets.length];
      if (!next) return;
      event.preventDefault();
      next.focus();
      choose(next.dataset.name);
    };
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const group = parentElement.querySelector(".buckets");
  group.setAttribute("aria-label", data.label);
  const choose = (name) => {
    draw(group, data.buckets, name, choose);
    if (name !== data.chosen) setTriggerValue("bucket", name);
  };
  const follow = (event) => draw(group, event.detail.buckets, data.chosen, choose);
  draw(group, data.buckets, data.chosen, choose);
  window.addEventListener("guichet-board", follow);
  return () => window.removeEventListener("guichet-board", follow);
}
