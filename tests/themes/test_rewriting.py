"""A finished page in another variant: what changes, and what must not."""

import pytest

from themes import rewriting, variants


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>学校发展</p>", "<p>學校發展</p>"),
        ("<p>头<mark>发</mark>，出<b>发</b></p>", "<p>頭<mark>髮</mark>，出<b>發</b></p>"),
        ("<p>头</p><p>发展</p>", "<p>頭</p><p>發展</p>"),  # no phrase runs from box to box
        ('<a href="/发/">发展</a>', '<a href="/发/">發展</a>'),
        ('<img alt="头发" src="/发.png">', '<img alt="頭髮" src="/发.png">'),
        ('<input placeholder="网站" value="头发">', '<input placeholder="網站" value="头发">'),
        ("<textarea>头发 <b>发</textarea>发展", "<textarea>头发 <b>发</textarea>發展"),
        ('<b translate="no" title="范围">范于<i>发</i></b>范围',
         '<b translate="no" title="范围">范于<i>发</i></b>範圍'),
        ('<b translate="no">范<b>于</b>里</b>范围', '<b translate="no">范<b>于</b>里</b>範圍'),
        ('<meta translate="no" content="范于"><title>范围</title>',
         '<meta translate="no" content="范于"><title>範圍</title>'),
        ("<p><code>发.里</code>发展</p>", "<p><code>发.里</code>發展</p>"),
        ('<span lang="ja">学校</span>学校', '<span lang="ja">学校</span>學校'),
        ('<html lang="zh-Hant"><p>学校</p>', '<html lang="zh-Hant"><p>學校</p>'),
        ("<script>发</script><style>发</style>学校", "<script>发</script><style>发</style>學校"),
        ('<script type="application/ld+json">{"name": "学校"}</script>',
         '<script type="application/ld+json">{"name": "學校"}</script>'),
        ("<!-- 学校 <p> -->学校", "<!-- 学校 <p> -->學校"),
        ('<p title="1 > 2">学校 &lt; &amp;</p>', '<p title="1 > 2">學校 &lt; &amp;</p>'),
        ("", ""),
        ("学校", "學校"),
    ],
)  # fmt: skip
def test_words_are_put_into_traditional_characters_and_nothing_else_is(html, wanted):
    assert rewriting.in_traditional(html) == wanted


def test_only_characters_change_not_the_words_of_an_office():
    assert rewriting.traditional("信息网络，软件下载") == "信息網絡，軟件下載"


def test_links_and_forms_lead_on_and_ways_to_variants_stay():
    html = ('<a class="x" href="/a/">1</a><form action="/search/"></form><link href="/b/">'
            '<a href="/c/" hreflang="zh-Hans">2</a><img src="/d.png">')  # fmt: skip
    assert rewriting.relinked(html, lambda address: "/hant" + address) == (
        '<a class="x" href="/hant/a/">1</a><form action="/hant/search/"></form><link href="/b/">'
        '<a href="/c/" hreflang="zh-Hans">2</a><img src="/d.png">'
    )


def test_every_variant_is_found_by_its_path_and_only_by_it():
    for one in variants.VARIANTS:
        assert variants.of_path(one.path("/a/1/")) == (one, "/a/1/")
        assert variants.of_path(one.path("/")) == (one, "/")
    assert variants.of_path("/elder") == (variants.find("elder", "zh-Hans"), "/")
    assert variants.of_path("/elders/") == (variants.USUAL, "/elders/")
    assert variants.of_path("//elder/") == (variants.USUAL, "//elder/")


def test_from_each_variant_there_are_ways_to_the_other_mode_and_script():
    ways = {}
    for one in variants.VARIANTS:
        with variants.using(one, "/search/?q=a"):
            ways[one.prefix] = [(way["name"], way["url"]) for way in variants.place().links()]
    assert ways == {
        "": [("长辈版", "/elder/search/?q=a"), ("繁體", "/hant/search/?q=a")],
        "hant": [("长辈版", "/elder-hant/search/?q=a"), ("简体", "/search/?q=a")],
        "elder": [("标准版", "/search/?q=a"), ("繁體", "/elder-hant/search/?q=a")],
        "elder-hant": [("标准版", "/hant/search/?q=a"), ("简体", "/elder/search/?q=a")],
    }
    assert variants.place().links() == []
