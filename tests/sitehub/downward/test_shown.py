"""What visitors see of notices and banners: on the next request, without a query."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school_sites import handed_down, hosts
from school_sites.homes.editing import customise_home
from sitehub.downward import states
from sitehub.downward.models import DistrictNotice
from sitehub.provisioning.sites import archive, suspend
from tests.factories import make_article, make_school
from tests.sitehub.downward.conftest import banner, send

pytestmark = pytest.mark.django_db


def at(monkeypatch, moment):
    """Let the clock of the pages show ``moment``."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_banner_stands_on_every_page_of_the_chosen_site_and_nowhere_else(
    district_editor, school, other_school, page_of
):
    article = make_article(school)
    gone = make_article(school, "删掉的")
    gone.delete()
    paths = ["/", "/xinwen/", f"/a/{article.pk}/", "/no-such-page/", f"/a/{gone.pk}/",
             "/search/?q=x", "/feed-not/"]  # fmt: skip
    for path in paths:
        assert "台风红色预警" not in page_of(path)
    banner(district_editor, audience="chosen", sites=[school])
    for path in paths:
        text = page_of(path)
        assert text.count("台风红色预警") == 1, path
        assert 'role="region" aria-label="区教育部门通告"' in text
        assert "全区停课。" in text
        assert "台风红色预警" not in page_of(path, "mingde")
    assert "台风红色预警" not in page_of("/", "district")


def test_a_banner_reaches_archived_and_suspended_sites_and_the_district_if_asked(
    district_editor, administrator, school, other_school, page_of
):
    archive(school, by=administrator)
    suspend(other_school, by=administrator)
    banner(district_editor, on_district=True)
    assert "台风红色预警" in page_of("/")
    assert "台风红色预警" in page_of("/", "mingde")
    assert page_of.response.status_code == 503
    assert "台风红色预警" in page_of("/", "district")


def test_the_gravest_of_several_banners_comes_first(district_editor, school, page_of):
    banner(district_editor, title="严重的")
    banner(district_editor, title="轻的", level="info")
    text = page_of("/")
    assert text.index("严重的") < text.index("轻的")


def test_pages_of_sites_without_a_banner_cost_no_query(district_editor, school, client):
    host = {"host": "shiyan.localhost"}

    def count():
        client.get("/", headers=host)
        with CaptureQueriesContext(connection) as captured:
            client.get("/", headers=host)
        return len(captured)

    before = count()
    for number in range(4):
        send(district_editor, title=f"通知 {number}")
        banner(district_editor, title=f"横幅 {number}")
    assert count() == before


def test_another_process_shows_and_takes_down_on_its_next_request(
    district_editor, school, page_of, monkeypatch
):
    """The other process's table is as it was before; only the generation in the cache tells it."""
    assert "台风红色预警" not in page_of("/")
    kept = (hosts._table, hosts._mark, hosts._built_at)

    def as_other_process():
        hosts._table, hosts._mark, hosts._built_at = kept

    notice = banner(district_editor)
    as_other_process()
    assert "台风红色预警" in page_of("/")
    shown = (hosts._table, hosts._mark, hosts._built_at)
    states.withdraw(notice, version=notice.version, by=district_editor)
    hosts._table, hosts._mark, hosts._built_at = shown
    assert "台风红色预警" not in page_of("/")


def test_nothing_is_told_before_the_change_is_committed(district_editor, school, monkeypatch):
    later = []
    monkeypatch.setattr(
        "sitehub.publishing.generations.transaction.on_commit", lambda run: later.append(run)
    )
    marks = lambda: cache.get("sitehub-generation:" + hosts.GENERATION)  # noqa: E731
    hosts.table(recheck=True)
    before = marks()
    banner(district_editor)
    assert marks() == before
    later[0]()
    assert marks() != before


def test_time_begins_and_ends_a_notice_without_a_new_generation(
    district_editor, school, page_of, monkeypatch
):
    now = timezone.now()
    start, end = now + timedelta(hours=2), now + timedelta(hours=4)
    notice = send(district_editor, show_from=start, show_until=end)
    assert "寒假值班安排" not in page_of("/")
    assert page_of.response.sitehub_valid_until == start
    table = hosts._table
    at(monkeypatch, start)
    assert "寒假值班安排" in page_of("/")
    assert page_of.response.sitehub_valid_until == end
    assert page_of(f"/district-notices/{notice.pk}/")
    assert page_of.response.status_code == 200
    at(monkeypatch, end)
    assert "寒假值班安排" not in page_of("/")
    page_of(f"/district-notices/{notice.pk}/")
    assert page_of.response.status_code == 404
    assert hosts._table is table


