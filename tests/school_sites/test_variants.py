"""Pages in the other variants: elder mode and traditional characters, each under its prefix."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from school_sites import variant_pages
from school_sites.addresses import reserved_at_top
from school_sites.blocks import RICH_TEXT_FEATURES
from sitehub.provisioning.sites import set_hosts, suspend
from tests.factories import make_article, make_form
from themes import variants

pytestmark = pytest.mark.django_db
HOST = "shiyan.localhost"
AT = "http://shiyan.localhost:8000"
PREFIXES = [one.prefix for one in variants.VARIANTS]


def open_page(client, path, host=HOST, status=200):
    response = client.get(path, headers={"host": host})
    assert response.status_code == status, response.get("Location")
    return html.fromstring(response.content)


def links_of(tree, path):
    return set(tree.xpath(f"{path}/@href"))


def test_an_article_in_traditional_characters_keeps_its_names(client, school):
    article = make_article(
        school, "校园里的头发", author="范于", summary="理发",
        body=[("text", '<p>发展，<bdi translate="no">范于</bdi>说 <code>发</code></p>')],
    )  # fmt: skip
    tree = open_page(client, f"/hant/a/{article.pk}/")
    assert tree.get("lang") == "zh-Hant"
    assert tree.findtext(".//h1") == "校園裡的頭髮"
    text = tree.text_content()
    assert "範於" not in text
    assert "范于說" in text.replace(" ", "")
    assert "雲瀾區實驗小學" in text
    assert tree.xpath("//meta[@name='Author']/@content") == ["范于"]
    assert tree.xpath("//meta[@property='og:locale']/@content") == ["zh_TW"]
    data = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert (data["inLanguage"], data["headline"]) == ("zh-Hant", "校園裡的頭髮")
    assert data["url"] == f"{AT}/hant/a/{article.pk}/"


def test_search_engines_keep_one_address_for_each_script(client, school):
    article = make_article(school)
    path = f"/a/{article.pk}/"
    pages = {prefix: open_page(client, f"/{prefix}{path}" if prefix else path)
             for prefix in PREFIXES}  # fmt: skip
    canonical = {
        prefix: links_of(tree, "//link[@rel='canonical']") for prefix, tree in pages.items()
    }
    assert canonical == {"": {AT + path}, "hant": {f"{AT}/hant{path}"},
                         "elder": {AT + path}, "elder-hant": {f"{AT}/hant{path}"}}  # fmt: skip
    for prefix, tree in pages.items():
        named = {one.get("hreflang"): one.get("href") for one in tree.xpath("//link[@hreflang]")}
        every = {"zh-Hans": AT + path, "zh-Hant": f"{AT}/hant{path}", "x-default": AT + path}
        assert named == ({} if "elder" in prefix else every)


@pytest.mark.parametrize("prefix", ["hant", "elder", "elder-hant"])
def test_every_link_to_a_page_of_ours_stays_in_the_variant(client, school, other_school, prefix):
    body = '<p><a href="http://mingde.localhost:8000/x/?y=1">1</a><a href="https://example.com/">2</a></p>'
    article = make_article(school, body=[("text", body)])
    tree = open_page(client, f"/{prefix}/a/{article.pk}/")
    links = {a.get("href") for a in tree.xpath("//a[not(@hreflang)]")}
    inside = {one for one in links if one.startswith("/")}
    assert {one for one in inside if not one.startswith(f"/{prefix}/")} == {
        "/feed/",
        "/sitemap.xml",
    }
    assert {f"/{prefix}/", f"/{prefix}/tongzhi/"} <= inside
    assert f"http://mingde.localhost:8000/{prefix}/x/?y=1" in links
    assert f"http://district.localhost:8000/{prefix}/" in links
    assert "https://example.com/" in links
    assert tree.xpath("//form[@role='search']/@action") == [f"/{prefix}/search/"]
    assert [a.text for a in tree.xpath("//a[contains(@class, 'district-bar__way')]")]


def test_the_elder_mode_has_its_own_theme_and_no_carousel(client, school):
    tree = open_page(client, "/elder/")
    assert "theme-elder" in tree.get("class")
    assert "kind-primary" in tree.get("class")
    assert "data-carousel" not in html.tostring(tree).decode()
    assert "theme-elder" not in open_page(client, "/hant/").get("class")


def test_the_ways_to_the_other_variants_lead_to_the_same_page(client, school):
    tree = open_page(client, "/hant/search/?q=%E5%AD%B8%E6%A0%A1&page=1")
    ways = [(a.text, a.get("href")) for a in tree.xpath("//a[@class='district-bar__way']")]
    assert ways == [("長輩版", "/elder-hant/search/?q=%E5%AD%B8%E6%A0%A1&page=1"),
                    ("简体", "/search/?q=%E5%AD%B8%E6%A0%A1&page=1")]  # fmt: skip
    assert tree.xpath("//input[@name='q']/@value") == ["學校"]


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/hant/feed/", "/feed/"),
        ("/elder/feed.json", "/feed.json"),
        ("/elder/xinwen/feed/", "/xinwen/feed/"),
        ("/hant/sitemap.xml?a=1", "/sitemap.xml?a=1"),
        ("/hant/media/images/x.png", "/media/images/x.png"),
        ("/elder/documents/1/x.pdf", "/documents/1/x.pdf"),
        ("/hant/search/suggest?q=x", "/search/suggest?q=x"),
        ("/elder/admin/", "/admin/"),
    ],
)
def test_what_programs_read_has_no_variants(client, school, path, to):
    response = client.get(path, headers={"host": HOST})
    assert (response.status_code, response["Location"]) == (301, to)


@pytest.mark.parametrize(
    "path", ["/elder//evil.example/x.xml", "/hant/%2f%2fevil.example/feed/", "/hant//evil.example/"]
)
def test_no_prefix_leads_to_another_host(client, school, path):
    response = client.get(path, headers={"host": HOST})
    assert not response.get("Location", "/").startswith("//")
    assert "//evil.example" not in response.content.decode()


def test_redirects_stay_in_the_variant(client, school):
    article = make_article(school)
    response = client.get(f"/hant/a/{article.pk}", headers={"host": HOST})
    assert response["Location"] == f"/hant/a/{article.pk}/"
    set_hosts(school, primary=HOST, others=["www.shiyan.localhost"], by=None)
    response = client.get("/elder/xinwen/?a=1", headers={"host": "www.shiyan.localhost"})
    assert response["Location"] == f"{AT}/elder/xinwen/?a=1"


def test_errors_and_closed_sites_have_the_variant_too(client, school):
    tree = open_page(client, "/hant/nowhere/", status=404)
    assert "頁面不存在" in tree.text_content()
    assert tree.xpath("//a[@class='district-bar__way']/@href")[1] == "/"
    open_page(client, "/hant/elder/", status=404)
    response = Client(enforce_csrf_checks=True).post("/hant/xinwen/", headers={"host": HOST})
    assert (response.status_code, "提交的內容" in response.content.decode()) == (405, True)
    suspend(school, by=None)
    open_page(client, "/hant/", status=503)


def test_forms_are_filled_in_in_the_variant(client, school):
    form = make_form(school)
    tree = open_page(client, f"/elder/f/{form.pk}/")
    action = tree.xpath("//main//form/@action")
    assert action in ([], [f"/elder/f/{form.pk}/"])
    response = Client(enforce_csrf_checks=True).post(f"/elder/f/{form.pk}/", headers={"host": HOST})
    assert response.status_code == 400  # reached, and protected against forgery
    assert "theme-elder" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/xinwen/", "/district-notices/"])
def test_a_variant_asks_the_database_nothing_more(client, school, path):
    client.get(path, headers={"host": HOST})
    counts = []
    for prefix in ("", "/hant", "/elder-hant"):
        with CaptureQueriesContext(connection) as asked:
            client.get(prefix + path, headers={"host": HOST})
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_no_column_can_take_the_prefix_of_a_variant():
    assert {"hant", "elder", "elder-hant"} <= reserved_at_top()


@pytest.mark.parametrize(
    "address",
    ["#top", "?page=2", "mailto:a@example.com", "http://[", "//example.com/", "",
     "http://nobody.localhost:8000/", "http://shiyan.localhost:9/", "/elder/x/",
     "https://shiyan.localhost:8000@example.com/"],
)  # fmt: skip
def test_other_addresses_are_left(school, address):
    assert variant_pages.link(address, variants.find("elder", "zh-Hans")) == address


def test_the_editor_keeps_names_that_are_marked():
    converter = ContentstateConverter(features=RICH_TEXT_FEATURES)
    source = '<p data-block-key="a">由<bdi translate="no">范于</bdi>主讲，<b>发</b></p>'
    state = converter.from_database_format(source)
    assert json.loads(state)["blocks"][0]["inlineStyleRanges"][0]["style"] == "AS_IT_IS"
    assert converter.to_database_format(state) == source
