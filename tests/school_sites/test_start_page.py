"""The start page of people who write for a school, and the choice of a column."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from school_sites.models import ArticlePage, ColumnPage, SchoolSite, SiteStatus
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article, make_school

HOME = "/admin/"
WRITE = "/admin/write/"
QUERY_LIMIT = 30


def page_of(client, user, address=HOME):
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def part(page, name):
    """The panel ``name`` of a start page."""
    start = page.index(f'id="panel-{name}"')
    return page[start : page.index("</section>", start)]


def test_two_big_buttons(admin_client, editor):
    page = page_of(admin_client, editor)
    assert f'href="{WRITE}"' in page
    assert f'href="{reverse("article_import")}"' in page


def test_new_editor_gets_a_page_that_is_not_broken(admin_client, editor):
    page = page_of(admin_client, editor)
    assert "没有草稿" in page
    assert "还没有发布过文章" in page
    assert "区站还没有处理过" in page


def test_drafts_are_my_unfinished_articles(admin_client, school, editor):
    make_article(school, "没有发布", publish=False, owner=editor)
    make_article(school, "别人的草稿", publish=False)
    make_article(school, "已发布", owner=editor)
    changed = make_article(school, "原题")
    changed.title = "改过的题"
    changed.save_revision(user=editor)
    drafts = part(page_of(admin_client, editor), "drafts")
    assert "没有发布" in drafts
    assert "改过的题" in drafts
    assert "校园新闻" in drafts
    assert "别人的草稿" not in drafts
    assert "已发布<" not in drafts


def test_drafts_of_a_former_school_do_not_show(admin_client, school, other_school, editor):
    make_article(other_school, "旧学校的草稿", publish=False, owner=editor)
    assert "旧学校的草稿" not in page_of(admin_client, editor)


def test_only_the_ten_newest_drafts(admin_client, school, editor):
    for number in range(12):
        article = make_article(school, f"草稿{number:02}", publish=False, owner=editor)
        edited = timezone.now() - timedelta(hours=12 - number)
        ArticlePage.objects.filter(pk=article.pk).update(latest_revision_created_at=edited)
    drafts = part(page_of(admin_client, editor), "drafts")
    assert "草稿11" in drafts
    assert "草稿02" in drafts
    assert "草稿01" not in drafts


def test_districts_decisions_with_reason_and_channel(
    admin_client, school, editor, stranger, district_editor
):
    make_article(school, "校运会")
    transitions.return_to_school(
        Submission.objects.get(), version=1, by=district_editor, reason="图片不清晰"
    )
    decisions = part(page_of(admin_client, editor), "decisions")
    for text in ("校运会", "已退回", "图片不清晰", "学校动态"):
        assert text in decisions
    assert "校运会" not in page_of(admin_client, stranger)


def test_my_school_and_its_latest_article(admin_client, school, other_school, editor):
    make_article(other_school, "别校的文章")
    article = make_article(school, "最新的文章")
    page = page_of(admin_client, editor)
    mine = part(page, "school")
    assert "已开通" in mine
    assert f"http://shiyan.localhost:8000/a/{article.pk}/" in mine
    assert "明德中学" not in page
    assert "别校的文章" not in page


def test_suspended_school_is_not_linked(admin_client, school, editor):
    make_article(school, "最新的文章")
    SchoolSite.objects.filter(pk=school.pk).update(status=SiteStatus.SUSPENDED)
    mine = part(page_of(admin_client, editor), "school")
    assert "已暂停" in mine
    assert "shiyan.localhost" not in mine


def test_stock_panels_give_way(admin_client, editor):
    admin_client.force_login(editor)
    names = [type(panel).__name__ for panel in admin_client.get(HOME).context["panels"]]
    assert names == [
        "StartPanel", "ReceivedPanel", "ReturnedPanel", "SchoolStatePanel", "ScheduledPanel",
        "DraftsPanel", "DecisionsPanel",
    ]  # fmt: skip


def test_same_queries_for_one_school_and_five(admin_client, school, editor, district_editor):
    def fill(site):
        for number in range(3):
            make_article(site, f"文章{number}", publish=number > 0, owner=editor)
        one = Submission.objects.filter(site=site).first()
        transitions.accept(one, version=1, by=district_editor)

    fill(school)
    page_of(admin_client, editor)
    with CaptureQueriesContext(connection) as one:
        admin_client.get(HOME)
    for number in range(4):
        site = make_school(f"more{number}")
        editor.groups.add(site.groups.get(role="school-editor").group)
        fill(site)
    page_of(admin_client, editor)
    with CaptureQueriesContext(connection) as five:
        admin_client.get(HOME)
    # The sidebar asks for the root of what a person may explore, once more with several.
    assert len(five) <= len(one) + 1
    assert len(five) < QUERY_LIMIT


# --- the choice of a column


def test_every_column_of_my_school_leads_to_a_new_article(admin_client, school, stranger, editor):
    page = page_of(admin_client, editor, WRITE)
    for column in ColumnPage.objects.filter(path__startswith=school.root_page.path):
        address = reverse("wagtailadmin_pages:add", args=("school_sites", "articlepage", column.pk))
        assert f'href="{address}"' in page
    assert "明德中学" not in page
    assert f"/{column_of(stranger.groups.get().site_group.site).pk}/" not in page


@pytest.mark.parametrize(
    ("kind", "models"),
    [
        ("news", ["articlepage"]),
        ("profile", ["plainpage", "articlepage"]),
        ("teachers", ["personpage", "articlepage"]),
        ("album", ["albumpage", "videopage", "articlepage"]),
        ("events", ["eventpage", "articlepage"]),
        ("links", ["linkboardpage", "articlepage"]),
    ],
)
def test_a_column_offers_what_fits_it_and_articles(admin_client, school, editor, kind, models):
    column = column_of(school, kind)
    page = page_of(admin_client, editor, WRITE)
    offered = re.findall(rf'href="/admin/pages/add/\w+/(\w+)/{column.pk}/"', page)
    assert offered == models
    add = reverse("wagtailadmin_pages:add_subpage", args=(column.pk,))
    response = admin_client.get(add)
    if len(models) == 1:  # no choice: straight to the form
        assert response["Location"].endswith(f"/{models[0]}/{column.pk}/")
        return
    listed = response.content.decode()
    for model in ("albumpage", "eventpage", "personpage", "weekmenupage"):
        assert (f"/{model}/" in listed) == (model in models)


def test_the_choice_asks_no_more_for_more_columns(admin_client, school, editor):
    page_of(admin_client, editor, WRITE)
    with CaptureQueriesContext(connection) as few:
        page_of(admin_client, editor, WRITE)
    parent = column_of(school)
    for number in range(10):
        child = ColumnPage(title=f"栏目{number}", kind="news", locale_id=parent.locale_id)
        parent.add_child(instance=child)
    with CaptureQueriesContext(connection) as many:
        page_of(admin_client, editor, WRITE)
    assert len(many) == len(few)


def test_the_link_opens_the_editor(admin_client, school, editor):
    admin_client.force_login(editor)
    column = column_of(school)
    address = reverse("wagtailadmin_pages:add", args=("school_sites", "articlepage", column.pk))
    assert admin_client.get(address).status_code == 200


def test_columns_below_a_column_are_grouped(admin_client, school, editor):
    parent = column_of(school)
    child = ColumnPage(title="年级动态", slug="nianji", kind="news", locale_id=parent.locale_id)
    parent.add_child(instance=child)
    admin_client.force_login(editor)
    groups = admin_client.get(WRITE).context["sites"][0]["groups"]
    below = {
        group["column"].title: [c["column"].title for c in group["children"]] for group in groups
    }
    assert below[parent.title] == ["年级动态"]
    assert below["通知公告"] == []


def test_archived_school_takes_nothing_new(admin_client, school, editor):
    SchoolSite.objects.filter(pk=school.pk).update(status=SiteStatus.ARCHIVED)
    assert "没有可以写文章的栏目" in page_of(admin_client, editor, WRITE)


def test_what_will_go_online_by_itself_is_listed_and_goes(
    admin_client, school, other_school, editor
):
    later = timezone.now() + timedelta(days=1)
    for site, title in ((school, "明天发的"), (other_school, "别校明天发的")):
        article = make_article(site, title, publish=False)
        article.go_live_at = later
        article.save_revision().publish()
    page = page_of(admin_client, editor)
    assert "明天发的" in part(page, "scheduled")
    assert "别校明天发的" not in page
