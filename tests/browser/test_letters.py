"""Letters in a real browser: sent and followed without JavaScript on a small phone."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from school_sites.letters import states
from school_sites.models import Letter
from tests.browser.conftest import PHONE, axe, nu_check, scrolls_sideways
from tests.factories import make_box_column, make_form, make_letter, make_mailbox
from tests.school_sites.letters.visitor import QUESTIONS

INTRODUCTION = (
    "欢迎家长和同学来信。涉及个人隐私的事项，请直接与学校联系。\n紧急情况请拨打学校值班电话。"
)


@pytest.fixture(autouse=True)
def nothing_counted(settings):
    """Letters are typed faster here than by people."""
    settings.LETTER_FILL_SECONDS = (0, 3600)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def boxes(school):
    """A column with a mailbox of each kind and a form."""
    column = make_box_column(school)
    return {
        "principal": make_mailbox(
            school, column=column, introduction=INTRODUCTION, publishes_answers=True,
            topics="教学\n食堂\n安全",
        ),
        "contribution": make_mailbox(school, "我要投稿", column=column, kind="contribution"),
        "form": make_form(
            school, "2026 年暑期夏令营报名表", column=column, questions=QUESTIONS,
            introduction=INTRODUCTION, closes_at=timezone.now() + timedelta(days=30),
        ),
        "closed": make_form(school, "春游报名", column=column, closes_at=timezone.now()),
    }  # fmt: skip


@pytest.fixture
def plain_phone(browser, server):
    """A small phone whose browser runs no script."""
    options = {"viewport": PHONE, "locale": "zh-CN", "java_script_enabled": False}
    with browser.new_context(**options) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        yield tab
        assert context.cookies() == []


def test_a_letter_is_sent_and_followed_without_javascript(
    server, plain_phone, school, boxes, editor
):
    tab = plain_phone
    tab.goto(server.url_of(school, "/xinxiang/"))
    tab.get_by_role("link", name="校长信箱", exact=True).click()
    tab.get_by_role("link", name="我要写信").click()
    tab.get_by_label("主题").select_option("食堂")
    tab.get_by_label("标题").fill("食堂的汤")
    tab.get_by_label("内容").fill("汤能不能热一点？")
    tab.get_by_role("button", name="发出").click()
    tab.get_by_role("heading", name="提交成功").wait_for()
    code = tab.locator(".letter-code__value").inner_text()
    letter = Letter.objects.get()
    states.reply(letter, version=letter.version, by=editor, text="从明天起保温。")
    tab.get_by_role("link", name="查询办理情况").click()
    tab.get_by_label("查询码").fill(code.lower())
    tab.get_by_role("button", name="查询").click()
    tab.get_by_text("已答复").wait_for()
    assert tab.get_by_text("从明天起保温。").is_visible()


def visit(page, server, school, boxes, editor):
    """Open each page about letters in turn; yields its name."""
    for name in ("/xinxiang/", *(f"/a/{box.pk}/" for box in boxes.values()), "/f/state/",
                 *(f"/f/{box.pk}/" for box in boxes.values())):  # fmt: skip
        page.goto(server.url_of(school, name))
        yield name
    page.goto(server.url_of(school, f"/f/{boxes['form'].pk}/"))
    send_unchecked(page)
    yield "form with mistakes"
    page.goto(server.url_of(school, f"/f/{boxes['contribution'].pk}/"))
    for label in ("标题", "内容", "姓名"):
        page.get_by_label(label).fill("春天")
    page.get_by_role("button", name="发出").click()
    page.locator(".letter-code__value").wait_for()
    yield "sent"
    page.goto(server.url_of(school, "/f/state/"))
    page.get_by_label("查询码").fill("0000")
    with page.expect_navigation():
        page.get_by_role("button", name="查询").click()
    yield "unknown code"
    letter = make_letter(school, boxes["principal"])
    states.reply(letter, version=0, by=editor, text="好的。\n\n谢谢。")
    page.get_by_label("查询码").fill(letter.code)
    page.get_by_role("button", name="查询").click()
    page.get_by_text("已答复").wait_for()
    yield "state"


def send_unchecked(page):
    """Send the form as it is, without the browser's own checks."""
    page.locator(".visitor-form").evaluate("form => { form.noValidate = true }")
    page.locator(".visitor-form button").click()
    page.get_by_text("还没有提交").wait_for()


def test_every_page_about_letters_is_valid_reachable_and_narrow_enough(
    server, page, school, boxes, editor, tmp_path
):
    for number in range(2):
        letter = make_letter(school, boxes["principal"], may_publish=True)
        states.reply(letter, version=0, by=editor, text="好")
        question = "放学后操场开放到几点？孩子想多练一会儿球。" * (1 + number * 4)
        states.publish_answer(letter, version=1, by=editor, question=question, answer="六点。")
    sources, faults = {}, []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for name in visit(page, server, school, boxes, editor):
            sources[name] = page.content()
            faults += [f"{name} at {width}: {line}" for line in axe(page)]
            if scrolls_sideways(page):
                faults.append(f"{name} at {width}: scrolls sideways")
    faults += nu_check(sources, tmp_path)
    assert faults == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_screens_of_letters_fit_and_have_no_barrier(
    server, page, school, boxes, editor, client, width
):
    letter = make_letter(
        school, boxes["principal"], title="很长的标题" * 12, text="内容" * 400, may_publish=True
    )
    done = make_letter(school, boxes["principal"], may_publish=True)
    states.reply(done, version=0, by=editor, text="好")
    client.force_login(editor)
    page.set_viewport_size({"width": width, "height": 800})
    page.context.add_cookies([{
        "name": "sessionid", "value": client.cookies["sessionid"].value,
        "url": server.url_of("admin.localhost"),
    }])  # fmt: skip
    for path in ("letters/?state=all", f"letters/{letter.pk}/", f"letters/{done.pk}/"):
        page.goto(server.url_of("admin.localhost", f"/admin/{path}"))
        assert not scrolls_sideways(page), path
        assert axe(page, context=".hub-desk") == [], path
