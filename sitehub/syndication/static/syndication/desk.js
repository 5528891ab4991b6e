// The desk works without this: it adds "choose all" and says how many rows are chosen.
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
