// What tests/themes/walk.py asks at each stop of the Tab key, and after the last one.
(() => {
  const STOPS = "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary";
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const named = (e) => `${e.localName}.${String(e.className).trim().replace(/\s+/g, ".")} “${e.textContent.trim().slice(0, 12)}”`;
  const stops = new Set();
  let before = null;

  function begin() {
    stops.clear();
    before = null;
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  }

  // The box of what shows the focus of `e`, or null.
  function ringOf(e) {
    const around = [e, e.parentElement, e.closest("label"), e.closest("form"), e.type === "radio" ? e.nextElementSibling : null];
    for (const one of around.filter(Boolean)) {
      for (const part of [null, "::after"]) {
        const style = getComputedStyle(one, part);
        if ((part && style.content === "none") || style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) continue;
        if (/, 0\)$/.test(style.outlineColor) || style.outlineColor === "transparent") continue;
        const spread = part && style.position === "absolute" ? one.closest("li, article, section, div") : one;
        return [spread, parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth)];
      }
    }
    return null;
  }

  // How many sides of a ring no box about it cuts away.
  function sidesSeen([e, reach]) {
    const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
    const sides = { left: box.left - reach, right: box.right + reach, top: box.top - reach, bottom: box.bottom + reach };
    const cut = new Set();
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      const { left, right, top, bottom } = up.getBoundingClientRect();
      const spare = style.overflowX === "clip" ? parseFloat(style.overflowClipMargin) || 0 : 0;
      const edge = { left: left - spare, right: right + spare, top: top - spare, bottom: bottom + spare };
      if (style.overflowX !== "visible") {
        if (sides.left < edge.left - 1) cut.add("left");
        if (sides.right > edge.right + 1) cut.add("right");
      }
      if (style.overflowY !== "visible") {
        if (sides.top < edge.top - 1) cut.add("top");
        if (sides.bottom > edge.bottom + 1) cut.add("bottom");
      }
      if (style.position === "fixed") break;
    }
    return 4 - cut.size;
  }

  // Whether anything of `e` is in the window and under nothing.
  function uncovered(e) {
    return [...e.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((x) => [0.2, 0.5, 0.8].some((y) => {
      const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return at && (e.contains(at) || at.contains(e) || at.contains(e.closest("label, form")));
    })));
  }

  // Reading goes down, or to the next column: never up or back within one. Not asked of the header,
  // where the search comes before the columns wherever it stands, nor of the years of a column,
  // which a phone shows below the articles.
  function goesBack(e) {
    const last = before;
    before = e.closest(".site-header, .skip-link, .years") ? null : e;
    if (!last || !before || e.closest("li")?.contains(last)) return "";
    const [then, now] = [last, e].map((one) => one.getClientRects()[0]);
    const beside = Math.min(now.bottom, then.bottom) - Math.max(now.top, then.top) > 4;
    if (beside ? now.right > then.left + 1 : now.top > then.top || now.left > then.left + 8) return "";
    return `comes after ${named(last)}, which is below or behind it`;
  }

  // null after the last stop; else the faults of this one.
  function stop() {
    const e = document.activeElement;
    if (!e || e === document.body || stops.has(e)) return null;
    stops.add(e);
    const found = [];
    const ring = ringOf(e);
    if (!ring) found.push("no ring");
    else if (sidesSeen(ring) < 3) found.push("its ring is cut");
    if (!uncovered(e)) found.push("under something or out of the window");
    const back = goesBack(e);
    if (back) found.push(back);
    return found.map((fault) => `${named(e)}: ${fault}`);
  }

  // After the walk: what is seen and was not reached; whether it ended at the end.
  function missed() {
    const chosen = (e) => e.type !== "radio" || e.checked || ![...stops].some((one) => one.name === e.name);
    return [...document.querySelectorAll(STOPS)]
      .filter((e) => shown(e) && !e.closest("[inert]") && e.tabIndex >= 0 && !stops.has(e) && chosen(e))
      .map((e) => `${named(e)}: is passed over`);
  }

  window.walk = { begin, stop, missed };
})();
