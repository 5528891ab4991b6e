"""The elder mode keeps its numbers on every page: letters, lines, targets, one column."""

import pytest
from django.template.loader import render_to_string

from tests.browser.conftest import scrolls_sideways
from tests.themes.render import pages
from themes import registry, variants
from themes.force import Look, using

ELDER = registry.for_mode(variants.ELDER).slug
# Told of: letters under 18 px, lines closer than 1.6, targets under 44 px that are not links in a
# sentence. Of a link that covers its card, the card is the target.
FALLS_SHORT = """() => {
  const found = new Set();
  const say = (e, what) => found.add(`${what} ${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 20)}`);
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest(".visually-hidden, .skip-link");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !seen(e) || ["SCRIPT", "OPTION"].includes(e.tagName)) continue;
    const style = getComputedStyle(e);
    const size = parseFloat(style.fontSize);
    if (size < 17.99) say(e, `letters of ${size}`);
    if (parseFloat(style.lineHeight) / size < 1.599) say(e, `lines of ${style.lineHeight} at ${size}`);
  }
  for (const e of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
    if (!seen(e)) continue;
    const spread = getComputedStyle(e, "::after");
    const covers = spread.position === "absolute" && spread.content !== "none";
    const inSentence = e.closest("p, dd, .article__body li, td") && getComputedStyle(e).display === "inline";
    const target = covers ? e.closest("li, article, section") : e.closest("label") ?? e;
    const box = target.getBoundingClientRect();
    if (!inSentence && (box.height < 43.9 || box.width < 43.9)) say(e, `target of ${box.width}x${box.height}`);
  }
  return [...found];
}"""  # noqa: E501
# Two boxes of words side by side: a list or a board in columns.
COLUMNS = """names => [...document.querySelectorAll(names)].filter(e => e.checkVisibility()
  && getComputedStyle(e).gridTemplateColumns.split(" ").length > 1).map(e => e.className)"""
LISTS = ".home, .board, .home-lead, .cards, .lines, .tiles, .reading, .rows, .site-footer__own"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_letters_lines_and_targets_are_large_on_every_page(width, tab, folder):
    found = []
    tab.set_viewport_size({"width": width, "height": 800})
    for state, (template, context) in pages().items():
        with using(Look(ELDER)):
            html = render_to_string(template, context)
        (folder / f"elder-{state}.html").write_text(html, encoding="utf-8")
        tab.goto(f"http://themes.localhost/elder-{state}.html")
        found += [f"{state}: {line}" for line in tab.evaluate(FALLS_SHORT)]
        found += [f"{state}: columns in {line}" for line in tab.evaluate(COLUMNS, LISTS)]
        if scrolls_sideways(tab):
            found.append(f"{state}: scrolls sideways")
        if tab.locator("[data-carousel]").count():
            found.append(f"{state}: has a carousel")
    assert not found, "\n".join(found)
