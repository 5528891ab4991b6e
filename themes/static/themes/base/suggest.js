// Suggestions while typing, as an ARIA combobox. Without it the box is a plain form.
(() => {
  "use strict";

  const known = new Map();

  for (const input of document.querySelectorAll("[data-suggest]")) {
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "search-box__list";
    list.role = "listbox";
    list.ariaLabel = document.documentElement.lang === "zh-Hant" ? "搜索建議" : "搜索建议";
    input.form.append(list);
    input.type = "text"; // a search field may not be a combobox
    input.enterKeyHint = "search";
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.setAttribute("aria-controls", list.id);

    let at = -1;
    let typed = "";
    let timer;

    const mark = (place) => {
      at = place;
      [...list.children].forEach((one, number) => {
        one.ariaSelected = number === at;
      });
      const option = list.children[at];
      option?.scrollIntoView({ block: "nearest" });
      point(option);
      input.value = option?.textContent ?? typed;
    };
    const point = (option) => option
      ? input.setAttribute("aria-activedescendant", option.id)
      : input.removeAttribute("aria-activedescendant");
    const show = (texts) => {
      list.replaceChildren(
        ...texts.map((text, number) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${number}`;
          option.className = "search-box__option";
          option.role = "option";
          option.textContent = text;
          return option;
        }),
      );
      list.hidden = !texts.length;
      input.ariaExpanded = !list.hidden;
      point();
      at = -1;
    };
    const ask = async (text) => {
      if (!known.has(text)) {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
        known.set(text, (await answer.json()).suggestions);
      }
      if (text === typed && document.activeElement === input) show(known.get(text));
    };
    const listen = (event) => {
      if (event.isComposing) return;
      typed = input.value.trim();
      clearTimeout(timer);
      if (typed) timer = setTimeout(() => ask(typed).catch(() => show([])), 120);
      else show([]);
    };

    show([]);
    input.addEventListener("input", listen);
    input.addEventListener("compositionend", listen);
    input.addEventListener("blur", () => show([]));
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.isComposing || !count) return;
      if (event.key === "ArrowDown") mark(at + 1 === count ? -1 : at + 1);
      else if (event.key === "ArrowUp") mark(at < 0 ? count - 1 : at - 1);
      else if (event.key === "Escape") {
        mark(-1);
        show([]);
      } else return;
      event.preventDefault();
    });
    // The box keeps the focus: a tap does not leave it.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      if (event.target === list) return;
      input.value = event.target.textContent;
      show([]);
      input.form.requestSubmit();
    });
  }
})();
