/* Links inside the preview stay inside it; a field of colours stands beside the one for its code. */
(() => {
  const frame = document.querySelector("[data-look-frame]");
  if (frame) {
    const address = new URL(frame.src);
    frame.addEventListener("load", () => {
      frame.contentDocument.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        if (!link || link.getAttribute("href").startsWith("#")) return;
        event.preventDefault();
        const target = new URL(link.href);
        if (!/^\/([\w-]+\/)*$/.test(decodeURI(target.pathname))) return;
        address.searchParams.set("path", decodeURI(target.pathname));
        frame.src = address;
      });
      frame.contentDocument.addEventListener("submit", (event) => event.preventDefault());
    });
  }

  const code = document.getElementById("id_brand");
  if (code) {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.className = "looks__picker";
    picker.setAttribute("aria-label", code.placeholder);
    const label = document.querySelector('label[for="id_brand"]');
    if (label) picker.setAttribute("aria-label", label.textContent.trim());
    const show = () => {
      picker.value = /^#[0-9a-f]{6}$/i.test(code.value) ? code.value : code.placeholder;
    };
    picker.addEventListener("input", () => {
      code.value = picker.value;
    });
    code.addEventListener("input", show);
    code.after(picker);
    show();
  }
})();
