// Reads a text aloud with the device's own voice, the sentence being read is marked.
(() => {
  "use strict";

  const tools = document.querySelector("[data-read-aloud]");
  const text = document.querySelector(".article");
  const voice = window.speechSynthesis;
  if (!tools || !text || !voice) return;

  const PARTS = ".article__title, .article__summary, .article__body :is(p, h2, h3, h4, li, th, td, blockquote, figcaption)";
  const SENTENCE = /[^。！？!?；;\n]+[。！？!?；;”’」』）]*/g;
  const LONGEST = 90; // some voices fall silent in the middle of a long one
  const toggle = tools.querySelector("[data-read-toggle]");
  const stop = tools.querySelector("[data-read-stop]");
  const failed = tools.querySelector("[data-read-failed]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let sentences = [];
  let at = 0;
  let run = 0; // which reading an event belongs to: a cancelled one may still report

  // The sentences of the text, each a range of the document.
  function collected() {
    const found = [];
    for (const part of text.querySelectorAll(PARTS)) {
      if (part.querySelector(PARTS) || !part.checkVisibility?.()) continue;
      const nodes = [];
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      let length = 0;
      while (walker.nextNode()) {
        nodes.push({ node: walker.currentNode, start: length });
        length += walker.currentNode.length;
      }
      const whole = nodes.map(({ node }) => node.data).join("");
      const place = (offset, isEnd) => {
        const one = nodes.findLast(({ start }) => (isEnd ? start < offset : start <= offset)) ?? nodes[0];
        return [one.node, offset - one.start];
      };
      for (const { 0: words, index } of whole.matchAll(SENTENCE)) {
        for (const [start, end] of pieces(words)) {
          const said = words.slice(start, end).trim();
          if (!/[\p{L}\p{N}]/u.test(said)) continue;
          const range = document.createRange();
          range.setStart(...place(index + start, false));
          range.setEnd(...place(index + end, true));
          found.push({ said, range, part });
        }
      }
    }
    return found;
  }

  // [start, end] of pieces of a sentence, cut after commas where it is long.
  function pieces(words) {
    const found = [];
    let start = 0;
    for (const { index } of words.matchAll(/[，,、：:]|$/g)) {
      const isLast = index === words.length;
      if (!isLast && index - start < LONGEST) continue;
      found.push([start, isLast ? index : index + 1]);
      start = index + 1;
    }
    return found;
  }

  function mark(sentence) {
    if (window.Highlight && CSS.highlights) {
      if (sentence) CSS.highlights.set("read-aloud", new Highlight(sentence.range));
      else CSS.highlights.delete("read-aloud");
    } else {
      text.querySelector(".is-read")?.classList.remove("is-read");
      sentence?.part.classList.add("is-read");
    }
    if (!sentence) return;
    const box = sentence.range.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) {
      sentence.part.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    }
  }

  function show(state) {
    for (const label of toggle.querySelectorAll("[data-read-label]")) {
      label.hidden = label.dataset.readLabel !== state;
    }
    toggle.dataset.state = state;
    stop.hidden = state === "still";
  }

  function quiet() {
    run += 1;
    voice.cancel();
  }

  function end() {
    quiet();
    mark(null);
    at = 0;
    if (document.activeElement === stop) toggle.focus();
    show("still");
  }

  function say() {
    const sentence = sentences[at];
    if (!sentence) return end();
    const mine = run;
    const words = new SpeechSynthesisUtterance(sentence.said);
    const chinese = voice.getVoices().filter(({ lang }) => /^(zh|cmn)\b/i.test(lang));
    words.lang = "zh-CN";
    words.voice = chinese.find(({ lang }) => /CN|Hans/i.test(lang)) ?? chinese[0] ?? null;
    words.onend = () => {
      if (mine !== run) return;
      at += 1;
      say();
    };
    words.onerror = () => {
      if (mine !== run) return;
      failed.hidden = false;
      end();
    };
    mark(sentence);
    voice.speak(words);
  }

  // Pausing is stopping and knowing where: many phones cannot do it otherwise.
  toggle.addEventListener("click", () => {
    failed.hidden = true;
    if (toggle.dataset.state === "reading") {
      quiet();
      show("paused");
      return;
    }
    if (toggle.dataset.state !== "paused") sentences = collected();
    quiet();
    show("reading");
    say();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", quiet);
  show("still");
  tools.hidden = false;
})();
