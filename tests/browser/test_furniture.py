"""The tools above a text, and views, in a real browser."""

import pytest

from school_sites.models import ViewMark
from tests.browser.conftest import PHONE, axe
from tests.factories import make_article

AGENT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def reader(browser, server):
    """A tab of somebody who is no robot."""
    with browser.new_context(user_agent=AGENT, viewport=PHONE) as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        yield tab


def size_of_text(page):
    return float(
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('.block')).fontSize)")
    )


def test_the_size_of_the_text_is_remembered_and_set_before_the_text_shows(phone, server, school):
    article = make_article(school)
    phone.goto(server.url_of(school, f"/a/{article.pk}/"))
    medium = size_of_text(phone)
    phone.get_by_role("button", name="大字号").click()
    assert phone.locator("button[aria-pressed=true]").inner_text() == "大"
    large = size_of_text(phone)
    assert large > medium * 1.2
    phone.route("**/furniture.js", lambda route: route.abort())  # what is deferred comes later
    phone.reload()
    assert size_of_text(phone) == large
    phone.troubles.clear()
    phone.unroute("**/furniture.js")
    phone.reload()
    phone.get_by_role("button", name="中字号").click()
    assert size_of_text(phone) == medium


def test_the_address_is_shared_as_a_code_and_copied_without_a_clipboard(phone, server, school):
    address = server.url_of(school, f"/a/{make_article(school).pk}/")
    phone.goto(address)
    phone.get_by_text("分享", exact=True).click()
    code = phone.get_by_role("img", name="本页网址的二维码")
    code.wait_for()
    # Asked of the element: the content security policy refuses a string to be evaluated.
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert phone.locator("[data-share-address]").inner_text() == address
    phone.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    phone.get_by_role("button", name="复制网址").click()
    phone.get_by_role("status").get_by_text("已复制").wait_for()
    assert axe(phone, context=".article") == []
    phone.keyboard.press("Escape")
    assert not code.is_visible()


def test_printed_pages_carry_the_text_and_no_tools(phone, server, school):
    phone.goto(server.url_of(school, f"/a/{make_article(school).pk}/"))
    phone.emulate_media(media="print")
    assert phone.locator(".block").first.is_visible()
    for left_out in (".tools", ".search-box", ".site-nav", ".breadcrumb"):
        assert not phone.locator(left_out).is_visible(), left_out


def test_a_view_is_told_after_two_seconds_of_looking(reader, server, school):
    article = make_article(school)
    with reader.expect_request("**/_count/", timeout=15_000) as told:
        reader.goto(server.url_of(school, f"/a/{article.pk}/"))
    assert told.value.post_data == str(article.pk)
    reader.locator("[data-views]:not([hidden])").wait_for()
    told.value.response()
    assert list(ViewMark.objects.values_list("page_number", flat=True)) == [article.pk]


# A voice that keeps what it was asked to say, takes a moment for it, and for ever the second time.
VOICE = """
  window.said = [];
  let waiting;
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => [{lang: "en-US"}, {lang: "zh-TW"}, {lang: "zh-CN"}],
    speak: (words) => {
      window.said.push([words.text, words.voice && words.voice.lang]);
      document.documentElement.dataset.said = window.said.length;
      if (window.said.length === 2) return;
      waiting = setTimeout(() => window.mute ? words.onerror({}) : words.onend({}), 40);
    },
    cancel: () => clearTimeout(waiting),
  }});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
MARKED = "[...CSS.highlights.get('read-aloud') ?? []].map(String)"


@pytest.fixture
def with_voice(phone, server, school):
    """An article of four sentences, in a browser that has a voice."""
    phone.add_init_script(VOICE)
    body = [("text", "<p>第一句，有<b>粗</b>字。第二句！</p><ul><li>第三句</li></ul>")]
    phone.goto(server.url_of(school, f"/a/{make_article(school, '春游', body=body).pk}/"))
    return phone


def test_a_text_is_read_sentence_by_sentence_and_the_sentence_is_marked(with_voice):
    page = with_voice
    page.get_by_role("button", name="朗读", exact=True).click()
    page.locator("html[data-said='2']").wait_for()
    assert page.evaluate(MARKED) == ["第一句，有粗字。"]
    page.get_by_role("button", name="暂停").click()
    before = page.evaluate("said.length")
    page.wait_for_timeout(150)
    assert page.evaluate("said.length") == before
    assert page.evaluate(MARKED) == ["第一句，有粗字。"]
    assert axe(page, context=".article") == []
    page.get_by_role("button", name="继续朗读").click()
    page.get_by_role("button", name="朗读", exact=True).wait_for()  # at its end it is still again
    assert page.evaluate("said.map(one => one[0])") == [
        "春游", "第一句，有粗字。", "第一句，有粗字。", "第二句！", "第三句",
    ]  # fmt: skip
    assert {one[1] for one in page.evaluate("said")} == {"zh-CN"}
    assert page.evaluate(MARKED) == []


def test_reading_stops_at_once_and_begins_anew(with_voice):
    page = with_voice
    page.get_by_role("button", name="朗读", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="停止").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(MARKED) == []
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("朗读")
    page.get_by_role("button", name="朗读", exact=True).click()
    assert page.evaluate("said.at(-1)[0]") == "春游"


def test_a_device_without_a_chinese_voice_says_so(with_voice):
    page = with_voice
    page.evaluate("window.mute = true")
    page.get_by_role("button", name="朗读", exact=True).click()
    page.get_by_role("status").get_by_text("没有中文语音").wait_for()
    page.get_by_role("button", name="朗读", exact=True).wait_for()


def test_a_browser_without_voices_shows_no_button(phone, server, school):
    phone.add_init_script("Object.defineProperty(window, 'speechSynthesis', {value: undefined})")
    phone.goto(server.url_of(school, f"/a/{make_article(school).pk}/"))
    phone.get_by_role("button", name="打印").wait_for()
    assert not phone.locator("[data-read-aloud]").is_visible()


def test_what_scripts_say_is_in_the_script_of_the_page(phone, server, school, district):
    article = make_article(school)
    phone.goto(server.url_of(school, f"/hant/a/{article.pk}/"))
    phone.get_by_text("分享", exact=True).click()
    phone.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    phone.get_by_role("button", name="複製網址").click()
    phone.get_by_role("status").get_by_text("已複製").wait_for()
