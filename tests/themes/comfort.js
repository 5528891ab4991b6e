// What tests/themes/comfort.py asks of an open page. Each answer is a list of lines, one a fault.
(() => {
  const OUT = ".visually-hidden, .skip-link, script, style, option, noscript, template";
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const named = (e) => `${e.tagName.toLowerCase()}.${String(e.className?.baseVal ?? e.className).trim().replace(/\s+/g, ".")}`;
  const styleOf = (e, part) => getComputedStyle(e, part);
  const cuts = (value) => value === "hidden" || value === "clip";
  const clamps = (style) => style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis";
  const scrolls = (value) => value === "auto" || value === "scroll";

  // Every visible line of text, with what is seen of it and by whom it is cut.
  function lines() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const e = node.parentElement;
      if (!node.textContent.trim() || e.closest(OUT) || !shown(e)) continue;
      const size = parseFloat(styleOf(e).fontSize);
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width < 1) continue;
        // The letters without the space above and below them.
        const spare = Math.max(0, box.height - size) / 2;
        const line = { e, text: node.textContent.trim().slice(0, 16), cut: "", clamped: false,
          left: box.left, right: box.right, top: box.top + spare, bottom: box.bottom - spare };
        seen(line);
        found.push(line);
      }
    }
    return found;
  }

  function seen(line) {
    let fixed = false;
    for (let up = line.e; up && up !== document.documentElement; up = up.parentElement) {
      const style = styleOf(up);
      if (up !== line.e || style.display !== "inline") {
        const box = up.getBoundingClientRect();
        for (const [axis, from, to] of [["overflowX", "left", "right"], ["overflowY", "top", "bottom"]]) {
          const value = style[axis];
          if (value === "visible" || (up === document.body && axis === "overflowX")) continue;
          const lost = Math.max(box[from] - line[from], line[to] - box[to]);
          if (lost > 2 && cuts(value) && !line.clamped) {
            if (clamps(style)) line.clamped = true;
            else line.cut ||= named(up);
          }
          if (scrolls(value)) line.clamped = true;
          line[from] = Math.max(line[from], box[from]);
          line[to] = Math.min(line[to], box[to]);
        }
      }
      fixed ||= style.position === "fixed" || style.position === "sticky";
    }
    line.fixed = fixed;
    if (!line.clamped && !fixed && (line.right > innerWidth + 1 || line.left < -1)) line.cut ||= "the window";
  }

  const crossing = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  // Sideways scrolling, cut text, words and controls on one another.
  function fits() {
    const root = document.documentElement;
    const found = new Set();
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.querySelectorAll("body *")].filter((e) => shown(e) && e.getBoundingClientRect().right > innerWidth + 1);
      found.add(`scrolls sideways by ${root.scrollWidth - root.clientWidth}: ${wide.slice(-1).map(named)}`);
    }
    const all = lines();
    for (const line of all) if (line.cut) found.add(`${line.cut} cuts “${line.text}”`);
    const boxes = all.filter((line) => line.right - line.left > 2 && line.bottom - line.top > 4);
    for (const e of document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary")) {
      if (!shown(e) || e.closest(OUT)) continue;
      const { left, right, top, bottom } = e.getBoundingClientRect();
      const line = { e, text: named(e), cut: "", clamped: true, left, right, top, bottom };
      seen(line);
      if (line.right - line.left > 2 && line.bottom - line.top > 2) boxes.push(line);
    }
    boxes.sort((a, b) => a.top - b.top);
    boxes.forEach((a, i) => {
      for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom - 3; j++) {
        const b = boxes[j];
        if (a.fixed || b.fixed || a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e) || crossing(a, b) <= 3) continue;
        if (a.e.parentElement === b.e.parentElement && a.e.localName === "summary" && b.e.localName === "summary") continue;
        found.add(`“${a.text}” (${named(a.e)}) and “${b.text}” (${named(b.e)}) overlap`);
      }
    });
    return [...found];
  }

  // What still moves for somebody who asked for less of it.
  function moves() {
    const found = new Set();
    const longest = (value) => Math.max(...value.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)));
    for (const e of document.querySelectorAll("*")) {
      if (styleOf(e).scrollBehavior === "smooth") found.add(`${named(e)} scrolls smoothly`);
      for (const part of [null, "::before", "::after"]) {
        const style = styleOf(e, part);
        if (style.animationName !== "none" && longest(style.animationDuration) > 0.01) found.add(`${named(e)}${part ?? ""} is animated`);
        if (style.transitionProperty !== "none" && longest(style.transitionDuration) + Math.max(0, longest(style.transitionDelay)) > 0.01) found.add(`${named(e)}${part ?? ""} has a transition`);
      }
    }
    return [...found];
  }

  const STOPS = "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex='0']";
  const LOOK = ["outlineStyle", "outlineWidth", "borderTopWidth", "borderBottomWidth", "borderTopStyle", "borderBottomStyle",
    "textDecorationLine", "textDecorationThickness", "fontWeight"];
  const look = (e) => [null, "::before", "::after"].flatMap((part) => {
    const style = styleOf(e, part);
    if (part && style.content === "none") return ["-"];
    return [...LOOK.map((name) => style[name]), ...(part ? [style.width, style.height] : [])];
  }).join();
  const edges = (style) => ["Top", "Right", "Bottom", "Left"].every((side) =>
    style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);

  // In forced colours: what was told only by a colour or a drawing.
  function forced() {
    const found = new Set();
    const canvas = (() => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.cssText = "color: Canvas; forced-color-adjust: none";
      const value = styleOf(probe).color;
      probe.remove();
      return value;
    })();
    for (const e of document.querySelectorAll(STOPS)) {
      if (!shown(e)) continue;
      e.focus({ focusVisible: true, preventScroll: true });
      if (document.activeElement !== e) continue;
      const ring = (one) => { const s = styleOf(one); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
      const after = styleOf(e, "::after");
      const spread = after.content !== "none" && after.outlineStyle !== "none" && parseFloat(after.outlineWidth) >= 2;
      const around = e.parentElement?.closest("label, form, li, article");
      if (!ring(e) && !spread && !(around && ring(around)) && !(e.type === "radio" && e.nextElementSibling && ring(e.nextElementSibling))) {
        found.add(`no ring around ${named(e)}`);
      }
    }
    document.activeElement?.blur();
    for (const link of document.querySelectorAll(".site-nav__link[aria-current], .site-nav__sublink[aria-current]")) {
      const kind = link.classList[0];
      const other = [...document.querySelectorAll(`.${kind}:not([aria-current])`)][0];
      if (other && look(link) === look(other) && look(link.parentElement) === look(other.parentElement)) found.add(`${named(link)} is current by colour only`);
    }
    for (const e of document.querySelectorAll("button, .button, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, summary.site-nav__button")) {
      if (!shown(e) || e.closest(OUT)) continue;
      const around = e.parentElement.closest(".search-box, fieldset, form");
      if (!edges(styleOf(e)) && !(around && edges(styleOf(around))) && styleOf(e).outlineStyle === "none") found.add(`no edge of ${named(e)}`);
    }
    for (const e of document.querySelectorAll("body *")) {
      for (const part of [null, "::before", "::after"]) {
        const style = styleOf(e, part);
        if (style.maskImage === "none" || (part && style.content === "none") || !shown(e)) continue;
        const holder = e.closest("a, button, summary, label") ?? e;
        const words = [...holder.childNodes].some((one) => one.textContent.trim() && !(one.nodeType === 1 && one.matches(".visually-hidden")));
        if (!words && holder.matches("a, button, summary, label") && style.forcedColorAdjust !== "none" && style.backgroundColor === canvas) {
          found.add(`the drawing of ${named(e)} is lost`);
        }
      }
    }
    return [...found];
  }

  // A printed article: what is on paper, and in which colours.
  function printed() {
    const found = new Set();
    const light = (value) => {
      const [r, g, b, a = 1] = value.match(/[\d.]+/g).map(Number);
      return a < 0.05 ? null : (0.2126 * r + 0.7152 * g + 0.0722 * b) / (value.startsWith("color(") ? 1 : 255);
    };
    const there = (name) => [...document.querySelectorAll(name)].some(shown);
    for (const name of [".site-nav", ".search-box", ".district-bar", ".breadcrumb", ".tools", ".neighbours", ".reading__aside",
      ".festive-strip", ".skip-link", ".fontsize", ".site-footer__links"]) if (there(name)) found.add(`prints ${name}`);
    for (const name of [".masthead__name", ".article__title", ".article__facts", ".article__body", ".print-only", "time"]) {
      if (!there(name)) found.add(`leaves out ${name}`);
    }
    for (const line of lines()) {
      const value = light(styleOf(line.e).color);
      if (value !== null && value > 0.42) found.add(`${named(line.e)} is printed in ${styleOf(line.e).color}`);
    }
    for (const e of document.querySelectorAll("body, body *")) {
      if (!shown(e)) continue;
      for (const part of [null, "::before", "::after"]) {
        const style = styleOf(e, part);
        if (part && (style.content === "none" || style.display === "none")) continue;
        const box = e.getBoundingClientRect();
        const paper = light(style.backgroundColor);
        const wide = part ? parseFloat(style.width) > 60 && parseFloat(style.height) > 8 : box.width > 60 && box.height > 16;
        if (wide && style.backgroundImage !== "none") found.add(`${named(e)}${part ?? ""} has a drawing`);
        if (wide && paper !== null && paper < 0.93) found.add(`${named(e)}${part ?? ""} has a background of ${style.backgroundColor}`);
      }
    }
    const title = document.querySelector(".article__title");
    if (title.getBoundingClientRect().top + scrollY > 400) found.add(`the title begins ${title.getBoundingClientRect().top + scrollY} px down`);
    return [...found];
  }

  window.comfort = { fits, moves, forced, printed };
})();
