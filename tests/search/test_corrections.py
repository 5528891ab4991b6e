"""What a misspelt question may have meant; never what finds nothing or cannot be seen."""

import pytest

from search import pinyin, vocabulary
from search.corrections import corrections
from search.questions import parse
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TITLES = """中考时间安排 中考加油 家长会通知 下周的食谱 防溺水教育 心理健康周 跳绳比赛 校运会开幕
开学典礼 周敏之老师 教室里的图书角 教师风采 人工智能课程""".split()


@pytest.fixture
def published(school):
    for title in TITLES:
        make_article(school, title)
    vocabulary.recount()
    return school


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("终考", "中考"), ("家长回", "家长会"), ("食普", "食谱"), ("防逆水", "防溺水"),
        ("心里健康", "心理健康"), ("跳神比赛", "跳绳比赛"), ("终考时间", "中考时间"),
        ("xiaoyunhui", "校运会"), ("jzh", "家长会"), ("kxdl", "开学典礼"),
        ("zhouminzhi", "周敏之"), ("fang ni shui", "防溺水"), ("家zhang会", "家长会"),
        ("开学点礼", "开学典礼"), ("长家会", "家长会"), ("人工只能", "人工智能"),
        ("終考", "中考"), ("zongkao", None),
    ],
)  # fmt: skip
def test_slips_are_understood(published, typed, meant):
    assert corrections(None, parse(typed))[:1] == ([meant] if meant else [])


def test_of_what_finds_some_only_what_stands_out_is_misspelt(published):
    make_article(published, "青禾小学生")
    vocabulary.recount()
    assert corrections(None, parse("青禾小学招生")) == ["青禾小学生"]
    assert corrections(None, parse("青禾小学招生"), finds_some=True) == []
    assert corrections(None, parse("终考时间"), finds_some=True) == ["中考时间"]
    assert corrections(None, parse("跳神比赛"), finds_some=True) == ["跳绳比赛"]


@pytest.mark.parametrize("typed", ["教室", "教师", "“终考”", "-终考", "abc", "", "图书角", "中"])
def test_what_is_meant_as_typed_is_left_alone(published, typed):
    assert corrections(None, parse(typed)) == []


def test_only_what_finds_something_in_its_place_is_told(published, other_school):
    assert corrections(other_school, parse("终考")) == []
    assert corrections(published, parse("终考")) == ["中考"]
    assert corrections(published, parse("终考 食普")) == []
    make_article(published, "中考期间的食谱")
    assert corrections(published, parse("终考 食普")) == ["中考 食谱"]


def test_a_hidden_title_corrects_nothing(school):
    article = make_article(school, "庄启明获奖")
    vocabulary.recount()
    assert corrections(None, parse("庄启名")) == ["庄启明"]
    article.unpublish()
    assert corrections(None, parse("庄启名")) == []


@pytest.mark.parametrize(("one", "other"), [("神", "绳"), ("兰", "南"), ("是", "四"), ("心", "星")])
def test_near_sounds_have_one_key(one, other):
    keys = [pinyin.near_key(pinyin.syllables(text)) for text in (one, other)]
    assert keys[0] == keys[1]
