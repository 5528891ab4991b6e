// Photographs of an album: Wagtail's panel of rows, and files uploaded into it one by one.
(() => {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-photo-upload]").forEach(start);
  });

  function start(root) {
    const { url, prefix, field } = root.dataset;
    const options = JSON.parse(JSON.parse(text(`${prefix}-OPTIONS`)));
    const panel = new (quiet(window.MultipleChooserPanel))(options);
    const input = root.querySelector("input[type=file]");
    const drop = root.querySelector("label");
    const list = root.querySelector("ul");
    const summary = root.querySelector("[role=status]");
    const waiting = [];
    const count = { all: 0, done: 0, failed: 0 };
    let busy = false;

    input.addEventListener("change", () => {
      take(input.files);
      input.value = "";
    });
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("is-over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      drop.addEventListener(name, () => drop.classList.remove("is-over"));
    }
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files);
    });
    // Leaving now would lose the files that wait.
    window.addEventListener("beforeunload", (event) => {
      if (busy) event.preventDefault();
    });

    function take(files) {
      for (const file of files) {
        const line = lineFor(file);
        list.append(line.item);
        waiting.push({ file, line });
        count.all += 1;
      }
      if (!busy) work();
    }

    async function work() {
      busy = true;
      while (waiting.length) {
        const { file, line } = waiting.shift();
        try {
          if (options.maxForms && panel.getChildCount() >= options.maxForms && !emptyChooser()) {
            throw new Error(root.dataset.full);
          }
          add(await send(file, line));
          line.finish(root.dataset.done, true);
          count.done += 1;
        } catch (error) {
          line.finish(error.message, false);
          count.failed += 1;
        }
        tell();
      }
      busy = false;
    }

    function send(file, line) {
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const failed = () => reject(new Error(root.dataset.failed));
        request.open("POST", url);
        request.responseType = "json";
        request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
        request.upload.addEventListener("progress", (event) => {
          if (event.lengthComputable) line.progress(event.loaded / event.total);
        });
        request.addEventListener("load", () => {
          const answer = request.response;
          if (request.status === 200 && answer?.photo) resolve(answer.photo);
          else if (answer?.error) reject(new Error(answer.error));
          else failed();
        });
        request.addEventListener("error", failed);
        const data = new FormData();
        data.append("file", file);
        line.progress(0);
        request.send(data);
      });
    }

    function add(photo) {
      let chooser = emptyChooser();
      if (!chooser) {
        panel.quiet = true;
        panel.addForm();
        panel.quiet = false;
        chooser = chooserOf(panel.formCount - 1);
      }
      chooser.setStateFromModalData(photo);
    }

    // A new album begins with one empty row.
    function emptyChooser() {
      const kept = [...panel.formsElt.children(":not(.deleted)")];
      const row = kept.find((one) => !chooserOf(one.id.split("-").pop()).getValue());
      return row && chooserOf(row.id.split("-").pop());
    }

    function chooserOf(number) {
      return panel.chooserWidgetFactory.getById(`${prefix}-${number}-${field}`);
    }

    function tell() {
      summary.textContent = root.dataset.summary
        .replace("{done}", count.done)
        .replace("{failed}", count.failed)
        .replace("{all}", count.all);
    }

    function lineFor(file) {
      const item = document.createElement("li");
      const name = document.createElement("span");
      const bar = document.createElement("progress");
      const state = document.createElement("span");
      item.className = "photo-upload__line";
      name.className = "photo-upload__name";
      state.className = "photo-upload__state";
      name.textContent = file.name;
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      state.textContent = root.dataset.waiting;
      item.append(name, bar, state);
      return {
        item,
        progress(part) {
          bar.value = part;
          state.textContent = root.dataset.sending;
        },
        finish(words, good) {
          bar.remove();
          state.textContent = words;
          item.classList.add(good ? "is-done" : "is-failed");
        },
      };
    }
  }

  // A row added by an upload does not take the focus or scroll the page.
  function quiet(Panel) {
    return class extends Panel {
      initialFocus(element) {
        if (!this.quiet) super.initialFocus(element);
      }
    };
  }

  function text(id) {
    return document.getElementById(id).textContent;
  }
})();
