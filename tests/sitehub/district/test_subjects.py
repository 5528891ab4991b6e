"""Teaching research by subject: gathered from schools, paged by position, at a constant cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media.models import SiteDocument
from school_sites.models import ColumnLayout, EventPage, Listing
from sitehub.district.models import SubjectPage, SubjectPerson, SubjectResource
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission, TrustedSchool
from tests.factories import column_of, make_article, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOST = {"host": "district.localhost"}


@pytest.fixture
def column(district):
    """The district's column of subjects."""
    column = column_of(district, "subject")
    column.layout = ColumnLayout.SUBJECTS
    column.save()
    return column


@pytest.fixture
def trusted(school):
    TrustedSchool.objects.create(site=school)
    return school


def make_subject(column, subject="maths", title="数学教研", **fields):
    page = SubjectPage(title=title, subject=subject, locale_id=column.locale_id, **fields)
    column.add_child(instance=page)
    page.save_revision().publish()
    return page


def write(site, title, *, subject="maths", kind="research", **fields):
    return make_article(site, title, kind=kind, subject=subject, **fields)


def make_event(column, title, starts_at, **fields):
    event = EventPage(title=title, starts_at=starts_at, locale_id=column.locale_id, **fields)
    column.add_child(instance=event)
    event.save_revision().publish()
    return event


def days(number):
    return timezone.now() + timedelta(days=number)


def get(client, path):
    response = client.get(path, headers=HOST)
    assert response.status_code == 200
    return response


def titles(items):
    return [item.title for item in items]


def test_a_subject_gathers_what_schools_wrote_and_the_district_took(
    client, column, district, trusted, other_school
):
    write(trusted, "已采用", publication_date=days(-1))
    write(trusted, "语文的", subject="chinese")
    write(other_school, "待处理")
    write(district, "区教研", kind="news", publication_date=days(-2))
    page = make_subject(column)
    context = get(client, page.site_path()).context_data
    assert titles(context["items"]) == ["已采用", "区教研"]
    assert [item.school for item in context["items"]] == ["实验小学", ""]
    (line,) = get(client, "/jiaoyan/xueke/").context_data["section_items"]
    assert (line["title"], line["newest"].title) == ("数学教研", "已采用")


def test_what_a_school_takes_back_is_gone_at_once(client, column, trusted, editor):
    article = write(trusted, "收回")
    page = make_subject(column)
    transitions.withdraw(Submission.objects.get(article_id=article.pk), by=editor)
    assert get(client, page.site_path()).context_data["items"] == []


def test_coming_activities_come_first_and_soonest(client, column, district, trusted):
    own, theirs = column_of(district, "news"), column_of(trusted, "research")
    make_event(own, "下周", days(7), subject="maths")
    make_event(theirs, "明天", days(1), subject="maths", place="报告厅")
    make_event(own, "正在进行", days(-1), ends_at=days(1), subject="maths")
    make_event(own, "上周", days(-7), subject="maths")
    make_event(own, "上月", days(-30), subject="maths")
    make_event(own, "英语的", days(2), subject="english")
    context = get(client, make_subject(column).site_path()).context_data
    assert titles(context["coming"]) == ["正在进行", "明天", "下周"]
    assert titles(context["past"]) == ["上周", "上月"]


def test_people_and_files_are_shown(client, column, district):
    page = make_subject(column, introduction="<p>数学中心组</p>")
    page.people = [
        SubjectPerson(
            name="林老师", school="实验小学", role="教研员", photo=make_picture(district)
        ),
        SubjectPerson(name="周老师"),
    ]
    document = SiteDocument.objects.create(title="课标解读", file="x.pdf", file_size=2048)
    page.resources = [
        SubjectResource(document=document),
        SubjectResource(document=document, title="教案"),
    ]
    page.save_revision().publish()
    text = get(client, page.site_path()).content.decode()
    for words in ("数学中心组", "林老师", "教研员", "周老师", "课标解读", "教案", "PDF"):
        assert words in text


def test_older_articles_page_by_position_without_gap_or_repetition(
    client, column, district, trusted
):
    same = days(-3)
    for number in range(14):
        write(trusted, f"校{number}", publication_date=same)
        write(
            district, f"区{number}", kind="news", publication_date=same - timedelta(days=number % 2)
        )
        write(district, f"新{number}", kind="news")
    path, seen = make_subject(column).site_path(), []
    while path:
        response = get(client, path)
        seen += titles(response.context_data["items"])
        assert f'rel="canonical" href="{response.context_data["head"]["canonical"]}"' in (
            response.content.decode()
        )
        assert response.context_data["head"]["canonical"].endswith(path)
        path = response.context_data["older_url"]
    assert len(seen) == len(set(seen)) == 42


@pytest.mark.parametrize("tail", ["p/", "p/x/", "p/1-1-1/", "p/1-1-1/p/", "q/1-1-1/", "2020/"])
def test_addresses_below_a_subject_that_mean_nothing_are_not_found(client, column, tail):
    page = make_subject(column)
    assert client.get(page.site_path() + tail, headers=HOST).status_code == 404


def test_an_article_has_nothing_below_its_address(client, school):
    article = make_article(school)
    for tail in ("p/1-1-1/", "x/"):
        response = client.get(f"/a/{article.pk}/{tail}", headers={"host": "shiyan.localhost"})
        assert response.status_code == 404


def test_only_the_district_is_offered_subjects(admin_client, manager, school, column):
    theirs = column_of(school, "research")
    theirs.layout = ColumnLayout.SUBJECTS
    assert not SubjectPage.can_create_at(theirs)
    assert SubjectPage.can_create_at(column)
    admin_client.force_login(manager)
    theirs = column_of(school, "research")
    text = admin_client.get(f"/admin/pages/{theirs.pk}/edit/").content.decode()
    assert 'value="topics"' in text
    assert 'value="subjects"' not in text


def test_column_and_page_ask_no_more_when_they_are_full(client, column, district, trusted):
    news = column_of(district, "news")

    def fill(subject, count):
        page = make_subject(column, subject, f"{subject}教研")
        page.people = [
            SubjectPerson(name=f"{n}", photo=make_picture(district)) for n in range(count)
        ]
        document = SiteDocument.objects.create(title="资料", file="x.pdf", file_size=2048)
        page.resources = [SubjectResource(document=document) for _ in range(count)]
        page.save_revision().publish()
        for number in range(count):
            write(trusted, f"{number}", subject=subject, cover=make_picture(trusted))
            make_event(news, f"活动{number}", days(number), subject=subject)
        return page

    def count(path):
        get(client, path)
        with CaptureQueriesContext(connection) as captured:
            get(client, path)
        return len(captured), "\n".join(query["sql"][:160] for query in captured)

    small = fill("maths", 1)
    one, _ = count(small.site_path())
    grid_of_one, _ = count("/jiaoyan/xueke/")
    large = fill("chinese", 5)
    for subject in ("english", "science", "art"):
        fill(subject, 1)
    five, statements = count(large.site_path())
    assert five == one, statements
    assert five <= 14, statements
    grid_of_five, statements = count("/jiaoyan/xueke/")
    assert grid_of_five == grid_of_one, statements
    assert grid_of_five <= 14, statements


def test_an_unlisted_article_is_in_no_subject(client, column, trusted):
    article = write(trusted, "撤下")
    page = make_subject(column)
    Listing.objects.filter(pk=article.pk).update(listed=False)
    assert get(client, page.site_path()).context_data["items"] == []
