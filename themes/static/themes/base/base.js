// Comforts only: every page works without this file.
(() => {
  "use strict";

  const traditional = document.documentElement.lang === "zh-Hant";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Carousel: previous and next buttons; it never moves by itself.
  for (const root of document.querySelectorAll("[data-carousel]")) {
    const track = root.querySelector("[data-carousel-track]");
    const controls = root.querySelector("[data-carousel-controls]");
    if (!track || !controls) continue;
    const status = root.querySelector("[data-carousel-status]");
    const [previous, next] = controls.querySelectorAll("[data-step]");
    const slides = [...track.children];
    const title = document.createElement("span");
    title.className = "visually-hidden";
    let at = -1;
    const position = () => Math.round(track.scrollLeft / (track.clientWidth || 1));
    const show = () => {
      const index = position();
      if (index === at || !slides[index]) return;
      const slide = slides[at = index];
      title.textContent = `：${slide.querySelector(".carousel__title").textContent.trim()}`;
      status.replaceChildren(`${at + 1} / ${slides.length}`, title);
      // Not disabled: a button that is would drop the focus.
      previous.setAttribute("aria-disabled", String(at === 0));
      next.setAttribute("aria-disabled", String(at === slides.length - 1));
      const held = track.contains(document.activeElement);
      for (const one of slides) one.inert = one !== slide;
      if (held) (slide.querySelector("a") ?? next).focus({ preventScroll: true });
    };
    controls.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (!button) return;
      const left = (at + Number(button.dataset.step)) * track.clientWidth;
      track.scrollTo({ left, behavior: calm.matches ? "auto" : "smooth" });
    });
    track.addEventListener("scroll", show, { passive: true });
    root.classList.add("has-controls");
    controls.hidden = false;
    show();
  }

  const words = traditional
    ? { schools: "所學校", nothing: "沒有找到，請換幾個字試試" }
    : { schools: "所学校", nothing: "没有找到，请换几个字试试" };

  // Finder: shows only the schools, or choices of a search, whose name contains what is typed.
  for (const root of document.querySelectorAll("[data-finder]")) {
    const box = root.querySelector("[data-finder-filter]");
    const input = box.querySelector("input");
    const status = root.querySelector("[data-finder-status]");
    const kinds = [...root.querySelectorAll("[data-finder-kind]")].map((kind) => ({
      kind,
      opened: kind.open,
      schools: [...kind.querySelectorAll("li")].map((item) => ({
        item,
        words: fold(`${item.dataset.name ?? item.textContent} ${item.dataset.short}`),
      })),
    }));
    input.addEventListener("input", () => {
      const wanted = fold(input.value);
      let found = 0;
      for (const { kind, opened, schools } of kinds) {
        let here = 0;
        for (const { item, words } of schools) {
          item.hidden = !words.includes(wanted);
          if (!item.hidden) here += 1;
        }
        kind.hidden = here === 0;
        kind.open = wanted ? here > 0 : opened;
        found += here;
      }
      if (wanted === "") status.textContent = "";
      else status.textContent = found ? `找到 ${found} ${root.dataset.finder || words.schools}` : words.nothing;
    });
    box.hidden = false;
  }

  function fold(text) {
    return text.replace(/\s+/g, "").toLowerCase();
  }

  // Navigation: Escape closes the phone menu and the drop-down lists.
  for (const nav of document.querySelectorAll("[data-nav]")) {
    const toggle = nav.querySelector("details");
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      nav.classList.add("is-dismissed");
      if (toggle.open) {
        toggle.open = false;
        toggle.querySelector("summary").focus();
        return;
      }
      // The link above the list that is hidden now.
      const list = document.activeElement?.closest(".site-nav__sub");
      if (nav.contains(list)) list.parentElement.querySelector("a").focus();
    });
    for (const back of ["pointerover", "focusin"]) {
      nav.addEventListener(back, (event) => {
        const from = event.relatedTarget;
        const item = event.target.closest(".site-nav__item");
        if (item && !item.contains(from)) nav.classList.remove("is-dismissed");
      });
    }
  }
})();
