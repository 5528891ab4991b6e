"""The district's own words on a submission: where it stands, how it is called, when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school_sites.models import ArticlePage, ColumnPage
from sitehub.syndication import transitions
from sitehub.syndication.arranging import OVERLAY, arrange
from sitehub.syndication.models import Submission
from tests.factories import make_picture, make_user

from .helpers import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FROM, TO = "/xinwen/xuexiao/", "/deyu/"
HOST = {"host": "district.localhost"}


@pytest.fixture
def target(district):
    """Another column of the district's."""
    return ColumnPage.objects.get(url_path=f"{district.root_page.url_path}deyu/")


@pytest.fixture
def row(school, district_editor):
    """An accepted submission."""
    return accepted(school, district_editor, "校运会")


def accepted(site, by, title, **fields):
    row = offer(site, title, **fields)
    return transitions.accept(row, version=row.version, by=by)


def set_words(row, by, **values):
    row = Submission.objects.get(pk=row.pk)
    values = {name: getattr(row, name) for name in OVERLAY} | values
    return arrange(row, version=row.version, by=by, **values)


def shows(client, path, title="校运会"):
    return title in client.get(path, headers=HOST).content.decode()


def form(row, **fields):
    data = {"do": f"arrange:{row.pk}:{row.version}", "column": row.column_id}
    return data | {"headline": "", "summary": "", "cover_part": ""} | fields


def test_another_column_shows_it_in_list_feed_and_years(client, row, target, district_editor):
    year = timezone.localdate().year
    ways = ("", "feed/", f"{year}/")
    assert all(shows(client, FROM + way) for way in ways)
    set_words(row, district_editor, column=target)
    assert not any(shows(client, FROM + way) for way in ways)
    assert all(shows(client, TO + way) for way in ways)
    assert [one["year"] for one in client.get(TO, headers=HOST).context_data["years"]] == [year]


def test_the_districts_words_stand_on_its_site_only(client, row, district_editor):
    set_words(row, district_editor, headline="全区运动会", summary="各校齐聚一堂。")
    assert shows(client, FROM, "全区运动会")
    assert not shows(client, FROM)
    school = client.get(f"/a/{row.article_id}/", headers={"host": "shiyan.localhost"})
    assert "全区运动会" not in school.content.decode()
    page = ArticlePage.objects.get(pk=row.article_id)
    page.title = "校运会闭幕"
    page.save_revision().publish()
    assert shows(client, FROM, "全区运动会")  # publishing again leaves them


@pytest.mark.parametrize(
    ("begin", "end", "is_shown"), [(-2, 2, True), (1, None, False), (None, -1, False)]
)
def test_only_in_the_time_the_district_chose(client, row, district_editor, begin, end, is_shown):
    now = timezone.now()
    at = [None if days is None else now + timedelta(days=days) for days in (begin, end)]
    set_words(row, district_editor, show_from=at[0], show_until=at[1])
    assert shows(client, FROM) is is_shown
    assert shows(client, "/") is is_shown


def test_the_cover_says_which_part_is_seen(client, school, district_editor):
    row = accepted(school, district_editor, "校运会", cover=make_picture(school))
    set_words(row, district_editor, cover_part="top")
    assert shows(client, FROM, "cover cover--top")


# --- a column and what stands in it


def test_a_column_that_shows_submissions_is_not_deleted(
    admin_client, administrator, district, row, district_editor
):
    free = ColumnPage.objects.get(url_path=f"{district.root_page.url_path}hudong/")
    set_words(row, district_editor, column=free)
    admin_client.force_login(administrator)
    confirm = {"confirm_site_name": "x"}
    page = admin_client.post(f"/admin/pages/{free.pk}/delete/", confirm, follow=True)
    assert "没有删除" in page.content.decode()
    assert "共 1 篇：《校运会》" in page.content.decode()
    assert ColumnPage.objects.filter(pk=free.pk).exists()


