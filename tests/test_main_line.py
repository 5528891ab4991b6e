"""The main job: a school's news is on both sites at once, and gone from both at once."""

import pytest
from wagtail.models import PageViewRestriction

from school_sites.models import ArticlePage, ColumnPage
from sitehub.syndication import filing, transitions
from sitehub.syndication.models import Decision, Submission, TrustedSchool
from tests.factories import column_of, make_article, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SCHOOL_SURFACES = ["/", "/xinwen/", "/feed/", "/xinwen/feed/", "/sitemap-0.xml"]
DISTRICT_SURFACES = ["/", "/xinwen/xuexiao/", "/feed/", "/xinwen/xuexiao/feed/"]
TITLE = "春季运动会圆满举行"


def shown_on(client, host, paths):
    """The paths whose response names the article, by title or by address.

    A part of the sitemap without an article is not there.
    """
    found = []
    for path in paths:
        response = client.get(path, headers={"host": host})
        assert response.status_code == 200 or path.startswith("/sitemap-"), path
        text = response.content.decode()
        number = ArticlePage.objects.filter(title=TITLE).values_list("pk", flat=True).first()
        if TITLE in text or (number and f"/a/{number}/" in text):
            found.append(path)
    return found


@pytest.fixture
def trusted(school):
    TrustedSchool.objects.create(site=school)
    return school


def test_published_news_of_a_trusted_school_is_on_every_surface_of_both_sites(client, trusted):
    make_article(trusted, TITLE)
    assert shown_on(client, "shiyan.localhost", SCHOOL_SURFACES) == SCHOOL_SURFACES
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == DISTRICT_SURFACES


def test_news_of_other_schools_waits_for_the_district(client, school, district_editor):
    article = make_article(school, TITLE)
    assert shown_on(client, "shiyan.localhost", SCHOOL_SURFACES) == SCHOOL_SURFACES
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == []
    submission = Submission.objects.get(article=article)
    transitions.accept(submission, version=submission.version, by=district_editor)
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == DISTRICT_SURFACES


def take_down(article, way):
    if way == "unpublish":
        article.unpublish()
    elif way == "delete":
        article.delete()
    elif way == "private article":
        PageViewRestriction.objects.create(page=article, restriction_type="login")
    elif way == "private column":
        PageViewRestriction.objects.create(page=article.column, restriction_type="login")
    elif way == "expire":
        article.unpublish(set_expired=True)


@pytest.mark.parametrize(
    "way", ["unpublish", "delete", "private article", "private column", "expire"]
)
def test_what_is_taken_down_leaves_both_sites_at_once(client, trusted, way):
    article = make_article(trusted, TITLE)
    take_down(article, way)
    public = [path for path in SCHOOL_SURFACES if way != "private column" or "xinwen" not in path]
    assert shown_on(client, "shiyan.localhost", public) == []
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == []
    response = client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"})
    assert response.status_code in (302, 404, 410)


def test_an_edit_shows_on_both_sites_at_once_and_lifts_nothing(client, trusted):
    article = make_article(trusted, "旧标题")
    before = Submission.objects.get(article=article)
    article.title = TITLE
    article.save_revision().publish()
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == DISTRICT_SURFACES
    after = Submission.objects.get(article=article)
    assert after.first_published_at == before.first_published_at
    assert (after.title, after.decision) == (TITLE, before.decision)
    assert Submission.objects.count() == 1


def test_republishing_never_revives_a_decision(school, district_editor):
    article = make_article(school, TITLE)
    submission = Submission.objects.get(article=article)
    transitions.return_to_school(
        submission, version=submission.version, by=district_editor, reason="请补充时间。"
    )
    article.unpublish()
    ArticlePage.objects.get(pk=article.pk).save_revision().publish()
    assert Submission.objects.get(article=article).decision == Decision.RETURNED


def test_a_deleted_article_leaves_its_submission_with_title_and_school(trusted):
    article = make_article(trusted, TITLE)
    article.delete()
    submission = Submission.objects.get()
    assert submission.article is None
    assert (submission.title, submission.school_name) == (TITLE, trusted.name)


def test_columns_without_a_rule_offer_nothing(trusted):
    make_article(trusted, kind="notice")
    assert not Submission.objects.exists()


def test_the_district_does_not_submit_to_itself(district):
    make_article(district, kind="subject")
    assert not Submission.objects.exists()


def test_a_suspended_school_leaves_the_district_and_comes_back(client, trusted):
    from sitehub.provisioning.sites import reopen, suspend

    make_article(trusted, TITLE)
    suspend(trusted, by=None)
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == []
    trusted.refresh_from_db()
    reopen(trusted, by=None)
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == DISTRICT_SURFACES


def test_what_the_district_accepted_from_an_archived_school_stays(client, trusted):
    from sitehub.provisioning.sites import archive

    make_article(trusted, TITLE)
    archive(trusted, by=None)
    assert shown_on(client, "district.localhost", DISTRICT_SURFACES) == DISTRICT_SURFACES


def test_an_article_is_found_at_its_own_site_only(client, school):
    make_school("mingde")
    article = make_article(school, TITLE)
    for host, status in [
        ("shiyan.localhost", 200),
        ("mingde.localhost", 404),
        ("district.localhost", 404),
        ("nobody.localhost", 404),
    ]:
        response = client.get(f"/a/{article.pk}/", headers={"host": host})
        assert response.status_code == status, host


def test_the_address_survives_title_and_column(client, school):
    article = make_article(school, TITLE)
    address = article.url
    article.title = "另一个标题"
    article.save_revision().publish()
    article = ArticlePage.objects.get(pk=article.pk)
    article.move(ColumnPage.objects.get(pk=column_of(school, "moral").pk), pos="last-child")
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.url == address
    assert client.get(f"/a/{article.pk}/", headers={"host": "shiyan.localhost"}).status_code == 200
    moved = client.get("/deyu/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "另一个标题" in moved


def test_the_tree_path_of_an_article_leads_to_its_address(client, school):
    article = make_article(school, TITLE)
    response = client.get(
        "/" + article.url_path.split("/", 2)[2], headers={"host": "shiyan.localhost"}
    )
    assert (response.status_code, response["Location"]) == (301, f"/a/{article.pk}/")


def test_publishing_and_submission_fail_together(school, monkeypatch):
    from django.db import transaction

    def broken(listing, **facts):
        raise RuntimeError("the hub is down")

    monkeypatch.setattr(filing, "file_article", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        make_article(school, TITLE)
    assert not ArticlePage.objects.exists()
    assert not Submission.objects.exists()
