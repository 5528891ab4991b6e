// Tells which hit was opened, for the report of what visitors look for. Nothing depends on it.
(() => {
  "use strict";

  const list = document.querySelector("[data-asked]");
  list?.addEventListener("click", (event) => {
    const position = Number(event.target.closest("[data-hit]")?.dataset.hit);
    if (!position) return;
    navigator.sendBeacon("/_count/search/", JSON.stringify({ q: list.dataset.asked, position }));
  });
})();
