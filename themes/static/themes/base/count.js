// Shows how often the page was opened, and tells of a view that lasted two seconds.
(() => {
  "use strict";

  const LONG_ENOUGH = 2000;
  const number = document.querySelector("[data-number]")?.dataset.number;
  if (!number) return;

  const views = document.querySelector("[data-views]");
  if (views) {
    fetch(`/_count/${number}.json`, { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((found) => {
        views.querySelector("dd").textContent = String(found.views);
        views.hidden = false;
      })
      .catch(() => {
        // Without an answer the line is left out.
      });
  }

  // Time counts only while the page can be seen: a tab opened in the background is no view.
  let since = 0;
  let seen = 0;
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      since = performance.now();
      timer = setTimeout(tell, LONG_ENOUGH - seen);
    } else if (since) {
      seen += performance.now() - since;
      since = 0;
    }
  };
  const tell = () => {
    document.removeEventListener("visibilitychange", look);
    navigator.sendBeacon("/_count/", number);
  };
  document.addEventListener("visibilitychange", look);
  look();
})();
