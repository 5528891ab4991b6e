// A datalist completes a whole field; here each of several words, cut at commas, is completed.
(function () {
  const SEPARATORS = /[,，、；;]/;

  function lastSeparator(text) {
    let at = text.length - 1;
    while (at >= 0 && !SEPARATORS.test(text[at])) at -= 1;
    return at;
  }

  function offer(input, words) {
    const kept = input.value.slice(0, lastSeparator(input.value) + 1);
    const taken = kept.split(SEPARATORS).map((word) => word.trim());
    const options = words.filter((word) => !taken.includes(word)).map((word) => {
      const option = document.createElement("option");
      option.value = kept + word;
      option.label = word;
      return option;
    });
    input.list.replaceChildren(...options);
  }

  function begin() {
    document.querySelectorAll("input[data-keywords]").forEach((input) => {
      if (!input.list) return;
      const words = Array.from(input.list.options, (option) => option.value);
      input.addEventListener("input", () => offer(input, words));
      input.addEventListener("focus", () => offer(input, words));
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
