"""Special topics: what their sections show, what they never show, and what it costs."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from school_sites.models import ArticlePage, ColumnLayout, TopicPage
from school_sites.topic_blocks import MAX_SECTIONS
from sitehub.provisioning.sites import suspend
from sitehub.syndication import transitions
from sitehub.syndication.models import Submission, TrustedSchool
from tests.factories import column_of, make_article, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_topic(site, sections=(), **fields):
    """A published topic of ``site``; ``sections`` as (type, value)."""
    column = column_of(site, "topic" if site.is_district else "students")
    column.layout = ColumnLayout.TOPICS
    column.save()
    topic = TopicPage(title=fields.pop("title", "读书节"), locale_id=column.locale_id, **fields)
    topic.sections = list(sections)
    column.add_child(instance=topic)
    topic.save_revision().publish()
    return TopicPage.objects.get(pk=topic.pk)


def get(client, site, topic):
    host = site.hosts.get(is_primary=True).host
    return client.get(topic.site_path(), headers={"host": host})


def shown(client, site, topic):
    """[titles] of each section that shows articles."""
    response = get(client, site, topic)
    assert response.status_code == 200
    sections = response.context_data["sections"]
    return [[one.title for one in s["items"]] for s in sections if s["kind"] == "items"]


def tag(word="读书", limit=8, layout="list"):
    return "tag", {"title": f"关于{word}", "layout": layout, "limit": limit, "word": word}


def of_column(column, limit=8):
    value = {"title": column.title, "layout": "list", "limit": limit, "column": column}
    return "column", value


def by_hand(*articles):
    return "hand", {"title": "精选", "layout": "cards", "articles": list(articles)}


def submission_of(article):
    return Submission.objects.get(article_id=article.pk)


def accept(article, by):
    submission = submission_of(article)
    return transitions.accept(submission, version=submission.version, by=by)


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def test_a_keyword_gathers_the_newest_of_the_site_only(client, school, other_school):
    for number in range(3):
        make_article(
            school, f"第{number}篇", keywords="读书，成长", publication_date=days_ago(number)
        )
    make_article(school, "读书人", keywords="读书人")
    make_article(other_school, "别校", keywords="读书")
    topic = make_topic(school, [tag(limit=2)])
    assert shown(client, school, topic) == [["第0篇", "第1篇"]]


def test_the_district_gathers_what_it_accepted(client, district, school, district_editor):
    make_article(district, "区里", keywords="读书", publication_date=days_ago(2))
    taken = make_article(school, "已采用", keywords="读书", publication_date=days_ago(1))
    make_article(school, "待处理", keywords="读书")
    accept(taken, district_editor)
    topic = make_topic(district, [tag()])
    response = get(client, district, topic)
    (section,) = response.context_data["sections"]
    assert [(one.title, one.school) for one in section["items"]] == [
        ("已采用", "实验小学"), ("区里", ""),
    ]  # fmt: skip
    link = section["items"][0].url
    assert link.startswith("http://shiyan.localhost")
    assert link.endswith(f"/a/{taken.pk}/")
    assert f'href="{link}"' in response.content.decode()


def test_a_column_of_the_district_shows_what_schools_contributed(client, district, school):
    TrustedSchool.objects.create(site=school)
    column = column_of(district, "subject")
    make_article(school, "学校教研", kind="research", publication_date=days_ago(1))
    make_article(district, "区教研", column=column)
    topic = make_topic(district, [of_column(column)])
    assert shown(client, district, topic) == [["区教研", "学校教研"]]


def hide_private(article, school, by):
    page = Page.objects.get(pk=article.pk)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def hide_unpublished(article, school, by):
    ArticlePage.objects.get(pk=article.pk).unpublish()


def hide_withdrawn(article, school, by):
    transitions.withdraw(submission_of(article), by=by)


def hide_recalled(article, school, by):
    submission = submission_of(article)
    transitions.recall(submission, version=submission.version, by=by)


def hide_suspended(article, school, by):
    suspend(school, by=None)


def hide_deleted(article, school, by):
    ArticlePage.objects.get(pk=article.pk).delete()


@pytest.mark.parametrize(
    "hide",
    [hide_private, hide_unpublished, hide_withdrawn, hide_recalled, hide_suspended, hide_deleted],
    ids=lambda hide: hide.__name__,
)
def test_what_nobody_may_see_is_in_no_section(
    client, district, school, administrator, district_editor, editor, hide
):
    article = make_article(school, "藏起来的", keywords="读书")
    accept(article, district_editor)
    own = make_article(district, "区里", keywords="读书", publication_date=days_ago(1))
    column = column_of(district, "news")
    channel_column = submission_of(article).channel.column
    topic = make_topic(
        district, [tag(), of_column(column), of_column(channel_column), by_hand(article, own)]
    )
    before = [title for section in shown(client, district, topic) for title in section]
    assert before.count("藏起来的") >= 3
    hide(article, school, editor if hide is hide_withdrawn else district_editor)
    after = [title for section in shown(client, district, topic) for title in section]
    assert "藏起来的" not in after
    assert after.count("区里") >= 2


def test_articles_chosen_by_hand_keep_their_order(client, school):
    first, second = make_article(school, "先"), make_article(school, "后")
    topic = make_topic(school, [by_hand(second, first)])
    assert shown(client, school, topic) == [["后", "先"]]


def test_the_head_shows_banner_words_and_dates(client, school):
    topic = make_topic(
        school, banner=make_picture(school), tagline="读万卷书", summary="四月的书香。",
        begins=date(2026, 4, 1), ends=date(2026, 4, 30),
    )  # fmt: skip
    text = get(client, school, topic).content.decode()
    for words in ("读万卷书", "四月的书香。", "2026-04-01", "2026-04-30", "专题正在整理"):
        assert words in text
    gallery = client.get("/xuesheng/", headers={"host": "shiyan.localhost"}).content.decode()
    assert "读万卷书" in gallery
    assert topic.site_path() in gallery


def test_a_topic_cannot_end_before_it_begins(school):
    with pytest.raises(ValidationError, match="不能早于开始日期"):
        make_topic(school, begins=date(2026, 4, 2), ends=date(2026, 4, 1))


def test_another_sites_column_is_refused_and_nothing_changes(school, other_school):
    topic = make_topic(school, [tag()])
    topic.sections = [tag(), of_column(column_of(other_school))]
    with pytest.raises(ValidationError, match="版块“校园新闻”：只能选择本站的栏目"):
        topic.save()
    assert len(TopicPage.objects.get(pk=topic.pk).sections) == 1


def test_a_school_chooses_its_own_articles_only_the_district_any(school, other_school, district):
    theirs = make_article(other_school)
    with pytest.raises(ValidationError, match="版块“精选”：只能选择本站的文章"):
        make_topic(school, [by_hand(theirs)])
    assert make_topic(district, [by_hand(theirs)]).pk


def test_who_sees_all_sites_is_told_at_the_section(
    admin_client, administrator, school, other_school
):
    column = column_of(school, "students")
    column.layout = ColumnLayout.TOPICS
    column.save()
    theirs = column_of(other_school)
    admin_client.force_login(administrator)
    value = {"title": "新闻", "layout": "list", "limit": "8", "column": theirs.pk}
    data = nested_form_data({"title": "专题", "sections": streamfield([("column", value)])})
    url = reverse("wagtailadmin_pages:add", args=("school_sites", "topicpage", column.pk))
    response = admin_client.post(url, data)
    assert response.status_code == 200
    errors = response.context["form"].errors.as_data()["sections"][0]
    assert "只能选择本站的栏目" in str(errors.block_errors[0].block_errors["column"])
    assert not TopicPage.objects.exists()


def test_a_full_topic_asks_no_more_than_a_small_one(client, district, school):
    TrustedSchool.objects.create(site=school)
    columns = [column_of(district, kind) for kind in ("news", "subject", "moral", "safety")]
    words = ["读书", "运动", "科学", "艺术"]
    articles = [
        make_article(school, f"{word}{n}", keywords=word, cover=make_picture(school))
        for word in words
        for n in range(3)
    ]
    picture = "image", {"image": make_picture(district), "alt_text": "书", "caption": ""}
    few = make_topic(
        district, [tag(), of_column(columns[0]), picture, by_hand(articles[0])], title="小",
        banner=make_picture(district),
    )  # fmt: skip
    sections = [*(tag(word) for word in words), *(of_column(one) for one in columns)]
    sections += [by_hand(*articles[:6]), by_hand(*articles[6:]), picture, picture]
    many = make_topic(district, sections, title="大", banner=make_picture(district))

    def count(topic):
        get(client, district, topic)
        with CaptureQueriesContext(connection) as captured:
            assert get(client, district, topic).status_code == 200
        return len(captured), "\n".join(query["sql"][:200] for query in captured)

    (small, _), (large, statements) = count(few), count(many)
    assert large == small, statements
    assert large <= 14, statements


def test_the_number_of_sections_is_bounded():
    field = TopicPage._meta.get_field("sections")
    block = field.stream_block
    block.clean(block.to_python([raw_tag()] * MAX_SECTIONS))
    with pytest.raises(ValidationError):
        block.clean(block.to_python([raw_tag()] * (MAX_SECTIONS + 1)))


def raw_tag():
    kind, value = tag()
    return {"type": kind, "value": value}
