"""Public pages without a mouse: the skip link, a visible focus at every stop, the phone's menu."""

import pytest

from tests.factories import column_of, make_article

# Where the focus is: its name, and what is wrong with how it is shown.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const shown = [e, ...(e.closest("label, form") ? [e.closest("label, form")] : [])]
    .some((one) => [null, "::after"].some((part) => ring(getComputedStyle(one, part))));
  const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + Math.min(8, box.width / 2), box.y + box.height / 2);
  const covered = !at || !(e.contains(at) || at.contains(e));
  const name = `${e.localName}.${e.className}: ${e.textContent.trim().slice(0, 12)}`;
  e.dataset.stops = Number(e.dataset.stops ?? 0) + 1;
  return [name, shown ? "" : "no ring", covered ? "under something" : "", Number(e.dataset.stops)];
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_of_the_tab_key_is_seen(page, server, school, width):
    articles = [make_article(school, f"春游{number}", kind="news") for number in range(3)]
    column = column_of(school, "news")
    page.set_viewport_size({"width": width, "height": 800})
    faults = []
    for path in ("/", f"/{column.slug}/", f"/a/{articles[0].pk}/"):
        page.goto(server.url_of(school, path))
        stops = 0
        for _ in range(150):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None or focus[3] > 1:
                break
            stops += 1
            faults += [f"{path}: {focus[0]}: {fault}" for fault in focus[1:3] if fault]
        assert stops > 10, path
    assert faults == []


def test_the_first_stop_leads_past_the_navigation(phone, server, school):
    phone.goto(server.url_of(school, f"/a/{make_article(school).pk}/"))
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.className") == "skip-link"
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.activeElement.id") == "main"
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")


def test_the_phones_menu_opens_and_escape_closes_it(phone, server, school):
    phone.goto(server.url_of(school))
    button = phone.locator(".site-nav__button")
    button.focus()
    phone.keyboard.press("Enter")
    first = phone.locator(".site-nav__link").first
    first.wait_for()
    phone.keyboard.press("Tab")
    assert first.evaluate("link => link === document.activeElement")
    phone.keyboard.press("Escape")
    first.wait_for(state="hidden")
    assert button.evaluate("one => one === document.activeElement")