def test_a_channel_takes_its_rows_to_its_new_column_but_not_those_put_elsewhere(
    admin_client, administrator, client, school, district, district_editor, row, target
):
    other = accepted(school, district_editor, "科技节")
    set_words(other, district_editor, column=target)
    channel = row.channel
    free = ColumnPage.objects.get(url_path=f"{district.root_page.url_path}hudong/")
    admin_client.force_login(administrator)
    data = {"name": channel.name, "order": 0, "column": free.pk}
    admin_client.post(f"/admin/submission-settings/channels/edit/{channel.pk}/", data)
    assert Submission.objects.get(pk=row.pk).column == free
    assert Submission.objects.get(pk=other.pk).column == target
    admin_client.logout()
    assert not shows(admin_client, FROM)


# --- the screen


def test_the_screen_shows_the_page_in_a_frame_and_saves_the_words(desk, client, row):
    address = f"/admin/submissions/{row.pk}/?state=accepted"
    page = desk.get(address)
    source = page.content.decode().split("<iframe")[1].split('src="')[1].split('"')[0]
    origin, _slash, path = source.partition(f"/a/{row.article_id}/")
    assert (origin.startswith("http://shiyan.localhost"), path) == (True, "")
    assert f"frame-src {origin}" in page["Content-Security-Policy"]
    answer = desk.post(address, form(row, headline="全区运动会", summary="各校齐聚。"))
    assert answer.status_code == 302
    assert answer["Location"] == address
    saved = Submission.objects.get(pk=row.pk)
    assert (saved.headline, saved.summary) == ("全区运动会", "各校齐聚。")


def test_a_schools_page_may_be_framed_by_the_admin_only(client, row, settings):
    page = client.get(f"/a/{row.article_id}/", headers={"host": "shiyan.localhost"})
    policy = dict(
        part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";") if part
    )
    assert policy["frame-ancestors"] == f"'self' {settings.WAGTAILADMIN_BASE_URL}"


def test_wrong_words_are_named_and_change_nothing(desk, school, row):
    address = f"/admin/submissions/{row.pk}/"
    foreign = ArticlePage.objects.get(pk=row.article_id).get_parent().pk
    wrong = [
        form(row, headline="甲", show_from="2026-05-02T08:00", show_until="2026-05-01T08:00"),
        form(row, headline="甲", column=foreign),
        form(row, headline="甲", cover_part="左上"),
        form(row, headline="甲", show_from="昨天"),
        form(row, headline="甲" * 300),
    ]
    for data in wrong:
        page = desk.post(address, data)
        assert page.status_code == 200
        assert "hub-error" in page.content.decode()
    assert Submission.objects.get(pk=row.pk).version == row.version


def test_the_second_editor_is_told_who_was_first(desk, school, district):
    row = offer(school, "校运会")
    first = make_user("second.editor", "黄编辑", site=district, role="district-editor")
    transitions.accept(row, version=row.version, by=first)
    address = f"/admin/submissions/{row.pk}/"
    for data in ({"do": f"hold:{row.pk}:{row.version}"}, form(row, headline="甲")):
        page = desk.post(address, data, follow=True).content.decode()
        assert "已由黄编辑处理为“已采用”" in page
    row.refresh_from_db()
    assert (row.decision, row.headline) == ("accepted", "")


def test_deciding_leads_to_the_next_of_the_same_list(desk, school, other_school):
    rows = [offer(school, f"第{n}篇") for n in range(3)]
    offer(other_school, "别校")
    query = f"?school={school.pk}&kind=primary"
    answer = desk.post(f"/admin/submissions/{rows[2].pk}/{query}", {"do": f"accept:{rows[2].pk}:1"})
    assert answer["Location"].startswith(f"/admin/submissions/{rows[1].pk}/?")
    assert f"school={school.pk}" in answer["Location"]
    last = desk.post(f"/admin/submissions/{rows[0].pk}/{query}", {"do": f"accept:{rows[0].pk}:1"})
    assert last["Location"].startswith("/admin/submissions/?")


def test_only_who_may_decide_gets_the_screen(admin_client, editor, row):
    admin_client.force_login(editor)
    for answer in (
        admin_client.get(f"/admin/submissions/{row.pk}/"),
        admin_client.post(f"/admin/submissions/{row.pk}/", form(row, headline="甲")),
    ):
        assert answer.status_code == 302
    assert Submission.objects.get(pk=row.pk).headline == ""
