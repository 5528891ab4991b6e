// Runs before the first paint, so that the text does not jump to the chosen size.
(() => {
  "use strict";
  try {
    const size = localStorage.getItem("text-size");
    if (size === "small" || size === "large") document.documentElement.dataset.textSize = size;
  } catch {
    // Storage is forbidden: the text keeps its own size.
  }
})();
