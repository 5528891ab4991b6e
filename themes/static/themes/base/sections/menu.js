// Which day is today only the visitor's clock knows; printing needs a script.
(() => {
  "use strict";

  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  for (const part of document.querySelectorAll(`[data-day="${today}"]`)) {
    part.classList.add("is-today");
    const mark = part.querySelector("[data-today-mark]");
    if (mark) mark.hidden = false;
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
