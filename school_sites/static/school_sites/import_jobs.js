/* Keeps the page of an import fresh until every file has ended. */
(() => {
  const EVERY = 1000;
  const SLOWER = 5000;
  const box = document.querySelector("[data-import-jobs]");
  let asked = 0;

  async function look() {
    try {
      const answer = await fetch(`${location.pathname}?part`, { credentials: "same-origin" });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      if (answer.ok) box.innerHTML = await answer.text();
    } catch {
      /* The server may be restarting; the next look will tell. */
    }
    wait();
  }

  function wait() {
    asked += 1;
    if (box.querySelector("[data-import-waits]")) setTimeout(look, asked < 30 ? EVERY : SLOWER);
  }

  if (box) wait();
})();
