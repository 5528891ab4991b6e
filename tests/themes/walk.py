"""A page by the Tab key alone: the focus seen, not covered, in the order of the page, no trap."""

from pathlib import Path

from tests.themes.comfort import DESKTOP, PHONE, resize

SCRIPT = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")
MOST_STOPS = 400


def walked(tab):
    """Faults on the way through the open page, on a phone and on a desk."""
    if not tab.evaluate("'walk' in window"):
        tab.evaluate(SCRIPT)
    found = []
    for size in (PHONE, DESKTOP):
        resize(tab, size)
        found += [f"{size[0]} px: {line}" for line in _through(tab)]
    return found


def _through(tab):
    tab.evaluate("walk.begin()")
    found = []
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        faults = tab.evaluate("walk.stop()")
        if faults is None:
            return found + tab.evaluate("walk.missed()")
        found += faults
    return [*found, f"no end after {MOST_STOPS} stops"]
