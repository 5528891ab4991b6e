"""What every engine does: SQLite, PostgreSQL, and Elasticsearch itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search import api, questions
from search.engines import Cut, Wanted
from search.models import Entry
from tests.factories import column_of, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(settle, school):
    """``write(title, body="", site=school)`` publishes an article that the engine knows."""

    def write(title, body="", *, site=school, **facts):
        article = make_article(site, title, body=[("text", f"<p>{body}</p>")], **facts)
        settle()
        return article

    return write


@pytest.fixture
def ask(engine, settle):
    """``ask(text)`` returns the set of titles that the engine finds."""

    def ask(text, *, loose=False, **wanted):
        settle()
        numbers = engine.newest(
            Wanted(timezone.now(), **wanted), questions.parse(text), limit=500, loose=loose
        )
        assert len(numbers) == len(set(numbers))
        return set(titles(numbers))

    return ask


def titles(numbers):
    numbers = list(numbers)
    by_number = dict(Entry.objects.filter(pk__in=numbers).values_list("pk", "text__title"))
    return [by_number[number] for number in numbers]


def test_a_term_is_found_by_its_words_or_in_one_piece(write, ask):
    write("校园足球联赛")
    write("家长会通知", "足球教练走进校园，邀请家长观摩。")
    write("化学实验", "数字化学习")
    assert ask("校园足球") == {"校园足球联赛", "家长会通知"}
    assert ask("“校园足球”") == {"校园足球联赛"}
    assert ask("家长会") == {"家长会通知"}
    assert ask("“数字化学习”") == {"化学实验"}
    assert ask("“学习数字化”") == set()
    assert ask("食堂") == set()


def test_every_term_must_be_there_and_none_that_is_excluded(write, ask):
    write("春季运动会", "操场 跳绳")
    write("秋季运动会", "操场 接力")
    assert ask("运动会 操场") == {"春季运动会", "秋季运动会"}
    assert ask("运动会 跳绳") == {"春季运动会"}
    assert ask("运动会 -跳绳") == {"秋季运动会"}
    assert ask("运动会 -“接力” -跳绳") == set()


def test_one_character_is_found_wherever_it_stands(write, ask):
    write("茶艺社团")
    write("品茶")
    write("红茶与绿茶", "茶")
    write("校园足球")
    assert ask("茶") == {"茶艺社团", "品茶", "红茶与绿茶"}
    assert ask("“茶”") == {"茶艺社团", "品茶", "红茶与绿茶"}
    assert ask("-茶 校园") == {"校园足球"}


def test_one_character_is_found_among_more_beginnings_than_an_engine_lists_by_itself(write, ask):
    others = [chr(code) for code in range(0x4E00, 0x4E00 + 600)]
    write("很多", "，".join(f"学{other}" for other in others))
    write("最后", "放学龥")  # sorts behind all of these
    assert "最后" in ask("“放学”")
    assert ask("“学龥”") == {"最后"}
    assert {"很多", "最后"} <= ask("学")


def test_words_of_the_title_can_be_asked_for_alone(write, ask):
    write("防溺水安全教育")
    write("安全工作简报", "开展防溺水教育")
    assert ask("防溺水") == {"防溺水安全教育", "安全工作简报"}
    assert ask("标题:防溺水") == {"防溺水安全教育"}
    assert ask("标题:安全 教育") == {"防溺水安全教育", "安全工作简报"}
    assert ask("标题:教育") == ask("标题:育") == {"防溺水安全教育"}
    assert ask("教育 -标题:教育") == ask("安全 -标题:教") == {"安全工作简报"}


def test_scripts_and_widths_are_one(write, ask):
    write("資訊科技課程", "ＡＩ入門")
    assert ask("信息科技课程") == {"資訊科技課程"}
    assert ask("ai") == {"資訊科技課程"}
    write("网络安全课")
    assert ask("網路安全") == {"网络安全课"}


def test_where_told_any_word_will_do_but_exclusions_hold(write, ask):
    write("食堂菜谱")
    write("运动会")
    write("食堂运动")
    assert ask("食堂 跳绳") == set()
    assert ask("食堂 跳绳", loose=True) == {"食堂菜谱", "食堂运动"}
    assert ask("食堂 跳绳 -运动", loose=True) == {"食堂菜谱"}


def test_what_is_typed_is_no_language_of_an_engine(write, ask):
    write("校园")
    for text in (
        '"', "AND OR NOT", "*", "a:b", "\\", "'; DROP TABLE", "(((", "-", "“", "学*",
        "{t} [x TO y]", "NEAR(学校 教育)", "%_", "学" * 200, "很长的问题 " * 30,
    ):  # fmt: skip
        if questions.parse(text):
            for loose in (False, True):
                ask(text, loose=loose)


def test_only_what_a_visitor_could_open_is_found(write, ask, engine, settle, school, other_school):
    write("招生公告")
    late = write("招生草案", expire_at=timezone.now() + timedelta(hours=1))
    hidden = write("招生内部方案", kind="moral")
    write("招生邻校", site=other_school)
    assert ask("招生") == {"招生公告", "招生草案", "招生内部方案", "招生邻校"}
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    type(other_school).objects.filter(pk=other_school.pk).update(status="suspended")
    assert ask("招生") == {"招生公告", "招生草案"}
    later = Wanted(timezone.now() + timedelta(hours=2))
    assert titles(engine.newest(later, questions.parse("招生"), limit=9)) == ["招生公告"]
    late.unpublish()
    settle()
    assert ask("招生") == {"招生公告"}


def test_another_text_replaces_the_old_one_and_a_deleted_page_is_gone(write, ask, settle):
    article = write("旧标题", "原来的词")
    article.title = "新标题"
    article.save_revision().publish()
    settle()
    assert ask("旧标题") == set()
    assert ask("新标题") == {"新标题"}
    article.delete()
    assert ask("新标题") == set()


def test_moving_and_another_kind_of_column_change_where_it_is_found(write, ask, school):
    article = write("校园消息")
    assert ask("校园消息", column_kinds=("news",)) == {"校园消息"}
    article.move(column_of(school, "moral"), pos="last-child")
    assert ask("校园消息", column_kinds=("news",)) == set()
    assert ask("校园消息", column_kinds=("moral",)) == {"校园消息"}


def test_sites_kinds_types_and_years_narrow(write, ask, school, other_school):
    write("消防演练", first_published_at=datetime(2024, 5, 1, tzinfo=UTC))
    write("消防演练通知", kind="notice", first_published_at=datetime(2025, 5, 1, tzinfo=UTC))
    write("消防演练邻校", site=other_school, first_published_at=datetime(2025, 6, 1, tzinfo=UTC))
    assert ask("消防", sites=(other_school.pk,)) == {"消防演练邻校"}
    assert ask("消防", sites=()) == set()
    assert ask("消防", types=("notice",)) == {"消防演练通知"}
    assert ask("消防", years=(2024,)) == {"消防演练"}
    assert ask("消防", years=(2024, 2025), column_kinds=("news",)) == {"消防演练", "消防演练邻校"}


def test_counts_tell_each_fact_of_what_is_found(write, engine, settle, school, other_school):
    for site in (school, other_school):
        for year in (2023, 2024, 2024):
            write("读书节", site=site, first_published_at=datetime(year, 5, 1, tzinfo=UTC))
    write("读书节通知", kind="notice", first_published_at=datetime(2022, 5, 1, tzinfo=UTC))
    now = timezone.now()
    expected = {
        Cut("site", Wanted(now)): {school.pk: 4, other_school.pk: 3},
        Cut("column_kind", Wanted(now)): {"news": 6, "notice": 1},
        Cut("type", Wanted(now, sites=(school.pk,))): {"article": 3, "notice": 1},
        Cut("year", Wanted(now)): {2022: 1, 2023: 2, 2024: 4},
        Cut("year", Wanted(now, column_kinds=("news",), types=("article",))): {2023: 2, 2024: 4},
        Cut("site", Wanted(now, years=(2023, 2022))): {school.pk: 2, other_school.pk: 1},
        Cut("site", Wanted(now, sites=())): {},
    }
    wanted, cuts = Wanted(now), tuple(expected)
    assert engine.counts(wanted, questions.parse("读书节"), cuts) == expected
    nothing = engine.counts(wanted, questions.parse("没有的词语"), cuts)
    assert nothing == {key: {} for key in cuts}


def test_of_very_many_those_whose_title_answers_come_first(write, engine, settle):
    for number in range(3):
        write(f"校历第{number}周", "校历", first_published_at=datetime(2020, 5, 1, tzinfo=UTC))
        write(
            f"周报{number}",
            "校历在此",
            first_published_at=datetime(2024, 5, number + 1, tzinfo=UTC),
        )
    today = (timezone.localdate() - api.EPOCH).days
    wanted, asked = Wanted(timezone.now()), questions.parse("校历")
    scored = engine.best(wanted, asked, today=today, limit=5, many=1_000_000)
    assert [title[:2] for title in titles([number for number, _score in scored])] == [
        "校历", "校历", "校历", "周报", "周报",
    ]  # fmt: skip


def test_what_was_typed_as_one_is_better_in_one_piece(write, engine, school):
    write("周报", "企业的经济效率，效率第一，企业走进校园，企业与效率。")
    write("简报", "今天去参观，看的是企业效率。另有许多别的事：食堂、图书馆、操场、校车。")
    write("学生组织")
    write("学生须知", "学生与学生之间")
    today = (timezone.localdate() - api.EPOCH).days
    for sites in (None, (school.pk,)):
        wanted = Wanted(timezone.now(), sites)
        for text, expected in (("企业效率", ["简报", "周报"]), ("学生组织", ["学生组织"])):
            scored = engine.best(wanted, questions.parse(text), today=today, limit=9)
            assert titles(number for number, _score in scored) == expected
            apart = questions.parse(" ".join(text[at : at + 2] for at in (0, 2)))
            assert len(engine.best(wanted, apart, today=today, limit=9)) == len(expected)


def test_what_is_excluded_is_not_among_the_best_whatever_its_title_says(write, engine, school):
    write("运动会", "操场")
    write("运动会通知", "操场")
    write("运动会安排", "接力比赛")
    today = (timezone.localdate() - api.EPOCH).days
    for sites in (None, (school.pk,)):
        for text, expected in (
            ("运动会 -通知", {"运动会", "运动会安排"}),
            ("标题:运动会 -“接力比赛”", {"运动会", "运动会通知"}),
        ):
            wanted = Wanted(timezone.now(), sites)
            scored = engine.best(wanted, questions.parse(text), today=today, limit=9)
            assert set(titles(number for number, _score in scored)) == expected


def test_newest_are_in_the_order_of_their_dates(write, engine, settle):
    for day in (3, 1, 2):
        write(f"第{day}周", "校历", first_published_at=datetime(2024, 5, day, tzinfo=UTC))
    question, wanted = questions.parse("校历"), Wanted(timezone.now())
    assert titles(engine.newest(wanted, question, limit=2)) == ["第3周", "第2周"]


def test_best_are_those_whose_title_says_it_and_then_the_newer(write, engine, settle):
    old, new = datetime(2015, 5, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    for title, body, date in (
        ("旧简报", "防溺水教育", old), ("新简报", "防溺水教育", new), ("防溺水教育", "全文", old),
    ):  # fmt: skip
        write(title, body, first_published_at=date)
    today = (timezone.localdate() - api.EPOCH).days
    scored = engine.best(Wanted(timezone.now()), questions.parse("防溺水"), today=today, limit=10)
    assert titles([number for number, _score in scored]) == ["防溺水教育", "新简报", "旧简报"]
    scores = [score for _number, score in scored]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    assert (
        len(engine.best(Wanted(timezone.now()), questions.parse("防溺水"), today=0, limit=1)) == 1
    )
