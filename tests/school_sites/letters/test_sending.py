"""Visitors send letters and forms, without a cookie; robots and forgers do not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from lxml import html
from wagtail.models import PageViewRestriction

from school_sites.addresses import client_address
from school_sites.letters import guards, states
from school_sites.models import Letter
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import archive, suspend
from tests.factories import column_of, make_box_column, make_form, make_letter, make_mailbox
from tests.school_sites.letters.visitor import QUESTIONS, TYPED, Visitor, path_of, words

pytestmark = pytest.mark.django_db


def test_a_letter_is_kept_and_its_code_shows_what_became_of_it(visitor, mailbox, editor):
    response = visitor.send(path_of(mailbox), **TYPED)
    assert response.status_code == 302
    letter = Letter.objects.get()
    assert (letter.site, letter.text) == (
        mailbox.site_entry.school_site,
        "晚上操场没有灯，\n孩子怕黑。",
    )
    assert letter.due_on == timezone.localdate() + timedelta(days=7)
    code = visitor.code_after(response)
    assert len(code) == 14
    stored = {str(value) for value in Letter.objects.values().get().values()}
    assert not [value for value in stored if code in value or code.replace("-", "") in value]
    assert "已收到" in visitor.ask(code)[1]
    states.take_up(letter, version=0, by=editor)
    assert "处理中" in visitor.ask(code.lower().replace("-", " "))[1]
    states.reply(letter, version=1, by=editor, text="本周五装好。\n<b>谢谢</b>")
    response, text = visitor.ask(code.replace("1", "l").replace("0", "o"))
    assert "已答复" in text
    assert "本周五装好" in text
    assert b"&lt;b&gt;" in response.content
    assert "王女士" not in text  # whoever has the code learns no name


def test_every_answer_of_a_form_is_unstored_and_sets_no_cookie(visitor, mailbox):
    answers = [visitor.get(path_of(mailbox)), visitor.get("/f/state/")]
    sent = visitor.send(path_of(mailbox), **TYPED)
    answers += [sent, visitor.get(sent["Location"]), visitor.ask("7K2M-9QXA-40TD")[0]]
    answers.append(visitor.send(path_of(mailbox)))  # with mistakes
    for response in answers:
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response.sitehub_unstored
        assert not response.cookies


def test_what_is_missing_is_named_and_nothing_typed_is_lost(visitor, mailbox):
    response = visitor.send(path_of(mailbox), text="只写了内容")
    page = words(response)
    assert "标题：请填写。" in page
    assert "只写了内容" in page
    assert not Letter.objects.exists()
    data = {
        name: value or ""
        for name, value in html.fromstring(response.content).forms[-1].fields.items()
    }
    assert visitor.post(path_of(mailbox), data | {"title": "补上"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"token": ""}, 400, "已经失效"),
        ({"token": "forged:token:here"}, 400, "已经失效"),
        ({"website": "http://spam.example"}, 200, "要求留空"),
        ({"title": "长" * 61}, 200, "标题"),
    ],
)
def test_a_form_that_is_not_ours_or_filled_by_a_robot_is_refused(
    visitor, mailbox, changes, status, told
):
    response = visitor.send(path_of(mailbox), **{**TYPED, **changes})
    assert response.status_code == status
    assert told in words(response)
    assert not Letter.objects.exists()


def test_the_token_of_one_form_is_no_good_for_another(visitor, mailbox):
    other = make_mailbox(
        mailbox.site_entry.school_site, "咨询", column=mailbox.get_parent().specific
    )
    data = visitor.fields(path_of(other)) | TYPED
    visitor.clock.pass_by(10)
    assert visitor.post(path_of(mailbox), data).status_code == 400
    assert visitor.post(path_of(other), data).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "http://evil.example"}, {"HTTP_ORIGIN": "null"},
     {"HTTP_ORIGIN": "", "HTTP_REFERER": "http://mingde.localhost/x"},
     {"HTTP_ORIGIN": "http://["}],
)  # fmt: skip
def test_a_form_sent_from_elsewhere_is_refused(visitor, mailbox, headers):
    data = visitor.fields(path_of(mailbox)) | TYPED
    visitor.clock.pass_by(10)
    assert visitor.post(path_of(mailbox), data, **headers).status_code == 403
    assert not Letter.objects.exists()


def test_too_fast_waits_a_moment_and_too_late_is_asked_again(visitor, mailbox):
    data = visitor.fields(path_of(mailbox)) | TYPED
    visitor.clock.pass_by(1)
    response = visitor.post(path_of(mailbox), data)
    assert "太快" in words(response)
    visitor.clock.pass_by(3)
    assert visitor.post(path_of(mailbox), data).status_code == 302
    data = visitor.fields(path_of(mailbox)) | TYPED
    visitor.clock.pass_by(5 * 3600)
    response = visitor.post(path_of(mailbox), data)
    assert "打开太久" in words(response)
    again = {
        name: value or ""
        for name, value in html.fromstring(response.content).forms[-1].fields.items()
    }
    assert again["title"] == TYPED["title"]
    visitor.clock.pass_by(10)
    assert visitor.post(path_of(mailbox), again).status_code == 302


def test_the_same_letter_sent_twice_is_one_and_a_changed_one_is_another(visitor, mailbox):
    data = visitor.fields(path_of(mailbox)) | TYPED
    visitor.clock.pass_by(10)
    first, second = (visitor.post(path_of(mailbox), data) for _ in range(2))
    assert Letter.objects.count() == 1
    assert first["Location"] == second["Location"]
    assert len(visitor.code_after(second)) == 14
    visitor.post(path_of(mailbox), data | {"text": "补充一句。"})
    assert Letter.objects.count() == 2


def test_the_page_with_the_code_soon_shows_it_no_more(visitor, mailbox, monkeypatch):
    response = visitor.send(path_of(mailbox), **TYPED)
    cache.clear()
    page = words(visitor.get(response["Location"]))
    assert "不能再显示" in page
    assert visitor.get(f"/f/{mailbox.pk}/sent/guessed/").status_code == 200


def test_one_address_cannot_send_without_end_and_another_still_can(visitor, mailbox, settings):
    settings.LETTER_LIMITS = settings.LETTER_LIMITS | {"letter": (2, 600), "site": (4, 3600)}
    statuses = [visitor.send(path_of(mailbox), **TYPED).status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    refused = visitor.send(path_of(mailbox), **TYPED)
    assert "提交太频繁，请稍后再试" in words(refused)
    assert TYPED["sender"] in html.tostring(html.fromstring(refused.content), encoding="unicode")
    visitor.address = "203.0.113.10"
    assert visitor.send(path_of(mailbox), **TYPED).status_code == 302
    visitor.clock.pass_by(601)
    visitor.address = "203.0.113.9"
    assert visitor.send(path_of(mailbox), **TYPED).status_code == 302
    visitor.address = "203.0.113.11"  # the site has had enough, whoever sends
    assert visitor.send(path_of(mailbox), **TYPED).status_code == 429
    assert Letter.objects.count() == 4


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("198.51.100.7", "6.6.6.6", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "", "198.51.100.7"),
        ("127.0.0.1", "nonsense", "unknown"),
    ],
)
def test_an_address_is_believed_only_from_our_proxy(rf, peer, header, address):
    extra = {"HTTP_X_FORWARDED_FOR": header} if header else {}
    assert client_address(rf.get("/", REMOTE_ADDR=peer, **extra)) == address


def test_wrong_codes_are_counted_and_all_unknown_codes_are_alike(
    visitor, mailbox, other_school, settings
):
    settings.LETTER_LIMITS = settings.LETTER_LIMITS | {"code": (3, 600)}
    site = mailbox.site_entry.school_site
    own = make_letter(site, mailbox)
    foreign = make_letter(other_school, make_mailbox(other_school))
    assert "已收到" in visitor.ask(own.code)[1]
    answers = {visitor.ask(code)[1] for code in (foreign.code, "7K2M-9QXA-40TD", "短")}
    assert len(answers) == 1
    assert "没有查到" in answers.pop()
    response, page = visitor.ask(own.code)
    assert response.status_code == 429
    assert "提交太频繁" in page
    assert "已收到" not in page
    visitor.clock.pass_by(601)
    assert "已收到" in visitor.ask(own.code)[1]


def test_a_sender_of_spam_or_of_an_erased_letter_learns_no_more(visitor, mailbox, editor):
    site = mailbox.site_entry.school_site
    spam, old = make_letter(site, mailbox), make_letter(site, mailbox)
    states.mark_spam(spam, version=0, by=editor)
    text = visitor.ask(spam.code)[1]
    assert "已关闭" in text
    assert "垃圾" not in text
    states.delete_personal_data(old, version=0, by=editor)
    assert "已按规定删除" in visitor.ask(old.code)[1]


def test_a_form_of_every_kind_of_question(visitor, school):
    form = make_form(school, questions=QUESTIONS, thanks="录取后电话通知。")
    keys = [f"q{one.pk}" for one in form.questions.all()]
    wrong = dict(
        zip(keys, ["", "", "不是邮箱", "打给我", "很多", "明天", "其他", "足球", ""], strict=True)
    )
    page = words(visitor.send(path_of(form), **wrong))
    for label in ("学生姓名", "邮箱", "电话", "年龄", "到校日期", "性别", "我已阅读须知"):
        assert f"{label}：" in page, label
    right = dict(
        zip(
            keys,
            ["小明", "", "", "0519-0001", "9", "2026-07-01", "女", ["足球", "编程"], "on"],
            strict=True,
        )
    )
    response = visitor.send(path_of(form), **right)
    assert "录取后电话通知" in words(visitor.get(response["Location"]))
    letter = Letter.objects.get()
    values = [one["value"] for one in letter.answers]
    assert values == ["小明", "", "", "0519-0001", "9", "2026-07-01", "女", "足球；编程", "是"]
    assert letter.due_on is None


def test_a_form_takes_answers_only_in_its_time(visitor, school):
    column, now = make_box_column(school), timezone.now()
    early = make_form(school, "早", column=column, opens_at=now + timedelta(hours=1))
    late = make_form(school, "晚", column=column, closes_at=now - timedelta(hours=1))
    for form, told in ((early, "还没有到"), (late, "已经截止")):
        assert told in words(visitor.get(path_of(form)))
        response = visitor.post(path_of(form), {"token": str(guards.new_token(form.pk))})
        assert told in words(response)
    assert not Letter.objects.exists()
    cards = visitor.get(column.site_path(column.site_entry))
    page = visitor.get(late.site_path())
    for response, told in ((cards, "还没有到"), (cards, "已经截止"), (page, "已经截止")):
        assert told in words(response)
        assert "填写表单" not in words(response)
    assert cards.sitehub_valid_until == early.opens_at


def test_closed_sites_take_no_letters(visitor, mailbox, school):
    data = visitor.fields(path_of(mailbox)) | TYPED
    visitor.clock.pass_by(10)
    archive(school, by=None)
    assert "已归档，不再接收来信" in words(visitor.get(path_of(mailbox)))
    assert "已归档，不再接收来信" in words(visitor.post(path_of(mailbox), data))
    school.refresh_from_db()
    with pytest.raises(states.NotTaken):
        make_letter(school, mailbox)
    assert not Letter.objects.exists()


def test_a_suspended_site_answers_that_it_is(visitor, mailbox, school):
    suspend(school, by=None)
    assert visitor.get(path_of(mailbox)).status_code == 503
    assert visitor.post(path_of(mailbox), TYPED).status_code == 503


def test_only_live_boxes_of_this_site_have_a_form(visitor, mailbox, other_school, clock):
    elsewhere = Visitor("mingde.localhost", clock)
    assert elsewhere.get(path_of(mailbox)).status_code == 404
    assert visitor.get(f"/f/{column_of(other_school).pk}/").status_code == 404
    for number in (2**63, 10**30):
        for below in ("", "sent/x/", "answers/1700000000000000-0-1/"):
            assert visitor.get(f"/f/{number}/{below}").status_code == 404
    assert visitor.get(f"{path_of(mailbox)}sent/{'x' * 300}/").status_code == 200
    mailbox.unpublish()
    assert visitor.get(path_of(mailbox)).status_code == 404


def test_a_box_behind_a_password_asks_for_it_before_the_form(visitor, mailbox):
    PageViewRestriction.objects.create(page=mailbox, restriction_type="password", password="x")
    page = words(visitor.get(path_of(mailbox)))
    assert "请输入密码" in page
    assert "内容" not in page
    assert visitor.post(path_of(mailbox), TYPED).status_code == 200
    assert not Letter.objects.exists()
    after_sending = words(visitor.get(f"{path_of(mailbox)}sent/whatever/"))
    assert "请输入密码" in after_sending
    assert mailbox.title not in after_sending


def test_control_characters_and_turned_writing_are_taken_out(visitor, mailbox):
    visitor.send(
        path_of(mailbox), title="标\x0b题\u202etxt", text="一\x00二\r三", sender="\u2066王"
    )
    letter = Letter.objects.get()
    assert (letter.title, letter.text, letter.sender) == ("标题txt", "一二\n三", "王")


def test_who_is_told_of_a_letter_learns_not_a_word_of_it(school, run_jobs):
    quiet = make_mailbox(school)
    make_letter(school, quiet)
    assert mail.outbox == []
    box = make_mailbox(school, "咨询", column=quiet.get_parent().specific, notify="a@example.com")
    letter = make_letter(school, box, sender="王女士", contact="0519-0001")
    (message,) = mail.outbox
    assert message.to == ["a@example.com"]
    assert f"/admin/letters/{letter.pk}/" in message.body
    for secret in ("王女士", "0519", "操场", letter.code):
        assert secret not in message.subject + message.body


def test_the_audit_knows_that_a_letter_came_and_nothing_it_says(visitor, mailbox):
    visitor.send(path_of(mailbox), **TYPED)
    entry = AuditEntry.objects.get(action="letter.receive")
    assert entry.site_code == "shiyan"
    line = f"{entry.object_title} {entry.actor_name} {entry.details}"
    assert not [value for value in TYPED.values() if value in line]
