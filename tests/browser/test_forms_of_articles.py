"""Albums, films, events and documents in a browser: valid, reachable, narrow enough, usable."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from media.models import SiteImage
from media.renditions import make_renditions
from school_sites.models import AlbumPage, EventPage, VideoPage
from tests.browser.conftest import axe, nu_check, scrolls_sideways
from tests.factories import make_article, make_column, make_film, make_picture

LONG = "关于举办第十二届校园文化艺术节暨家长开放日系列活动并邀请全体家长参加的一封信（修订）"


@pytest.fixture
def walls(school):
    """A school with albums, films, events and documents; returns its pages by name."""
    wall = make_column(school, "校园相册", "wall", slug="album")
    calendar = make_column(school, "活动日历", "calendar", slug="huodong")
    register = make_column(school, "规章制度", "documents", slug="wenjian")
    for title, layout, slug in [("空墙", "wall", "w"), ("空日历", "calendar", "c"),
                                ("空目录", "documents", "d")]:  # fmt: skip
        make_column(school, title, layout, slug=slug)
    photos = [(make_picture(school), LONG if number % 3 == 0 else "") for number in range(7)]
    album = make_article(school, LONG, model=AlbumPage, column=wall, photos=photos)
    make_renditions(photos[0][0])  # as the worker does
    film = make_article(
        school, "校歌", model=VideoPage, column=wall, file=make_film(school), duration="3:25",
        cover=make_picture(school),
    )  # fmt: skip
    link = make_article(
        school, "公开课", model=VideoPage, column=wall, link="https://video.example.com/1"
    )
    now = timezone.now()
    for number in range(-6, 9):
        event = make_article(
            school, f"{LONG}{number}", model=EventPage, column=calendar, place="学校报告厅",
            starts_at=now + timedelta(days=3 * number), all_day=number % 2 == 0,
            ends_at=now + timedelta(days=3 * number, hours=50 if number % 4 == 0 else 2),
            audience="一年级学生和家长", contact="0000-1",
        )  # fmt: skip
    for number in range(6):
        document = make_article(
            school, LONG, column=register, category=["规章制度", "财务公开（收费）"][number % 2],
            document_number=f"云实小〔2026〕{number} 号", document_date=date(2026, 1, 5),
            valid_until=date(2026, 2, 1) if number % 3 == 0 else None,
        )  # fmt: skip
    return {
        "wall": "/album/",
        "album": f"/a/{album.pk}/",
        "film": f"/a/{film.pk}/",
        "link": f"/a/{link.pk}/",
        "calendar": "/huodong/",
        "month": f"/huodong/month/{timezone.localtime():%Y-%m}/",
        "event": f"/a/{event.pk}/",
        "register": "/wenjian/",
        "document": f"/a/{document.pk}/",
        "empty wall": "/w/",
        "empty calendar": "/c/",
        "empty month": "/c/month/2026-03/",
        "empty register": "/d/",
    }


def test_pages_of_every_form_are_valid_reachable_and_narrow_enough(server, page, walls, tmp_path):
    sources, faults = {}, []
    for name, path in walls.items():
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(server.url_of("shiyan.localhost", path))
            assert answer.status == 200, name
            sources[name] = answer.text()
            faults += [f"{name} at {width}: {line}" for line in axe(page)]
            if scrolls_sideways(page):
                faults.append(f"{name} at {width}: scrolls sideways")
    faults += nu_check(sources, tmp_path)
    assert faults == []


def test_the_lightbox_is_used_by_keyboard(server, page, walls):
    page.goto(server.url_of("shiyan.localhost", walls["album"]))
    page.locator(".album__link").nth(1).focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.lightbox")
    dialog.wait_for()
    assert page.locator(".lightbox__status").inner_text() == "2 / 7"
    assert axe(page, context="dialog") == []
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert page.locator(".lightbox__status").inner_text() == "7 / 7"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    seen = page.locator(".album__link").nth(5).get_attribute("href")
    # The browser gives the focus back first, and tells that the dialog is closed after that.
    page.wait_for_function("href => document.activeElement.getAttribute('href') === href", arg=seen)


def test_the_page_behind_the_lightbox_is_out_of_reach(server, page, walls):
    page.goto(server.url_of("shiyan.localhost", walls["album"]))
    page.locator(".album__link").first.focus()
    page.keyboard.press("Enter")
    page.locator("dialog.lightbox").wait_for()
    stops = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.add(
            page.evaluate("""() => document.activeElement === document.body ? null
          : document.activeElement.closest("dialog") ? document.activeElement.ariaLabel : "behind"
        """)
        )
    # Between the last button and the first there is the browser's own bar.
    assert stops - {None} == {"关闭大图", "上一张", "下一张"}
    assert page.locator("dialog.lightbox:modal").get_attribute("aria-label") == "大图"
    assert page.get_by_role("dialog").get_by_role("img").get_attribute("alt")


def test_without_script_a_photograph_is_a_link_to_the_large_picture(server, browser, walls):
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(server.url_of("shiyan.localhost", walls["album"]))
        tab.locator(".album__link").first.click()
        tab.wait_for_url("**/media/**")
        assert tab.url.endswith(".webp")


def jpeg(color):
    data = BytesIO()
    Image.new("RGB", (900, 600), color).save(data, "JPEG")
    return data.getvalue()


def test_a_teacher_uploads_many_photographs_and_puts_them_in_order(server, page, school, editor):
    wall = make_column(school, "校园相册", "wall", slug="album")
    page.goto(server.url_of("admin.localhost", "/admin/"))
    page.fill("[name=username]", editor.username)
    page.fill("[name=password]", "correct horse")
    page.click("form [type=submit]")
    page.wait_for_url("**/admin/")
    page.goto(
        server.url_of("admin.localhost", f"/admin/pages/add/school_sites/albumpage/{wall.pk}/")
    )
    page.get_by_role("textbox", name="标题").first.fill("秋游")
    files = [
        {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": data}
        for name, data in [("一", jpeg("red")), ("坏", b"no picture"), ("二", jpeg("blue"))]
    ]
    page.locator("#id_photos-FILES").set_input_files(files)
    page.get_by_text("已上传 2 张，失败 1 张，共 3 张。").wait_for()
    page.troubles[:] = [line for line in page.troubles if "422" not in line]
    assert "坏.jpg" in page.locator(".photo-upload__line.is-failed").inner_text()
    rows = page.locator("#id_photos-FORMS > [data-inline-panel-child]")
    assert rows.count() == 2
    rows.nth(1).locator("[data-inline-panel-child-move-up]").click()
    page.locator("[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_url("**/admin/publish/**")  # photographs without words: asked once more
    page.get_by_role("button", name="仍然发布").click()
    page.wait_for_url(f"**/admin/pages/{wall.pk}/")
    album = AlbumPage.objects.get()
    assert [photo.image.title for photo in album.photos.all()] == ["二", "一"]
    assert {image.collection_id for image in SiteImage.objects.all()} == {school.collection_id}
