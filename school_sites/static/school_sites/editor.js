/* While an article is written: how long title and summary are, which required field is still
   empty, and what the check before publishing finds in the draft saved last. */
(() => {
  const words = document.currentScript.dataset;
  const TITLE_LENGTH = 40;

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  /* A line below ``field``, made once; read out when it changes if ``polite``. */
  function lineBelow(field, kind) {
    const id = `${field.id}-${kind}`;
    const there = document.getElementById(id);
    if (there) return there;
    const line = document.createElement("p");
    line.id = id;
    line.className = `hub-hint hub-hint--${kind}`;
    if (kind === "empty") line.setAttribute("role", "alert");
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
    const box = field.closest(".w-field__input") || field;
    box.after(line);
    return line;
  }

  /* One character is one character, also where the browser counts two. */
  const length = (field) => [...field.value.trim()].length;

  function count(field, max, isLimit) {
    const line = lineBelow(field, "count");
    const show = () => {
      const n = length(field);
      const over = n > max;
      const text = isLimit ? words.limit : over ? words.long : words.count;
      line.textContent = n ? fill(text, { n, max }) : "";
      line.classList.toggle("hub-hint--over", over);
    };
    field.addEventListener("input", show);
    show();
  }

  /* The labels of required fields that stand in the form, each with its field. */
  function required(form) {
    const found = [];
    for (const label of form.querySelectorAll("label[for]")) {
      const field = document.getElementById(label.htmlFor);
      const mark = label.querySelector(".w-required-mark");
      if (mark && field && field.matches("input[type=text], input:not([type]), textarea")) {
        const name = label.textContent.replace("*", "").trim();
        found.push({ field, name });
      }
    }
    return found;
  }

  function hint({ field, name }) {
    const empty = !field.value.trim();
    if (empty || document.getElementById(`${field.id}-empty`)) {
      lineBelow(field, "empty").textContent = empty ? fill(words.empty, { name }) : "";
    }
    if (empty) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    return empty;
  }

  function watchRequired(form) {
    form.addEventListener("focusout", (event) => {
      const one = required(form).find(({ field }) => field === event.target);
      if (one) hint(one);
    });
    form.addEventListener("input", (event) => {
      const line = document.getElementById(`${event.target.id}-empty`);
      if (line && event.target.value.trim()) {
        line.textContent = "";
        event.target.removeAttribute("aria-invalid");
      }
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[name=action-publish], [name=action-submit]");
      if (!button) return;
      const empty = required(form).filter(hint);
      if (!empty.length) return;
      event.preventDefault();
      event.stopPropagation();
      goTo(empty[0].field);
    }, true);
  }

  /* Open what is folded around ``node``, and go there. */
  function goTo(node) {
    for (let box = node.parentElement; box; box = box.parentElement) {
      if (box.hidden && box.id) {
        const toggle = document.querySelector(`[aria-controls="${box.id}"][aria-expanded=false]`);
        if (toggle) toggle.click();
      }
    }
    const shown = node.offsetParent ? node : node.closest(".w-panel, .w-field") || node;
    shown.scrollIntoView({ block: "center" });
    if (node.offsetParent) node.focus({ preventScroll: true });
  }

  function goToHash() {
    if (!location.hash.startsWith("#id_")) return;
    const node = document.getElementById(location.hash.slice(1));
    if (node) goTo(node);
  }

  function keepChecks(box, form) {
    let asking = null;
    async function ask() {
      if (asking) asking.abort();
      asking = new AbortController();
      const pk = /\/pages\/(\d+)\/edit\//.exec(location.pathname);
      const url = box.dataset.url || (pk && box.dataset.pattern.replace("/0/", `/${pk[1]}/`));
      if (!url) return;
      try {
        const answer = await fetch(url, { credentials: "same-origin", signal: asking.signal });
        if (answer.ok && !answer.redirected) box.innerHTML = await answer.text();
      } catch {
        /* The next saving asks again. */
      }
    }
    document.addEventListener("w-autosave:success", ask);
    box.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#id_']");
      const node = link && document.getElementById(link.hash.slice(1));
      if (!node) return;
      event.preventDefault();
      goTo(node);
    });
  }

  // Whoever presses 发布 while the editor is saving by itself would make a second page: the one
  // that is being saved is not known yet. So the press waits until it is.
  const LONGEST_WAIT = 8000;

  function waitForSaving(form) {
    let isSaving = false;
    let isSent = false;
    let goOn = null;
    document.addEventListener("w-autosave:save", (event) => {
      if (isSent) event.preventDefault();
      else isSaving = true;
    });
    for (const name of ["success", "error"]) {
      document.addEventListener(`w-autosave:${name}`, () => {
        isSaving = false;
        if (goOn) goOn();
      });
    }
    form.addEventListener("submit", (event) => {
      if (!isSaving || isSent) {
        isSent = true;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (goOn) return;
      const { submitter } = event;
      goOn = () => {
        goOn = null;
        isSent = true;
        // The button may be dimmed by now, and would not be sent.
        if (submitter && submitter.name) {
          const sent = Object.assign(document.createElement("input"), {
            type: "hidden", name: submitter.name, value: submitter.value,
          });
          form.append(sent);
        }
        form.requestSubmit();
      };
      setTimeout(() => goOn && goOn(), LONGEST_WAIT);
    }, { capture: true });
    // A page that was left and came back may be sent again.
    addEventListener("pageshow", (event) => {
      if (event.persisted) isSent = false;
    });
  }

  function start() {
    const form = document.querySelector("[data-edit-form]");
    if (!form) return;
    const title = document.getElementById("id_title");
    const summary = document.getElementById("id_summary");
    if (title) count(title, TITLE_LENGTH, false);
    if (summary && summary.maxLength > 0) count(summary, summary.maxLength, true);
    watchRequired(form);
    waitForSaving(form);
    const checks = form.querySelector("[data-checklist]");
    if (checks) keepChecks(checks, form);
    goToHash();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
