"""What is found is what an anonymous visitor could open now, in the request that changes it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from school_sites import hosts
from school_sites.models import ArticlePage, ColumnPage, PersonPage, PlainPage
from search import api
from search.models import Entry, EntryText
from sitehub.provisioning import sites
from tests.factories import column_of, lay_out, make_article, make_leaf

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def found(text="蜻蜓", scope=None, **chosen):
    hits = api.search(scope, text, filters=api.Filters(**chosen)).hits
    return [hit.page for hit in hits if not hit.is_loose]


def edit(page, **values):
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.fixture
def article(school):
    return make_article(school, "校园里的蜻蜓")


def test_a_published_article_is_found_by_every_part_of_it(school, article):
    edit(article, body=[("text", "<p>池塘边的昆虫课</p>")], keywords="自然笔记",
         document_number="云教〔2026〕7号", writer="苏禾")  # fmt: skip
    for text in ("蜻蜓", "昆虫课", "自然笔记", "云教〔2026〕7号", "苏禾", school.short_name):
        assert found(text) == [article.pk], text


def test_a_draft_is_not_found(school):
    make_article(school, "校园里的蜻蜓", publish=False)
    assert found() == []


def test_another_text_replaces_the_one_before(article):
    edit(article, title="校园里的青蛙")
    assert found("蜻蜓") == []
    assert found("青蛙") == [article.pk]
    assert Entry.objects.filter(page=article.pk).count() == 1


def test_what_says_the_same_keeps_its_entry(article):
    before = Entry.objects.get(page=article.pk).pk
    edit(article)
    assert Entry.objects.get(page=article.pk).pk == before


def test_unpublished_it_is_gone_and_published_again_it_is_back(article):
    article.unpublish()
    assert found() == []
    edit(article)
    assert found() == [article.pk]


def test_deleted_it_leaves_nothing(article):
    article.delete()
    assert found() == []
    assert not EntryText.objects.filter(title__contains="蜻蜓").exists()


def test_restricted_it_is_gone_until_the_restriction_is_lifted(article, school):
    for page in (article, column_of(school), school.root_page):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert found() == [], page
        restriction.delete()
        assert found() == [article.pk], page


def test_expired_it_is_gone_before_the_scheduler_comes(article):
    edit(article, expire_at=timezone.now() + timedelta(hours=1))
    assert found() == [article.pk]
    Entry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert found() == []


def test_moved_below_a_restriction_it_is_gone(article, school):
    other = column_of(school, "notice")
    PageViewRestriction.objects.create(page=other, restriction_type="login")
    article.move(other, pos="last-child")
    assert found() == []


def test_moved_it_is_found_under_its_new_kind(article, school):
    article.move(column_of(school, "notice"), pos="last-child")
    assert found(column_kind=("notice",)) == [article.pk]
    assert found(column_kind=("news",)) == []
    assert found(type=("notice",)) == [article.pk]


def test_a_column_of_another_kind_takes_its_articles_along(article, school):
    edit(column_of(school), kind="students")
    assert found(column_kind=("students",)) == [article.pk]


def test_a_suspended_school_is_not_found_a_closed_one_only_where_asked_for(article, school):
    sites.suspend(school, by=None)
    assert found() == []
    sites.reopen(school, by=None)
    hosts.forget()
    assert found() == [article.pk]
    sites.archive(school, by=None)
    hosts.forget()
    result = api.search(None, "蜻蜓")
    assert (result.total, result.archived) == (0, 1)
    assert found(archived=True) == [article.pk]
    assert found(scope=school) == [article.pk]


def test_people_pages_and_columns_are_found_too(school):
    person = make_leaf(lay_out(school, "people"), PersonPage, "蜻蜓老师", position="教研组长")
    page = make_leaf(lay_out(school, "pages"), PlainPage, "蜻蜓池塘简介")
    edit(column_of(school), title="蜻蜓专栏")
    assert set(found()) == {person.pk, page.pk, column_of(school).pk}
    assert found("教研组长") == [person.pk]
    assert found(type=("person",)) == [person.pk]


def test_one_school_finds_its_own_only(article, other_school):
    other = make_article(other_school, "操场上的蜻蜓")
    assert found(scope=other_school) == [other.pk]
    assert set(found()) == {article.pk, other.pk}


def test_each_facet_ignores_its_own_selection(article, school, other_school):
    make_article(other_school, "操场上的蜻蜓")
    make_article(other_school, "蜻蜓通知", kind="notice")
    result = api.search(None, "蜻蜓", filters=api.Filters(site=(other_school.pk,)))
    assert result.total == 2
    assert result.facets["site"] == {school.pk: 1, other_school.pk: 2}
    assert result.facets["column_kind"] == {"news": 1, "notice": 1}


def test_few_hits_are_followed_by_those_with_some_of_the_words(school, article):
    some = make_article(school, "昆虫旅馆")
    result = api.search(None, "蜻蜓 昆虫")
    assert result.total == 0
    assert {hit.page for hit in result.hits} == {article.pk, some.pk}
    assert all(hit.is_loose for hit in result.hits)


def test_few_hits_end_with_what_is_about_the_same_and_is_not_counted(school):
    told = [("text", "<p>带好水壶和遮阳帽，沿河边观察昆虫标本。</p>")]
    first = make_article(school, "蜻蜓观察日", body=told)
    near = make_article(school, "昆虫标本展", body=told)
    for number in range(8):
        make_article(school, f"部门预算第{number}号", body=[("text", "<p>预算已经公布。</p>")])
    result = api.search(None, "蜻蜓")
    assert [(hit.page, hit.is_loose) for hit in result.hits] == [
        (first.pk, False), (near.pk, True)
    ]  # fmt: skip
    assert (result.total, result.loose, result.facets["site"].total()) == (1, 1, 1)
    assert found("蜻蜓 -遮阳帽") == []
    assert api.search(None, "“蜻蜓”").loose == 0
    assert api.search(None, "蜻蜓 -展").loose == 0


def test_the_number_of_queries_does_not_grow_with_hits(school, django_assert_max_num_queries):
    column = column_of(school)
    for number in range(15):
        make_article(school, f"蜻蜓第{number}集", column=column)
    api.search(None, "蜻蜓")
    with django_assert_max_num_queries(8):  # PostgreSQL looks for titles first
        api.search(None, "蜻蜓")


def test_publishing_that_fails_leaves_the_index_as_it_was(article, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("no")

    monkeypatch.setattr("search.engines.sqlite.Sqlite.insert", refuse)
    monkeypatch.setattr("search.engines.postgres.Postgres.insert", refuse)
    with pytest.raises(RuntimeError):
        edit(article, title="校园里的青蛙")
    assert ArticlePage.objects.get(pk=article.pk).title == "校园里的蜻蜓"
    assert found() == [article.pk]
    assert ColumnPage.objects.exists()
