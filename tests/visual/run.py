"""make test-visual: every type of page in every theme, on a phone and a desktop, as it was.

Each page is given to axe, too, and must not scroll sideways.

The demo of one fixed day is drawn by chromium and compared, small, with what is kept in
tests/visual/kept/ (one sheet for each theme and width). What differs is put beside what was, in
var/visual/, and makes it fail. KEEP=1 keeps what is drawn now; THEME=plain for one theme.

Letters are drawn by the machine's fonts: compare where Debian's fonts-noto-cjk is what is there.
"""

import os
import sys
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
KEPT = Path(__file__).parent / "kept"
OUT = ROOT / "var/visual"
PICTURED = "mingde"  # the demo's school that chose a banner
DAY = datetime(2026, 3, 11, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WIDTHS = {360: 108, 1280: 256}  # of the window, and of what is kept of it
MOST_HEIGHT = 3200  # of a page, in its own pixels: what is below is like what is above
# A channel of a pixel may differ by so much, and so large a part of a page by more.
TOLERANCE, MOST_DIFFERENT = 48, 0.004


def main():
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(DAY, tick=True):
        build(folder)
        return compare(places())


def build(folder):
    """The demo of that day below ``folder``."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "sitehub.settings.dev",
        "SITEHUB_VAR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)


def places():
    """[(name, host, path)]: one page of each type of the school that has them all."""
    from school_sites import hosts, models
    from school_sites.models import ColumnLayout as Layout

    table = hosts.table(recheck=True)
    school = next(one for one in table.by_id.values() if one.school_site.code == "shiyan")

    def first(model, entry=school, **filters):
        pages = model.objects.live().descendant_of(entry.school_site.root_page).filter(**filters)
        page = pages.order_by("path").first()
        return entry.primary_host, page.site_path(entry)

    found = {name: (school.primary_host, path) for name, path in
             {"home": "/", "search": "/search/?q=学校", "404": "/nowhere/"}.items()}  # fmt: skip
    layouts = {"list": Layout.LIST, "cards": Layout.CARDS, "albums": Layout.WALL,
               "people": Layout.PEOPLE, "events": Layout.CALENDAR,
               "documents": Layout.DOCUMENTS}  # fmt: skip
    for name, layout in layouts.items():
        found[name] = first(models.ColumnPage, layout=layout)
    found["article"] = first(models.ArticlePage, cover__isnull=False)
    found["album"] = first(models.AlbumPage)
    found["person"] = first(models.PersonPage)
    found["event"] = first(models.EventPage)
    mailbox = models.MailboxPage.objects.live().descendant_of(school.school_site.root_page).first()
    found["form"] = (school.primary_host, f"/f/{mailbox.pk}/")
    found["topic"] = first(models.TopicPage, table.district)
    found["district"] = (table.district.primary_host, "/")
    pictured = next(one for one in table.by_id.values() if one.school_site.code == PICTURED)
    found["banner"] = (pictured.primary_host, "/")
    found["banner2"] = first(models.ColumnPage, pictured, layout=Layout.LIST)
    return [(name, host, path) for name, (host, path) in found.items()]


def with_banner(theme):
    """{host: Choice} of the school that has a picture at the top of its pages."""
    from dataclasses import replace

    from school_sites import hosts
    from school_sites.looks.choices import PICTURE
    from school_sites.looks.shown import choice_of

    entry = next(one for one in hosts.table().by_id.values() if one.school_site.code == PICTURED)
    header = PICTURE if PICTURE in theme.headers else ""
    chosen = replace(choice_of(entry.school_site), theme=theme.slug, header=header)
    return {entry.primary_host: chosen}


def compare(places):
    """Draw every page in every theme; how many differ."""
    from playwright.sync_api import sync_playwright

    from sitehub.demo.theme_pictures import chromium, served
    from themes import registry

    wanted = os.environ.get("THEME")
    themes = [one for one in registry.all_themes() if wanted in (None, "", one.slug)]
    if not themes:
        sys.exit(f"there is no theme {wanted}")
    different = 0
    flags = ["--no-sandbox", "--host-resolver-rules=MAP * 127.0.0.1", "--font-render-hinting=none"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        for theme in themes:
            with served(theme, with_banner(theme)) as port:
                for width in WIDTHS:
                    sheet, faults = draw(browser, theme, port, width, places)
                    different += faults + judge(
                        theme.slug, width, sheet, [name for name, *_ in places]
                    )
        browser.close()
    print("all as it was, and sound" if not different else f"{different} faults and differences")
    return 1 if different else 0


def draw(browser, theme, port, width, places):
    """Small pictures of the pages, beside one another on one sheet."""
    shots = []
    prefix = f"/{theme.mode}" if theme.mode else ""
    told = []
    with browser.new_context(
        viewport={"width": width, "height": 800},
        locale="zh-CN",
        reduced_motion="reduce",
        bypass_csp=True,
    ) as context:
        page = context.new_page()
        for name, host, path in places:
            page.goto(f"http://{host}:{port}{prefix}{path}")
            page.evaluate(LOADED)
            told += [
                f"{theme.slug:10} {width:5}  {name:10} {line}" for line in faults_of(page, theme)
            ]
            clip = {"x": 0, "y": 0, "width": width, "height": MOST_HEIGHT}
            data = page.screenshot(full_page=True, clip=clip, animations="disabled")
            shots.append(small(Image.open(BytesIO(data)).convert("RGB"), width))
    print("\n".join(told), end="\n" if told else "", flush=True)
    return sheet_of(shots), len(told)


def faults_of(page, theme):
    """What axe finds on the open page, with targets, and for elders AAA's contrast."""
    from tests.browser.conftest import axe

    more = ["target-size", *(["color-contrast-enhanced"] if theme.mode else [])]
    window = page.viewport_size
    # A button that stays at the window's edge lies over something in every window but a long one.
    page.set_viewport_size({"width": window["width"], "height": MOST_HEIGHT})
    said = axe(page, more=more)
    page.set_viewport_size(window)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        said.append("scrolls sideways")
    return said


# Pictures below the fold wait to be seen.
LOADED = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))"""


def small(shot, width):
    """A shot as it is kept."""
    factor = WIDTHS[width] / width
    size = (WIDTHS[width], max(1, round(shot.height * factor)))
    return shot.resize(size, Image.Resampling.BOX)


def sheet_of(shots):
    """The shots side by side, each as wide as the first."""
    width = shots[0].width
    sheet = Image.new("RGB", (width * len(shots), max(one.height for one in shots)), "#808080")
    for number, one in enumerate(shots):
        sheet.paste(one, (number * width, 0))
    return sheet


def judge(slug, width, sheet, names):
    """Compare a sheet with the one that is kept, or keep it; how many of its pages differ."""
    path = KEPT / f"{slug}-{width}.webp"
    if os.environ.get("KEEP"):
        path.parent.mkdir(exist_ok=True)
        sheet.save(path, "WEBP", quality=75, method=6)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")
        return 0
    if not path.is_file():
        print(f"{slug:10} {width:5}  nothing is kept: KEEP=1 keeps it")
        return len(names)
    kept = Image.open(path).convert("RGB")
    height = max(kept.height, sheet.height)
    step, count = WIDTHS[width], 0
    for number, name in enumerate(names):
        box = (number * step, 0, (number + 1) * step, height)
        share = part_that_differs(kept.crop(box), sheet.crop(box))
        if share > MOST_DIFFERENT:
            count += 1
            OUT.mkdir(parents=True, exist_ok=True)
            beside = sheet_of([kept.crop(box), sheet.crop(box)])
            beside.save(OUT / f"{slug}-{name}-{width}.png")
            print(f"{slug:10} {width:5}  {name:10} {100 * share:5.1f} % differs")
    print(f"{slug:10} {width:5}  {len(names) - count} of {len(names)} as they were", flush=True)
    return count


def part_that_differs(one, other):
    """The share of pixels that are further apart than drawing and storing make them."""
    difference = ImageChops.difference(one, other).convert("L")
    far = sum(difference.histogram()[TOLERANCE:])
    return far / (one.width * one.height)


if __name__ == "__main__":
    sys.exit(main())
