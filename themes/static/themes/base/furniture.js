// The tools above a text: its size, printing, copying the address. Pages work without them.
(() => {
  "use strict";

  const root = document.documentElement;
  const words = root.lang === "zh-Hant"
    ? { done: "已複製", byHand: "請長按或用 Ctrl+C 複製選中的網址" }
    : { done: "已复制", byHand: "请长按或用 Ctrl+C 复制选中的网址" };

  for (const group of document.querySelectorAll("[data-text-sizes]")) {
    const buttons = [...group.querySelectorAll("button")];
    const show = () => {
      const now = root.dataset.textSize || "medium";
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.value === now));
      }
    };
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.value === "medium") delete root.dataset.textSize;
      else root.dataset.textSize = button.value;
      try {
        localStorage.setItem("text-size", button.value);
      } catch {
        // Not remembered, but shown.
      }
      show();
    });
    show();
    group.hidden = false;
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
    button.hidden = false;
  }

  for (const share of document.querySelectorAll("[data-share]")) {
    const address = share.querySelector("[data-share-address]");
    const button = share.querySelector("[data-share-copy]");
    const status = share.querySelector("[data-share-status]");
    button.addEventListener("click", async () => {
      const done = (await written(address.textContent)) || copied(address);
      status.textContent = done ? words.done : words.byHand;
    });
    button.hidden = false;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !share.open) return;
      share.open = false;
      share.querySelector("summary").focus();
    });
  }

  // The clipboard of a secure page. Plain http, as on many school networks, has none.
  async function written(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  // The old way; what is selected stays so, for a hand to copy.
  function copied(element) {
    getSelection().selectAllChildren(element);
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    }
  }
})();
