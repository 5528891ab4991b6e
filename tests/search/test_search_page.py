"""The search page of a site: what it finds, how it is narrowed, what it says otherwise."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from wagtail.models import PageViewRestriction

from school_sites.models import EventPage, SchoolSite
from search import api, engines
from sitehub.provisioning.sites import archive, suspend
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, make_picture, make_school
from tests.search.asking import DISTRICT, SCHOOL, ask, facet, found, notes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def body(text):
    return [("text", f"<p>{text}</p>")]


# --- scope


def test_the_district_searches_every_site_and_a_school_its_own(client, school, other_school):
    make_article(school, "我校校运会开幕")
    make_article(other_school, "明德校运会闭幕")
    assert found(client, "校运会") == ["我校校运会开幕"]
    assert sorted(found(client, "校运会", DISTRICT)) == ["我校校运会开幕", "明德校运会闭幕"]


def test_one_click_widens_to_the_district_and_back_with_what_was_chosen(client, school):
    make_article(school, "校运会")
    page = ask(client, "q=校运会&type=article&sort=newest")
    present, wider = page.xpath("//nav[@class='scopes']//a")
    assert (present.text, present.get("aria-current")) == ("只搜本校", "true")
    assert wider.text == "在全区搜索"
    address = urlsplit(wider.get("href"))
    assert address.netloc == "district.localhost:8000"
    asked = {"q": ["校运会"], "type": ["article"], "sort": ["newest"], "from": ["shiyan"]}
    assert parse_qs(address.query) == asked
    page = ask(client, address.query, DISTRICT)
    back, _present = page.xpath("//nav[@class='scopes']//a")
    assert back.text == "只搜实验小学"
    asked.pop("from")
    assert urlsplit(back.get("href")).netloc == "shiyan.localhost:8000"
    assert parse_qs(urlsplit(back.get("href")).query) == asked


# --- hits


def test_a_hit_shows_where_it_is_when_and_whose(client, school, district_editor):
    article = make_article(
        school,
        "校运会开幕",
        cover=make_picture(school),
        body=body("很长的开头。" * 60 + "跳绳决赛"),
    )
    row = Submission.objects.get(article=article.pk)
    transitions.accept(row, version=row.version, by=district_editor)
    (hit,) = ask(client, "q=开幕 跳绳", DISTRICT).xpath("//li[contains(@class, 'hit')]")
    assert hit.xpath(".//h3/a/@href") == [f"http://shiyan.localhost:8000/a/{article.pk}/"]
    assert hit.xpath(".//h3//mark/text()") == ["开幕"]
    passage = hit.xpath(".//p[@class='hit__passage']")[0]
    assert "跳绳决赛" in passage.text_content()
    assert passage.xpath("mark/text()") == ["跳绳"]
    trail = [(a.text, a.get("href")) for a in hit.xpath(".//span[@class='hit__trail']/a")]
    assert trail == [
        ("实验小学", "http://shiyan.localhost:8000/"),
        ("校园新闻", "http://shiyan.localhost:8000/xinwen/"),
    ]
    assert hit.xpath(".//time/@datetime") == [f"{timezone.localdate():%Y-%m-%d}"]
    row.refresh_from_db()
    assert hit.xpath(".//*[contains(@class, 'mark--on')]/text()") == [
        f"区站采用：{row.column.title}"
    ]
    (cover,) = hit.xpath(".//img")
    assert (cover.get("loading"), cover.get("alt")) == ("lazy", "")
    assert int(cover.get("width")) > 0
    assert int(cover.get("height")) > 0


def test_the_script_a_page_is_written_in_is_shown(client, school):
    make_article(school, "資訊教育研討會", body=body("本校舉辦資訊教育研討會。"))
    hits = ask(client, "q=信息教育").xpath("//li[contains(@class, 'hit')]")
    assert [hit.xpath("string(.//h3/a)") for hit in hits] == ["資訊教育研討會"]
    assert "資訊" in hits[0].xpath("string(.//p[@class='hit__passage'])")


def test_files_with_the_words_stand_under_their_article(client, school, monkeypatch):
    from search import files
    from search.texts import File

    def files_of(pages):
        return {page.pk: [File("报名表.docx", "/documents/7/b.docx", "docx", "游泳班报名")]
                for page in pages}  # fmt: skip

    monkeypatch.setattr(files, "files_of", files_of)
    make_article(school, "暑期安排")
    (hit,) = ask(client, "q=游泳班", DISTRICT).xpath("//li[contains(@class, 'hit')]")
    (link,) = hit.xpath(".//ul[@aria-label='附件']//a")
    assert link.get("href") == "http://shiyan.localhost:8000/documents/7/b.docx"
    assert "附件" in link.text_content()
    assert "报名表.docx" in link.text_content()
    assert hit.xpath(".//ul[@aria-label='附件']//mark/text()") == ["游泳班"]


def test_an_event_says_when_and_a_notice_that_it_is_one(client, school):
    make_article(school, "开放日", model=EventPage, starts_at=timezone.now(), place="操场")
    make_article(school, "开放日的通告", kind="notice")
    page = ask(client, "q=开放日&sort=newest")
    types = page.xpath("//span[contains(@class, 'hit__type')]/text()")
    assert types == ["通知", "活动"]
    assert "操场" in page.xpath("string(//p[@class='row__when'])")


def test_what_has_some_words_only_stands_below_a_line(client, school):
    make_article(school, "跳绳比赛")
    make_article(school, "拔河比赛")
    page = ask(client, "q=跳绳 比赛")
    assert page.xpath("string(//h3[@class='hits__divide'])") == "以下内容相关，或只含部分词语"
    lists = page.xpath("//ol[contains(@class, 'hits')]")
    assert [one.xpath("string(.//h3/a)") for one in lists] == ["跳绳比赛", "拔河比赛"]
    assert [one.get("start") for one in lists] == ["1", "2"]
    assert "共 1 条，另有 1 条相关" in " ".join(page.text_content().split())


@pytest.mark.parametrize("hide", ["private", "draft", "unpublished", "suspended"])
def test_what_nobody_may_see_is_found_nowhere(client, school, other_school, hide):
    article = make_article(other_school, "龙舟内部方案", publish=hide != "draft")
    if hide == "private":
        PageViewRestriction.objects.create(page=article, restriction_type="login")
    elif hide == "unpublished":
        article.unpublish()
    elif hide == "suspended":
        suspend(other_school, by=None)
    page = ask(client, "q=龙舟", DISTRICT)
    assert "没有找到" in page.xpath("string(//main//h2)")
    assert "内部方案" not in page.text_content()


# --- order and pages


def test_order_is_by_relevance_or_date_and_kept_in_addresses(client, school):
    now = timezone.now()
    make_article(school, "科技节", publication_date=now - timedelta(days=400))
    make_article(school, "一周安排", body=body("本周有科技节。"), publication_date=now)
    assert found(client, "科技节") == ["科技节", "一周安排"]
    assert found(client, "科技节&sort=newest") == ["一周安排", "科技节"]
    page = ask(client, "q=科技节&sort=newest")
    by_best, by_date = page.xpath("//nav[@class='sorts']//a")
    assert (by_best.get("aria-current"), by_date.get("aria-current")) == (None, "true")
    assert "sort=" not in by_best.get("href")
    assert page.xpath("//form[@class='facets__form']//input[@name='sort']/@value") == ["newest"]


def test_results_are_paged_and_a_page_beyond_is_the_last(client, school, monkeypatch):
    monkeypatch.setattr(api, "PAGE_SIZE", 2)
    now = timezone.now()
    for number in range(12):
        make_article(school, f"周报{number}", publication_date=now - timedelta(days=number))
    first = ask(client, "q=周报&sort=newest")
    assert first.xpath("//a[@rel='next']/@href")[0].endswith("&sort=newest&page=2")
    assert first.xpath("//a[@rel='prev']") == []
    numbers = [" ".join(one.text_content().split()) for one in
               first.xpath("//nav[@aria-label='分页']//li")]  # fmt: skip
    assert numbers == ["第 1 页", "第 2 页", "第 3 页", "…", "第 6 页"]
    pages = {page: found(client, f"周报&sort=newest&page={page}")
             for page in ("1", "6", "999", "9" * 40, "-1", "x", "٣")}  # fmt: skip
    assert pages["1"] == pages["-1"] == pages["x"] == pages["٣"] == ["周报0", "周报1"]
    assert pages["6"] == pages["999"] == pages["9" * 40] == ["周报10", "周报11"]
    assert notes(client, "周报&page=999") == ["结果只有 6 页，这是第 6 页。"]


# --- facets


def test_facets_count_truly_each_without_its_own_choice(client, school, other_school):
    now = timezone.now()
    make_article(school, "消防演练")
    make_article(school, "消防通告", kind="notice")
    make_article(other_school, "消防讲座", publication_date=now.replace(year=now.year - 1, day=1))
    asked = "q=消防&school=shiyan&type=article"
    page = ask(client, asked, DISTRICT)
    assert found(client, asked[2:], DISTRICT) == ["消防演练"]
    assert facet(page, "school") == {"shiyan": (1, True), "mingde": (1, False)}
    assert facet(page, "type") == {"article": (1, True), "notice": (1, False)}
    assert facet(page, "year") == {str(now.year): (1, False)}
    assert facet(page, "kind") == {"primary": (1, False)}
    both = found(client, "消防&school=shiyan&school=mingde&type=article&sort=newest", DISTRICT)
    assert both == ["消防演练", "消防讲座"]
    chips = [" ".join(a.text_content().split()) for a in
             page.xpath("//a[contains(@class, 'chip--remove')]")]  # fmt: skip
    assert chips == ["去掉学校：实验小学", "去掉内容类型：文章"]
    without = page.xpath("//a[contains(@class, 'chip--remove')]/@href")[0]
    assert parse_qs(urlsplit(without).query) == {"q": ["消防"], "type": ["article"]}


def test_a_school_has_no_facet_of_schools_and_says_so(client, school, other_school):
    make_article(school, "消防演练")
    page = ask(client, "q=消防&school=mingde&kind=middle")
    assert facet(page, "school") == facet(page, "kind") == {}
    assert found(client, "消防&school=mingde") == ["消防演练"]
    assert notes(client, "消防&school=mingde&kind=middle") == [
        "“学校”里没有“mingde”，已忽略。", "“学校类型”里没有“middle”，已忽略。",
    ]  # fmt: skip


def test_closed_schools_are_let_in_by_their_own_facet_only(client, school, other_school):
    make_article(school, "科学周")
    make_article(other_school, "老校科学周")
    archive(other_school, by=None)
    page = ask(client, "q=科学周", DISTRICT)
    assert found(client, "科学周", DISTRICT) == ["科学周"]
    box = page.xpath("//label[.//input[@name='archived']]")[0]
    assert " ".join(box.text_content().split()) == "含已归档学校 (1)"
    assert sorted(found(client, "科学周&archived=1", DISTRICT)) == ["科学周", "老校科学周"]
    page = ask(client, "q=科学周&archived=1", DISTRICT)
    box = page.xpath("//label[.//input[@name='archived']]")[0]
    assert " ".join(box.text_content().split()) == "含已归档学校 (1)"
    assert found(client, "科学周", "mingde.localhost") == ["老校科学周"]


# --- nothing found


def test_nothing_found_says_what_was_searched_and_leads_on(client, school, other_school):
    make_article(school, "新装的秋千")
    make_article(other_school, "旧事")
    archive(other_school, by=None)
    page = ask(client, "q=旧事&year=2001", DISTRICT)
    text = " ".join(page.xpath("string(//main)").split())
    assert "没有找到“旧事”" in text
    assert "全区各学校网站，已选 1 个条件" in text
    assert page.xpath("//ul[@class='found__wider']//a/@href")[0] == "/search/?q=%E6%97%A7%E4%BA%8B"
    page = ask(client, "q=旧事", DISTRICT)
    (closed,) = page.xpath("//ul[@class='found__wider']//a")
    assert " ".join(closed.text.split()) == "在已归档学校里找（1）"
    page = ask(client, "q=zzz")
    (wider,) = page.xpath("//ul[@class='found__wider']//a")
    assert wider.text == "在全区搜索"
    assert "新装的秋千" in page.xpath("string(//section[@aria-labelledby='newest-title'])")


# --- the page itself


def test_the_page_is_not_kept_and_not_indexed_and_keeps_the_text(client, school):
    make_article(school, "周报")
    response = client.get('/search/?q="周报" x', headers={"host": SCHOOL})
    assert response["Cache-Control"] == "no-store"
    assert response.sitehub_unstored
    tree = html.fromstring(response.content)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//input[@type='search' and @name='q']/@value") == ['"周报" x']
    assert not tree.xpath("//link[@rel='canonical']")


@pytest.mark.parametrize("path", ["/", "/xinwen/", "/nothing/"])
def test_every_page_leads_to_the_search(client, school, path):
    column_of(school)
    page = html.fromstring(client.get(path, headers={"host": SCHOOL}).content)
    assert page.xpath("//header//form[@role='search']/@action") == ["/search/"]
    assert page.xpath("//link[@rel='search']/@href") == ["/opensearch.xml"]


def test_searches_of_one_address_are_counted(client, school, settings):
    settings.SEARCHES_PER_MINUTE = 2
    make_article(school, "周报")
    for path in ("/search/?q=周报", "/search.json?q=周报"):
        assert client.get(path, headers={"host": SCHOOL}).status_code == 200
    for path in ("/search/", "/search.json", "/search.atom"):
        refused = client.get(f"{path}?q=周报", headers={"host": SCHOOL})
        assert refused.status_code == 429
        assert 1 <= int(refused["Retry-After"]) <= 60
        assert refused["Cache-Control"] == "no-store"
    page = html.fromstring(client.get("/search/?q=周报", headers={"host": SCHOOL}).content)
    assert "实验小学" in page.xpath("string(//header)")
    assert client.get("/search/", headers={"host": SCHOOL}).status_code == 200
    other = client.get("/search/?q=周报", headers={"host": SCHOOL}, REMOTE_ADDR="203.0.113.7")
    assert other.status_code == 200


def test_without_an_engine_the_page_says_so_and_others_go_on(client, school, monkeypatch):
    def none(*args, **kwargs):
        raise engines.Unavailable("down")

    for name in ("current", "instead"):
        monkeypatch.setattr(engines, name, none)
    response = client.get("/search/?q=周报", headers={"host": SCHOOL})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    page = html.fromstring(response.content)
    assert page.xpath("string(//main//h2)") == "搜索暂时不可用"
    assert "/xinwen/" in page.xpath("//main//a/@href")
    assert client.get("/search.json?q=周报", headers={"host": SCHOOL}).status_code == 503
    assert client.get("/search.atom?q=周报", headers={"host": SCHOOL}).status_code == 503
    for path in ("/", "/xinwen/", "/search/"):
        assert client.get(path, headers={"host": SCHOOL}).status_code == 200


# SQLite asks which words are rare, and how many match, before it scores.
MOST_QUERIES = {"postgresql": 14, "sqlite": 15}
QUESTIONS = [
    "q=周报", "q=周报 校园", "q=zzz", "q=周报&school=shiyan&sort=newest&type=article",
    "q=周暴", "q=周抱", "q=周报&page=2&kind=primary",
]  # fmt: skip


def test_a_search_asks_no_more_for_more_sites_and_hits(client, school):
    def queries():
        counts = {}
        for path in ("/search/", "/search.json"):
            for question in QUESTIONS:
                client.get(f"{path}?{question}", headers={"host": DISTRICT})
                with CaptureQueriesContext(connection) as captured:
                    client.get(f"{path}?{question}", headers={"host": DISTRICT})
                counts[path + question] = len(captured)
        return counts

    for number in range(12):
        make_article(school, f"周报{number}")
    make_article(school, "周抱树的故事")  # found, and perhaps something else was meant
    few = _open_schools(8) or queries()
    many = _open_schools(60) or queries()
    assert all(many[one] <= few[one] for one in few), (few, many)
    assert max(few.values()) <= MOST_QUERIES[connection.vendor], few
    assert max(many.values()) <= MOST_QUERIES[connection.vendor], many


def _open_schools(many):
    for number in range(SchoolSite.objects.count(), many):
        make_article(make_school(f"s{number}"), f"周报{number}")