def test_a_page_says_which_banners_it_shows(district_editor, school, page_of):
    page_of("/xinwen/")
    assert not [one for one in page_of.response.sitehub_tags if one.startswith("banner:")]
    one = banner(district_editor)
    page_of("/xinwen/")
    assert f"banner:{one.pk}" in page_of.response.sitehub_tags
    assert page_of.response.sitehub_valid_until == one.show_until


def test_a_notice_stands_first_in_the_block_of_notices_and_has_a_page(
    district_editor, district, school, page_of
):
    article = make_article(district, "正式文件", kind="notice")
    make_article(school, "本校的通知", kind="notice")
    notice = send(district_editor, text="第一段。\n\n<b>第二段</b>", article=article)
    home = page_of("/")
    assert home.index("寒假值班安排") < home.index("本校的通知")
    assert f'href="/district-notices/{notice.pk}/"' in home
    text = page_of(f"/district-notices/{notice.pk}/")
    assert "&lt;b&gt;第二段&lt;/b&gt;" in text
    assert f"http://district.localhost:8000/a/{article.pk}/" in text or f"/a/{article.pk}/" in text
    assert "正式文件" in text
    assert 'name="robots" content="noindex"' in text
    assert "寒假值班安排" in page_of("/district-notices/")
    article.unpublish()
    assert "正式文件" not in page_of(f"/district-notices/{notice.pk}/")


def test_a_home_whose_editor_left_the_block_out_shows_it_all_the_same(
    district_editor, school, manager, page_of
):
    home = school.root_page.specific
    customise_home(home, by=manager)
    home = type(home).objects.get(pk=home.pk).get_latest_revision_as_object()
    home.body = [("text", {"title": "欢迎", "text": "<p>欢迎</p>"})]
    home.save_revision().publish()
    assert "寒假值班安排" not in page_of("/")
    send(district_editor)
    assert "寒假值班安排" in page_of("/")


def test_more_notices_than_fit_are_on_the_page_of_all(district_editor, school, page_of):
    for number in range(5):
        send(district_editor, title=f"第{number}号通知")
    home = page_of("/")
    assert [f"第{n}号通知" in home for n in range(5)] == [False, False, True, True, True]
    assert all(f"第{n}号通知" in page_of("/district-notices/") for n in range(5))


def test_kinds_and_schools_opened_later_follow_the_rule(
    district_editor, school, other_school, page_of
):
    send(district_editor, title="给初中", audience="kinds", kinds=["middle"])
    send(district_editor, title="给选定的", audience="chosen", sites=[school])
    make_school("xinzhong", kind="middle")
    assert ("给初中" in page_of("/"), "给选定的" in page_of("/")) == (False, True)
    for host in ("mingde", "xinzhong"):
        text = page_of("/", host)
        assert ("给初中" in text, "给选定的" in text) == (True, False)


def test_another_schools_notice_and_an_archived_schools_are_not_found(
    district_editor, administrator, school, other_school, page_of
):
    notice = send(district_editor, audience="chosen", sites=[other_school])
    path = f"/district-notices/{notice.pk}/"
    statuses = []
    for host in ("shiyan", "mingde", "district"):
        page_of(path, host)
        statuses.append(page_of.response.status_code)
    assert statuses == [404, 200, 404]
    archive(other_school, by=administrator)
    assert "寒假值班安排" not in page_of("/", "mingde")
    page_of(path, "mingde")
    assert page_of.response.status_code == 404


def test_a_withdrawn_notice_is_gone_at_once(district_editor, school, page_of):
    notice = send(district_editor)
    assert "寒假值班安排" in page_of("/")
    states.withdraw(notice, version=notice.version, by=district_editor)
    assert "寒假值班安排" not in page_of("/")
    page_of(f"/district-notices/{notice.pk}/")
    assert page_of.response.status_code == 404


def test_the_page_of_a_failing_server_asks_nothing_for_banners(school, client):
    entry = hosts.table().by_host["shiyan.localhost"]
    with CaptureQueriesContext(connection) as captured:
        assert handed_down.known_banners(entry) == []
    assert len(captured) == 0
    assert not DistrictNotice.objects.exists()
