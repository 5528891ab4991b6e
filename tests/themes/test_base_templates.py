"""The base look: every page in full and in empty state, and the colours it is drawn with."""

import functools
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.themes.render import LONG_TITLE, make_article, make_site, pages
from themes import tokens
from themes.contrast import contrast, weak_pairs

STATIC = Path(__file__).resolve().parents[2] / "themes/static/themes/base"
STATES = pages()
KINDS = ("kindergarten", "primary", "middle", "nine-year", "high", "special", "other")


class Outline(HTMLParser):
    """The start tags of a page, with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def render(state, **changes):
    template, context = STATES[state]
    return render_to_string(template, context | changes)


# Nothing but the state decides what is rendered, and many tests look at each.
outline_of = functools.cache(lambda state: Outline(render(state)))


@pytest.fixture(params=STATES)
def page(request):
    return outline_of(request.param)


def test_page_has_one_main_heading(page):
    assert len(page.all("h1")) == 1


def test_page_has_one_main_landmark_and_a_title(page):
    assert len(page.all("main")) == 1
    assert len(page.all("title")) == 1
    assert page.all("html")[0]["lang"] == "zh-Hans"


def test_heading_levels_do_not_jump(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_has_no_inline_style_or_script(page):
    for tag, attrs in page.tags:
        assert tag != "style"
        assert not [name for name in attrs if name == "style" or name.startswith("on")]
        if tag == "script":
            assert "src" in attrs or attrs.get("type") == "application/ld+json"


def test_page_loads_nothing_from_other_hosts(page):
    loaded = [a["src"] for _, a in page.tags if "src" in a]
    loaded += [a["href"] for a in page.all("link") if a["rel"] in ("stylesheet", "icon")]
    assert loaded
    assert not [address for address in loaded if re.match(r"(https?:)?//", address)]


def test_pictures_have_size_and_text_alternative(page):
    for picture in page.all("img"):
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0
        assert picture["alt"] is not None


def test_ids_are_unique(page):
    ids = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    assert not [name for name, count in ids.items() if count > 1]


def test_page_loads_at_most_seven_stylesheets_and_one_for_what_only_it_shows(page):
    sheets = [a["href"] for a in page.all("link") if a["rel"] == "stylesheet"]
    own = [address for address in sheets if "/sections/" in address]
    assert 0 < len(sheets) - len(own) <= 7
    assert len(own) <= 1


def test_skip_link_leads_to_main():
    page = Outline(render("school_home"))
    first = page.all("a")[0]
    assert first["href"] == "#main"
    assert page.all("main")[0]["id"] == "main"


def test_only_the_first_slide_loads_before_it_is_seen():
    pictures = Outline(render("district_home")).all("img")
    assert pictures[0].get("loading") != "lazy"
    assert all(picture["loading"] == "lazy" for picture in pictures[1:])


def test_empty_facts_show_nothing():
    full, empty = render("school_home"), render("school_home_empty")
    for label in ("主办单位", "承办单位", "地址：", "联系电话", "网站标识码", "beian.m", "RSS"):
        assert label in full
        assert label not in empty


def test_empty_site_says_it_is_being_built():
    assert "本站正在建设中" in render("school_home_empty")
    assert "本站正在建设中" not in render("school_home_plain")


def test_archived_site_says_so_on_every_page_in_its_dress():
    site = make_site(archived=True)
    for state in ("school_home", "column_list", "article", "404_site"):
        assert "本网站已归档，内容仅供查阅" in render(state, site=site)
        assert "已归档" not in render(state)


def test_school_leads_back_to_the_district_and_the_district_to_no_one():
    assert 'class="district-bar"' in render("school_home")
    assert 'class="district-bar"' not in render("district_home")


@pytest.mark.parametrize("kind", ["district", *KINDS])
def test_kind_of_site_is_a_class_of_the_document(kind):
    page = Outline(render("article", site=make_site(kind)))
    assert page.all("html")[0]["class"].split()[0] == f"kind-{kind}"


def test_description_is_given_once():
    names = Counter(a.get("name", "").lower() for a in Outline(render("article")).all("meta"))
    assert names["description"] == 1
    assert names["pubdate"] == 1


def test_article_shows_both_of_its_dates():
    text = Outline(render("article")).text
    assert "2025-03-15 09:30" in text
    assert "2025-03-12" in text
    undated = Outline(render("article", article=make_article(document_date=None))).text
    assert "成文日期" not in undated


def test_article_shows_who_made_it_after_its_body():
    text = Outline(render("article")).text
    assert text.index("附件下载") < text.index("审核：陈静")


def test_breadcrumb_ends_with_the_page_itself():
    page = Outline(render("article"))
    assert "您现在的位置：" in page.text
    assert [a["aria-current"] for a in page.all("span") if "aria-current" in a] == ["page"]


def test_long_title_is_never_cut_in_the_markup():
    assert LONG_TITLE in render("article_plain")
    assert LONG_TITLE in render("column_list")


def test_digest_names_the_column_of_each_line():
    page = Outline(render("school_home"))
    labels = [a for a in page.all("a") if "line__label" in a.get("class", "")]
    assert len(labels) == 5
    assert all(a["href"].startswith("/c/") for a in labels)


def test_a_single_year_is_no_choice():
    year = {"year": 2025, "url": "/c/1/2025/", "current": False}
    assert "按年份查看" not in render("column_list", years=[year], year=None)
    assert "按年份查看" in render("column_list", years=[year], year=2025)
    assert "按年份查看" in render("column_list", years=[year] * 2, year=None)


def test_missing_page_offers_the_columns():
    page = Outline(render("404_site"))
    assert len([a for a in page.all("a") if a.get("class") == "chip"]) == 12


def test_closed_site_leads_to_the_district():
    district = {"name": "云河区教育信息网", "url": "https://district.example.cn/"}
    assert "访问云河区教育信息网" in render("notice_503", district=district)
    assert "访问" not in render("notice_503", district={}).replace("暂停访问", "")


def test_titles_are_escaped():
    article = make_article(title="<b>粗</b> & 细")
    assert "&lt;b&gt;粗&lt;/b&gt; &amp; 细" in render("article", article=article)


def test_school_finder_lists_every_school_without_script():
    page = Outline(render("district_home"))
    assert len([a for a in page.all("a") if a.get("class") == "finder__link"]) == 500
    assert all("open" not in a for a in page.all("details"))


def test_pages_of_last_resort_need_no_context():
    for name in ("500", "notice_503", "404"):
        html = render_to_string(f"themes/base/pages/{name}.html")
        assert len(Outline(html).all("h1")) == 1


# --- static files ------------------------------------------------------------------


def stylesheets():
    paths = STATIC.rglob("*.css")
    return {str(path.relative_to(STATIC)): path.read_text(encoding="utf-8") for path in paths}


def test_scripts_of_a_page_are_at_most_20_kilobytes(page):
    sources = [attrs["src"] for tag, attrs in page.tags if tag == "script" and "src" in attrs]
    files = [STATIC / one.split("themes/base/")[1] for one in sources]
    assert sum(len(file.read_bytes()) for file in files) <= 20 * 1024


def test_stylesheets_use_nothing_from_elsewhere():
    for name, css in stylesheets().items():
        assert "@import" not in css, name
        for address in re.findall(r"url\(\"?([^\")]+)", css):
            assert (STATIC / name).parent.joinpath(address).is_file(), (name, address)


def test_stylesheets_agree_on_the_order_of_layers():
    orders = {re.search(r"@layer [\w, ]+;", css).group() for css in stylesheets().values()}
    assert orders == {
        "@layer reset, tokens, base, layout, components, pages, theme, choice, print;"
    }


def test_stylesheets_use_logical_properties():
    physical = (
        r"^\s*((margin|padding|border)-(left|right|top|bottom)|left|right|top|bottom|width|height):"
    )
    for name, css in stylesheets().items():
        assert not re.findall(physical, css, re.MULTILINE), name


def test_no_stylesheet_justifies_text():
    assert not [name for name, css in stylesheets().items() if "justify;" in css]


# --- contrast ----------------------------------------------------------------------


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_school_has_its_own_colour(kind):
    brands = [tokens.values_of({}, one)["--color-brand"] for one in (kind, "district")]
    assert brands[0] != brands[1]


@pytest.mark.parametrize("kind", ["district", *KINDS])
def test_text_stands_out_from_its_surface(kind):
    assert weak_pairs(tokens.values_of({}, kind)) == []
