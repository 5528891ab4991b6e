"""The district's synonyms: at once, in both directions or one, by who may write them."""

import pytest
from django.core.exceptions import ValidationError

from school_sites import hosts
from search import api
from search.models import Synonyms
from search.synonyms import synonyms, wider
from sitehub.audit.models import AuditEntry
from tests.factories import make_article, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BASE = "/admin/search/synonyms/"


@pytest.fixture
def no_others():
    Synonyms.objects.all().delete()


def test_the_first_lines_of_an_install_are_readable():
    assert Synonyms.objects.count() > 60
    for row in Synonyms.objects.all():
        row.full_clean()
    assert "初中学业水平考试" in synonyms("中考")


def test_both_ways_one_way_and_within_a_term(no_others):
    Synonyms.objects.create(line="中考，初中学业水平考试")
    Synonyms.objects.create(line="操场 → 运动场，田径场")
    assert synonyms("中考") == ("初中学业水平考试",)
    assert synonyms("初中学业水平考试时间") == ("中考时间",)
    assert synonyms("中考时间") == ("初中学业水平考试时间",)
    assert wider("操场") == ("运动场", "田径场")
    assert wider("小学操场") == ("小学运动场", "小学田径场")
    assert synonyms("操场") == wider("田径场") == wider("中考") == ()
    assert synonyms("田径场") == synonyms("期中考试") == synonyms("食堂") == ()


def test_a_line_works_as_soon_as_it_is_saved_and_no_longer_than_it_is_there(
    admin_client, client, school, district_editor, no_others
):
    make_article(school, "初中学业水平考试报名")
    assert api.search(None, "中考").total == 0
    admin_client.force_login(district_editor)
    admin_client.post(f"{BASE}new/", {"line": "中考，初中学业水平考试"})
    row = Synonyms.objects.get()
    assert api.search(None, "中考").total == 1
    admin_client.post(f"{BASE}edit/{row.pk}/", {"line": "高考，初中学业水平考试"})
    assert (api.search(None, "中考").total, api.search(None, "高考").total) == (0, 1)
    admin_client.post(f"{BASE}delete/{row.pk}/")
    assert api.search(None, "高考").total == 0
    lines = AuditEntry.objects.filter(action__startswith="synonyms.").order_by("pk")
    actions = ["synonyms.create", "synonyms.change", "synonyms.delete"]
    assert list(lines.values_list("action", flat=True)) == actions


def test_a_theme_follows_what_was_asked_for_and_is_not_counted(school, no_others):
    for title in ("主题党日", "党支部换届", "党建展示"):
        make_article(school, title)
    make_article(school, "少先队活动", body=[("text", "<p>雨天改在室内。</p>")])
    Synonyms.objects.create(line="党建 → 党支部，主题党日")
    found = api.search(None, "党建")
    titles = ["".join(piece for piece, _mark in hit.title) for hit in found.hits]
    assert titles[0] == "党建展示"
    assert set(titles[1:]) == {"主题党日", "党支部换届"}
    assert [hit.is_loose for hit in found.hits] == [False, True, True]
    assert (found.total, found.loose, found.facets["site"].total()) == (1, 2, 1)
    assert api.search(None, "主题党日").total == 1
    excluded = api.search(None, "党建 -换届")
    assert (excluded.total, excluded.loose) == (1, 1)
    assert api.search(None, "“党建”").loose == 0


def test_a_school_is_found_by_its_short_name(no_others):
    make_school("first", name="云澜第一小学")
    make_school("trial", name="枫林路实验小学")
    hosts.forget()
    assert synonyms("一小报名") == ("第一小学报名",)
    assert synonyms("云澜一小") == ("云澜第一小学",)
    assert synonyms("枫林实小食谱") == ("枫林路实验小学食谱",)
    assert synonyms("一小时") == synonyms("三中") == synonyms("小学") == ()


@pytest.mark.parametrize(
    "line", ["中考", "中考，中考", "，", "→ 中考", "甲 → 乙 → 丙", "长" * 31 + "，乙"]
)
def test_a_line_that_says_nothing_is_refused(line):
    with pytest.raises(ValidationError):
        Synonyms(line=line).full_clean()


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_a_school_does_not_write_synonyms(admin_client, request, who):
    admin_client.force_login(request.getfixturevalue(who))
    assert admin_client.get(BASE).status_code == 302
    assert admin_client.get("/admin/search/blocked/").status_code == 302
