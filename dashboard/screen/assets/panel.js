/* Shows data.html, whose foreign words were escaped where it was made, and reports what is clicked. What did not change is left alone. */
export default function ({ data, parentElement, setTriggerValue }) {
  const panel = parentElement.querySelector(".panel");
  panel.wanted = data.html;

  const draw = () => {
    if (panel.shown === panel.wanted) return;
    const open = panel.querySelector(":popover-open");
    if (open) {  // somebody reads an explanation: redraw when they have done
      open.addEventListener("toggle", draw, { once: true });
      return;
    }
    const focused = panel.getRootNode().activeElement?.dataset?.go;
    panel.innerHTML = panel.shown = panel.wanted;
    if (focused) [...panel.querySelectorAll("[data-go]")].find((one) => one.dataset.go === focused)?.focus({ preventScroll: true });
  };
  draw();

  panel.onclick = (event) => {
    const target = event.target.closest("[data-go]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("go", target.dataset.go);
  };
}
