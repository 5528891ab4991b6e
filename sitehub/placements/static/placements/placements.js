// Lines are moved by their buttons without this. It adds the handle: drag it with a mouse or
// a finger, or press the arrow keys on it. A drop sends the form, so that the server says
// whether the order stands; Escape puts the line back.
(function () {
  const desk = document.querySelector("[data-placements]");
  if (!desk) return;
  const EDGE = 80; // pixels from the window's edge within which it scrolls
  const STEP = 14;
  let drag = null;

  desk.querySelectorAll("[data-handle]").forEach((handle) => { handle.hidden = false; });

  // The button that was pressed, or the handle, is where the keyboard goes on.
  const back = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (back && desk.contains(back)) {
    const line = back.closest("[data-line]");
    const there = back.disabled && line ? line.querySelector("button[name=move]:enabled") : back;
    (there || back).focus({ preventScroll: !line });
  }

  function lines(form) {
    return Array.from(form.querySelectorAll("[data-line]"));
  }

  function middle(line) {
    const box = line.getBoundingClientRect();
    return box.top + box.height / 2;
  }

  // The neighbours move, not the line: a node taken out would lose the pointer.
  function follow(y) {
    const line = drag.line;
    for (let other = line.previousElementSibling; other && y < middle(other);
      other = line.previousElementSibling) line.after(other);
    for (let other = line.nextElementSibling; other && y > middle(other);
      other = line.nextElementSibling) line.before(other);
  }

  function scroll() {
    if (!drag) return;
    if (drag.y < EDGE) window.scrollBy(0, -STEP);
    else if (drag.y > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    follow(drag.y);
    drag.frame = requestAnimationFrame(scroll);
  }

  function end(keep) {
    const { line, form, before, frame } = drag;
    cancelAnimationFrame(frame);
    drag = null;
    line.classList.remove("placements__line--dragged");
    const after = lines(form);
    if (after.every((one, place) => one === before[place])) return;
    if (keep) {
      form.elements.at.value = line.querySelector("[data-handle]").id;
      form.requestSubmit();
    }
    else before.forEach((one) => one.parentElement.append(one));
  }

  desk.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button || drag) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const line = handle.closest("[data-line]");
    const form = line.closest("[data-order]");
    line.classList.add("placements__line--dragged");
    drag = { line, form, before: lines(form), y: event.clientY, frame: 0 };
    drag.frame = requestAnimationFrame(scroll);
  });
  desk.addEventListener("pointermove", (event) => { if (drag) drag.y = event.clientY; });
  desk.addEventListener("pointerup", (event) => {
    if (!drag) return;
    follow(event.clientY);
    end(true);
  });
  desk.addEventListener("pointercancel", () => { if (drag) end(false); });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) return end(false);
    const handle = event.target.closest("[data-handle]");
    const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!handle || !direction) return;
    event.preventDefault();
    const button = document.getElementById(direction + handle.id.slice("handle".length));
    if (!button || button.disabled) return;
    button.form.elements.at.value = handle.id;
    button.click();
  });
})();
