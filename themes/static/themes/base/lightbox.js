// Large pictures of an album in a dialog. Without this file each is a plain link.
(() => {
  "use strict";

  const words = document.documentElement.lang === "zh-Hant"
    ? { dialog: "大圖", previous: "上一張", next: "下一張", close: "關閉大圖" }
    : { dialog: "大图", previous: "上一张", next: "下一张", close: "关闭大图" };

  const SWIPE = 48; // pixels

  for (const root of document.querySelectorAll("[data-lightbox]")) {
    const links = [...root.querySelectorAll("a[data-caption]")];
    if (!links.length || !window.HTMLDialogElement) continue;
    let index = 0;
    const { dialog, picture, caption, status, previous, next, close } = build();
    root.append(dialog);

    root.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-caption]");
      // A new tab is what the visitor asked for with these.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      show(links.indexOf(link));
      dialog.showModal();
      close.focus();
    });
    previous.addEventListener("click", () => show(index - 1));
    next.addEventListener("click", () => show(index + 1));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      picture.removeAttribute("src");
      links[index].focus();
    });
    dialog.addEventListener("keydown", (event) => {
      const goal = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: links.length - 1 };
      if (!(event.key in goal)) return;
      event.preventDefault();
      show(goal[event.key]);
    });
    swipes(dialog, (step) => show(index + step));

    function show(wanted) {
      if (wanted < 0 || wanted >= links.length) return;
      index = wanted;
      const link = links[index];
      picture.width = link.dataset.width;
      picture.height = link.dataset.height;
      picture.alt = link.querySelector("img").alt;
      picture.src = link.href;
      caption.textContent = link.dataset.caption;
      caption.hidden = !link.dataset.caption;
      status.textContent = `${index + 1} / ${links.length}`;
      // Not disabled: a button that is would drop the focus.
      previous.setAttribute("aria-disabled", String(index === 0));
      next.setAttribute("aria-disabled", String(index === links.length - 1));
      for (const beside of [index + 1, index - 1]) {
        if (links[beside]) new Image().src = links[beside].href;
      }
    }
  }

  function build() {
    const dialog = element("dialog", "lightbox", { "aria-label": words.dialog });
    const picture = element("img", "lightbox__picture", { alt: "" });
    const caption = element("p", "lightbox__caption", { "aria-live": "polite" });
    const status = element("p", "lightbox__status", { "aria-live": "polite" });
    const previous = button("lightbox__button lightbox__button--previous", words.previous);
    const next = button("lightbox__button lightbox__button--next", words.next);
    const close = button("lightbox__button lightbox__button--close", words.close);
    const bar = element("div", "lightbox__bar");
    bar.append(previous, status, next);
    const stage = element("div", "lightbox__stage");
    stage.append(picture);
    dialog.append(close, stage, caption, bar);
    return { dialog, picture, caption, status, previous, next, close };
  }

  function element(name, className, attributes = {}) {
    const made = document.createElement(name);
    made.className = className;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function button(className, label) {
    return element("button", className, { type: "button", "aria-label": label });
  }

  // One finger sideways; two fingers zoom, as everywhere.
  function swipes(target, go) {
    let start = null;
    target.addEventListener("touchstart", (event) => {
      start = event.touches.length === 1 ? event.touches[0] : null;
    }, { passive: true });
    target.addEventListener("touchend", (event) => {
      if (!start || event.touches.length || (window.visualViewport?.scale ?? 1) > 1.05) return;
      const x = event.changedTouches[0].clientX - start.clientX;
      const y = event.changedTouches[0].clientY - start.clientY;
      start = null;
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? 1 : -1);
    }, { passive: true });
  }
})();
