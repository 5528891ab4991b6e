"""A school's choice of looks: tried by the manager, seen by visitors on the next request."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from school_sites import hosts
from school_sites.looks import shown, states
from school_sites.looks.choices import Choice
from school_sites.models import ArticlePage, SiteLook
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive, suspend
from tests.factories import make_article
from themes import registry

pytestmark = pytest.mark.django_db

PLAIN = Choice(theme="plain")
HOST = {"host": "shiyan.localhost"}


def use(site, by, **choice):
    """Put a choice in force, as its manager does, and return the row."""
    states.try_out(site, choice=Choice(**choice), by=by)
    return states.put_in_force(site, by=by)


def html_of(client, path="/", host="shiyan.localhost"):
    return client.get(path, headers={"host": host}).content.decode()


# --- what visitors get ----------------------------------------------------------------


def test_a_draft_shows_to_nobody_and_in_force_on_the_next_request(client, school, manager):
    assert "theme-base" in html_of(client)
    states.try_out(school, choice=PLAIN, by=manager)
    assert "theme-base" in html_of(client)
    states.put_in_force(school, by=manager)
    assert "theme-plain" in html_of(client)
    assert "themes/plain/theme.css" in html_of(client, "/xinwen/")


def test_each_site_has_its_own_theme_in_one_process(client, school, other_school, manager):
    use(school, manager, theme="plain")
    for _ in range(2):
        assert "theme-plain" in html_of(client)
        for kind, host in (("middle", "mingde"), ("district", "district")):
            usual = registry.default_for(kind).slug
            assert f"theme-{usual}" in html_of(client, host=f"{host}.localhost")


@pytest.mark.parametrize(("path", "status"), [("/no/", 404), ("/_util/login/", 403)])
def test_pages_that_say_why_there_is_no_page_wear_the_theme(client, school, manager, path, status):
    use(school, manager, theme="plain", brand="#84293b")
    response = client.get(path, headers=HOST)
    assert response.status_code == status
    assert "theme-plain" in response.content.decode()


def test_a_suspended_sites_notice_and_a_failing_server_wear_it_too(
    client, school, manager, monkeypatch
):
    from school_sites import views

    use(school, manager, theme="plain")
    monkeypatch.setattr(views, "wagtail_serve", lambda *args: 1 / 0)
    client.raise_request_exception = False
    failed = client.get("/", headers=HOST)
    assert (failed.status_code, "theme-plain" in failed.content.decode()) == (500, True)
    suspend(school, by=None)
    closed = client.get("/", headers=HOST)
    assert (closed.status_code, "theme-plain" in closed.content.decode()) == (503, True)


def test_a_page_asks_the_database_no_more_than_before(client, school, manager):
    make_article(school)

    def queries(path):
        client.get(path, headers=HOST)
        with CaptureQueriesContext(connection) as captured:
            client.get(path, headers=HOST)
        return len(captured)

    paths = ("/", "/xinwen/", f"/a/{ArticlePage.objects.get().pk}/")
    before = [queries(path) for path in paths]
    use(school, manager, theme="plain", brand="#84293b", scale="larger", strip="spring",
        strip_until=timezone.localdate() + timedelta(days=30))  # fmt: skip
    assert [queries(path) for path in paths] == before


def test_the_schools_stylesheet_is_found_by_what_is_in_it_and_kept_for_ever(
    client, school, manager, other_school
):
    use(school, manager, brand="#84293b", scale="larger")
    address = shown.look_of(hosts.table(recheck=True).by_host["shiyan.localhost"]).sheet_url
    assert f'<link rel="stylesheet" href="{address}">' in html_of(client)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, headers=HOST)
    css = response.content.decode()
    assert (response.status_code, len(captured)) == (200, 0)
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"].startswith("text/css")
    assert "--color-brand: #84293b;" in css
    assert "font-size: 112.5%" in css
    assert client.get(address, headers={"host": "mingde.localhost"}).status_code == 404
    assert client.get("/look-0123456789abcdef.css", headers=HOST).status_code == 404


def test_the_sheet_of_before_the_change_is_still_there_for_who_read_the_page_then(
    client, school, manager
):
    use(school, manager, brand="#84293b")
    old = shown.look_of(hosts.table(recheck=True).by_host["shiyan.localhost"]).sheet_url
    use(school, manager, brand="#1d5497")
    assert client.get(old, headers=HOST).status_code == 200
    use(school, manager, brand="#276b38")
    assert client.get(old, headers=HOST).status_code == 404


def test_without_a_colour_or_size_the_stylesheet_is_for_dark_screens_only(client, school):
    address = re.search(r"/look-[0-9a-f]+\.css", html_of(client))[0]
    sheet = client.get(address, headers=HOST).content.decode()
    assert "prefers-color-scheme: dark" in sheet.split("{")[1]
    assert "/look-" not in client.get("/elder/", headers=HOST).content.decode()


def test_a_festive_strip_ends_by_itself(client, school, manager, monkeypatch):
    today = timezone.localdate()
    use(school, manager, strip="spring", strip_until=today)
    response = client.get("/", headers=HOST)
    assert "festive-strip--spring" in response.content.decode()
    ends = timezone.localtime(response.sitehub_valid_until)
    assert ends.date() <= today + timedelta(days=1)
    from school_sites import clock

    with clock.at(timezone.now() + timedelta(days=1)):
        assert "festive-strip" not in html_of(client)


def test_a_theme_that_is_uninstalled_leaves_the_usual_one(client, school, manager):
    row = use(school, manager, theme="plain", header="centered")
    row.in_force |= {"theme": "gone", "later": "field"}
    row.save()
    hosts.forget()
    assert "theme-base header-centered" in html_of(client)


# --- changes --------------------------------------------------------------------------


def test_one_click_back_and_again(client, school, manager):
    use(school, manager, theme="plain", brand="#84293b")
    states.go_back(school, by=manager)
    assert "theme-base" in html_of(client)
    states.go_back(school, by=manager)
    assert "theme-plain" in html_of(client)


def test_dropping_the_draft_changes_nothing(client, school, manager):
    states.try_out(school, choice=PLAIN, by=manager)
    states.drop_draft(school, by=manager)
    with pytest.raises(ValidationError, match="没有试用中的外观"):
        states.put_in_force(school, by=manager)
    assert "theme-base" in html_of(client)


def test_nothing_to_go_back_to_is_said(school, manager):
    with pytest.raises(ValidationError, match="没有更早的外观"):
        states.go_back(school, by=manager)


def test_each_change_leaves_a_line(school, manager):
    use(school, manager, theme="plain")
    states.go_back(school, by=manager)
    lines = AuditEntry.objects.filter(action__startswith="look.").order_by("pk")
    assert [line.action for line in lines] == ["look.try_out", "look.put_in_force", "look.go_back"]
    assert lines[1].after["theme"] == "plain"
    assert {line.site_code for line in lines} == {"shiyan"}


@pytest.mark.parametrize("who", ["editor", "stranger", "district_editor"])
def test_only_who_looks_after_the_site_changes_it(request, school, who):
    user = request.getfixturevalue(who)
    for change in (states.put_in_force, states.drop_draft, states.go_back):
        with pytest.raises(PermissionDenied):
            change(school, by=user)
    with pytest.raises(PermissionDenied):
        states.try_out(school, choice=PLAIN, by=user)
    assert not SiteLook.objects.exists()


def test_an_archived_site_keeps_its_looks(school, manager):

    archive(school, by=None)
    with pytest.raises(ValidationError, match="已归档"):
        states.try_out(school, choice=PLAIN, by=manager)


WRONG = [
    ({"theme": "no-such"}, "theme"),
    ({"brand": "red"}, "brand"),
    ({"brand": "#12345g"}, "brand"),
    ({"theme": "plain", "header": "compact"}, "header"),
    ({"scale": "huge"}, "scale"),
    ({"strip": "party", "strip_until": date(2030, 1, 1)}, "strip"),
    ({"strip": "spring"}, "strip_until"),
    ({"strip": "spring", "strip_until": date.max}, "strip_until"),
    ({"strip": "spring", "strip_until": date(2020, 1, 1)}, "strip_until"),
]


@pytest.mark.parametrize(("choice", "field"), WRONG)
def test_what_cannot_be_chosen_is_told_by_field(school, manager, choice, field):
    with pytest.raises(ValidationError) as error:
        states.try_out(school, choice=Choice(**choice), by=manager)
    assert list(error.value.error_dict) == [field]
    assert not SiteLook.objects.filter(draft__isnull=False).exists()


# --- screens --------------------------------------------------------------------------

INDEX, PREVIEW, FRAME = (reverse(f"look:{name}") for name in ("index", "preview", "frame"))
FORM = {"theme": "plain", "brand": "#ffd400", "header": "", "scale": "standard"}


@pytest.fixture
def at_work(admin_client, manager):
    admin_client.force_login(manager)
    return admin_client


def act(client, action):
    return client.post(reverse("look:act", args=[action]), follow=True).content.decode()


def test_the_manager_tries_looks_at_it_and_puts_it_in_force(at_work, client, school):
    article = make_article(school)
    gallery = at_work.get(INDEX).content.decode()
    assert "素简" in gallery
    assert "themes/plain/preview.webp" in gallery
    told = at_work.post(INDEX, FORM, follow=True).content.decode()
    assert "#ffd400 做文字和按钮的颜色看不清，已调整为最接近的 #" in told
    for path in ("/", "/xinwen/", f"/a/{article.pk}/"):
        assert f"?path={path}" in told.replace("%2F", "/")
        page = at_work.get(FRAME, {"path": path})
        assert "no-store" in page["Cache-Control"]
        assert "theme-plain" in page.content.decode()
        assert "校运会顺利举行" in page.content.decode() or path == "/"
    sheet = page.content.decode().split('href="/look-')[1].split('"')[0]
    assert "--color-brand: #" in at_work.get(f"/look-{sheet}").content.decode()
    assert "已启用" in act(at_work, "use")
    assert "theme-plain" in html_of(client)


def test_dropping_and_going_back_are_buttons(at_work, client, school):
    at_work.post(INDEX, FORM)
    assert "已放弃" in act(at_work, "drop")
    assert "没有试用中的外观" in at_work.get(PREVIEW, follow=True).content.decode()
    assert "没有试用中的外观" in act(at_work, "use")
    at_work.post(INDEX, FORM)
    act(at_work, "use")
    assert "恢复上一个" in at_work.get(INDEX).content.decode()
    assert "已恢复上一个外观" in act(at_work, "back")
    assert "theme-base" in html_of(client)


def test_a_wrong_form_comes_back_with_its_words_and_changes_nothing(at_work, school):
    page = at_work.post(INDEX, FORM | {"brand": "red", "strip": "spring"}).content.decode()
    assert "颜色写成 # 和六位" in page
    assert "请写明节日装饰显示到哪一天" in page
    assert 'value="red"' in page
    assert "没有这个主题" not in page
    page = at_work.post(INDEX, FORM | {"theme": "nowhere"}).content.decode()
    assert "nowhere" in page
    assert not SiteLook.objects.filter(draft__isnull=False).exists()


@pytest.mark.parametrize("who", ["editor", "district_editor"])
def test_others_reach_no_screen(request, admin_client, school, who):
    admin_client.force_login(request.getfixturevalue(who))
    for url in (INDEX, PREVIEW, FRAME):
        assert "素简" not in admin_client.get(url, follow=True).content.decode()
    act(admin_client, "use")
    assert not SiteLook.objects.exists()


def test_the_administrator_changes_the_districts_looks_in_the_same_way(
    admin_client, client, district, administrator
):
    admin_client.force_login(administrator)
    admin_client.post(INDEX, FORM)
    assert "已启用" in act(admin_client, "use")
    assert "theme-plain" in html_of(client, host="district.localhost")


def test_pages_that_are_not_there_are_not_previewed(at_work, school, other_school):
    at_work.post(INDEX, FORM)
    article = make_article(other_school)
    for path in ("/nowhere/", f"/a/{article.pk}/", "/admin/"):
        assert at_work.get(FRAME, {"path": path}).status_code == 404


def test_the_notice_of_a_closed_site_has_its_stylesheet(client, school):
    suspend(school, by=None)
    response = client.get("/", headers=HOST)
    address = re.search(r"/look-[0-9a-f]+\.css", response.content.decode())[0]
    assert response.status_code == 503
    assert client.get(address, headers=HOST).status_code == 200
    assert client.get("/look-0000000000000000.css", headers=HOST).status_code == 404
