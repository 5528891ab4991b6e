// The desk works without this: it adds "choose all", says how many rows are chosen,
// and lets the keyboard do what the buttons do.
(function () {
  const form = document.querySelector("[data-desk-list]");
  if (!form) return;
  const boxes = Array.from(form.querySelectorAll("input[name=item]"));
  const label = form.querySelector("[data-desk-chosen]");
  const all = document.createElement("input");
  all.type = "checkbox";
  const wrapper = document.createElement("label");
  wrapper.className = "desk-bulk__all";
  wrapper.append(all, " " + label.dataset.all);
  label.before(wrapper);

  function tell() {
    const chosen = boxes.filter((box) => box.checked).length;
    label.textContent = label.dataset.chosen.replace("{n}", chosen);
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }

  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
})();

(function () {
  const rows = Array.from(document.querySelectorAll("[data-desk-row]"));
  const item = document.querySelector("[data-desk-item]");
  if (!rows.length && !item) return;
  const KEYS = { a: "accept", r: "return", h: "hold", f: "look" };
  let at = -1;

  function go(to) {
    if (to < 0 || to >= rows.length) return;
    if (at >= 0) rows[at].classList.remove("hub-row--here");
    at = to;
    rows[at].classList.add("hub-row--here");
    rows[at].scrollIntoView({ block: "nearest" });
    rows[at].querySelector("input[name=item]").focus({ preventScroll: true });
  }

  // Who walks with the tab key stands at the row the focus is in.
  rows.forEach((row, number) => row.addEventListener("focusin", () => {
    if (number !== at) {
      if (at >= 0) rows[at].classList.remove("hub-row--here");
      at = number;
      row.classList.add("hub-row--here");
    }
  }));

  function press(name) {
    const place = item || rows[at];
    const button = place && place.querySelector('[data-key="' + name + '"]');
    if (button) button.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("select, textarea, input:not([type=checkbox]), [contenteditable]")) return;
    if (event.key === "j") item ? press("next") : go(at + 1);
    else if (event.key === "k" && !item) go(at < 0 ? 0 : at - 1);
    else if (KEYS[event.key]) press(KEYS[event.key]);
    else return;
    event.preventDefault();
  });
})();
