"""Changes of a letter: in turn, once, by the people of its site, and with a line in the audit."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_sites.letters import attachments, states
from school_sites.letters.codes import ALPHABET, digest_of, new_code
from school_sites.letters.retention import erase_old_letters
from school_sites.models import Letter, LetterState
from sitehub.accounts.roles import RIGHTS, Role
from sitehub.audit.models import AuditEntry
from sitehub.platform.schedule import jobs
from tests.factories import make_form, make_letter, make_mailbox, make_user

pytestmark = pytest.mark.django_db
TEXTS = {"reply": {"text": "已安排。"}, "publish_answer": {"question": "问", "answer": "答"}}
CHANGES = sorted(states.FROM)
# What the state is after each change, written down a second time: (before, change) -> after.
AFTER = {
    ("received", "take_up"): "in-hand", ("received", "reply"): "answered",
    ("received", "close"): "closed", ("received", "mark_spam"): "spam",
    ("in-hand", "reply"): "answered", ("in-hand", "close"): "closed",
    ("in-hand", "mark_spam"): "spam", ("answered", "close"): "closed",
    ("spam", "not_spam"): "received", ("answered", "publish_answer"): "answered",
    ("closed", "publish_answer"): "closed", ("spam", "delete_personal_data"): "spam",
    **{(one, "delete_personal_data"): "closed"
       for one in ("received", "in-hand", "answered", "closed")},
    **{(one, "take_down_answer"): one for one in LetterState.values},
}  # fmt: skip


def do(name, letter, by, version=None):
    version = letter.version if version is None else version
    return getattr(states, name)(letter, version=version, by=by, **TEXTS.get(name, {}))


@pytest.fixture
def letter(school):
    return make_letter(school, make_mailbox(school, publishes_answers=True), may_publish=True)


@pytest.fixture
def reset(letter):
    """Puts the letter back as it was; returns it and how many audit lines there are."""
    first = Letter.objects.filter(pk=letter.pk).values().get()

    def back():
        Letter.objects.filter(pk=letter.pk).update(**first)
        return Letter.objects.get(pk=letter.pk), AuditEntry.objects.count()

    return back


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(st.sampled_from(CHANGES), st.booleans()), max_size=9))
def test_any_order_of_changes_keeps_to_the_states(reset, editor, steps):
    (letter, lines), erased, done = reset(), False, 0
    for name, is_stale in steps:
        before = Letter.objects.filter(pk=letter.pk).values().get()
        expected = AFTER.get((letter.state, name))
        if erased and name != "take_down_answer":
            expected = None
        try:
            letter = do(name, letter, editor, letter.version - 1 if is_stale else None)
        except (states.OutOfTurn, states.HandledMeanwhile):
            assert is_stale or expected is None
            assert Letter.objects.filter(pk=letter.pk).values().get() == before
            continue
        assert not is_stale
        assert letter.state == expected
        assert letter.version == before["version"] + 1
        erased = erased or name == "delete_personal_data"
        done += 1
        assert (letter.settled_at is None) == (letter.state in ("received", "in-hand"))
        assert not (erased and (letter.text or letter.reply or letter.sender or letter.file))
        assert (letter.published_at is None) == (letter.public_answer == "")
    assert AuditEntry.objects.count() == lines + done


def test_a_second_reply_is_told_and_overwrites_nothing(letter, editor, school):
    colleague = make_user("shiyan.two", "高老师", site=school, role="school-manager")
    states.reply(letter, version=letter.version, by=editor, text="第一个答复")
    with pytest.raises(states.HandledMeanwhile, match=r"林老师.*已答复"):
        states.reply(letter, version=letter.version, by=colleague, text="第二个答复")
    letter.refresh_from_db()
    with pytest.raises(states.OutOfTurn, match="已答复"):
        states.reply(letter, version=letter.version, by=colleague, text="第二个答复")
    assert Letter.objects.get().reply == "第一个答复"


@pytest.mark.parametrize("name", CHANGES)
def test_only_people_of_the_site_change_a_letter(
    letter, name, stranger, district_editor, administrator, school
):
    before = Letter.objects.values().get()
    unable = make_user("shiyan.old", "离任", site=school, role="school-editor")
    unable.groups.clear()
    for person in (stranger, district_editor, administrator, unable):
        with pytest.raises(PermissionDenied):
            do(name, letter, person)
    assert Letter.objects.values().get() == before


def test_who_answers_for_one_school_does_not_for_another_where_they_only_write(
    letter, stranger, school
):
    group = school.groups.get(role="school-editor").group
    group.permissions.remove(group.permissions.get(codename="answer_letters"))
    stranger.groups.add(group)  # writes here, answers at the other school
    with pytest.raises(PermissionDenied):
        do("take_up", letter, stranger)


def test_every_role_that_writes_answers_the_letters_of_its_own_site(district):
    for role in Role:
        writes = "add_page" in RIGHTS[role].page
        assert writes == ("school_sites.answer_letters" in RIGHTS[role].model)
    letter = make_letter(district, make_mailbox(district))
    person = make_user("d", site=district, role="district-editor")
    assert do("take_up", letter, person).handler == person


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("reply", "text", {"text": "  \n"}),
        ("reply", "text", {"text": "长" * 5001}),
        ("publish_answer", "question", {"question": "", "answer": "答"}),
        ("publish_answer", "answer", {"question": "问", "answer": "\x00 "}),
    ],
)
def test_a_text_that_is_missing_or_too_long_changes_nothing(letter, editor, name, field, words):
    if name == "publish_answer":
        letter = do("reply", letter, editor)
    before = Letter.objects.values().get()
    with pytest.raises(ValidationError) as refused:
        getattr(states, name)(letter, version=letter.version, by=editor, **words)
    assert set(refused.value.message_dict) == {field}
    assert Letter.objects.values().get() == before


@pytest.mark.parametrize("missing", ["consent", "box", "box is gone"])
def test_nothing_is_published_without_consent_or_where_the_box_does_not(school, editor, missing):
    box = make_mailbox(school, publishes_answers=missing != "box")
    letter = make_letter(school, box, may_publish=missing != "consent")
    letter = do("reply", letter, editor)
    if missing == "box is gone":
        box.delete()
        letter.refresh_from_db()
        assert letter.box_title == "校长信箱"
    with pytest.raises(ValidationError):
        do("publish_answer", letter, editor)
    assert not Letter.objects.published().exists()


def test_what_was_published_stays_when_the_letter_is_erased_and_can_be_taken_down(letter, editor):
    letter = do("publish_answer", do("reply", letter, editor), editor)
    letter = do("delete_personal_data", letter, editor)
    assert Letter.objects.published().get().public_answer == "答"
    letter = do("take_down_answer", letter, editor)
    assert (letter.public_question, letter.public_answer, letter.published_at) == ("", "", None)


def test_the_audit_holds_no_word_of_a_letter(school, editor):
    box = make_mailbox(school, publishes_answers=True)
    letter = make_letter(school, box, sender="王女士", contact="0519", may_publish=True)
    for name in ("take_up", "reply", "publish_answer", "delete_personal_data"):
        letter = do(name, letter, editor)
    lines = AuditEntry.objects.filter(object_kind="school_sites.letter").order_by("pk")
    assert [one.action.split(".")[1] for one in lines] == [
        "receive", "take_up", "reply", "publish_answer", "delete_personal_data",
    ]  # fmt: skip
    for line in lines:
        text = f"{line.object_title} {line.details} {line.before} {line.after}"
        assert not [one for one in ("王女士", "0519", "操场", "已安排") if one in text]


def test_old_letters_lose_their_personal_data_and_no_others_do(school, editor):
    box = make_mailbox(school, kind="contribution")
    form = make_form(school, column=box.get_parent().specific)
    file = SimpleUploadedFile("a.pdf", b"%PDF-")
    letters = {
        "answered": make_letter(school, box, file=file, sender="王女士"),
        "closed": make_letter(school, box), "spam": make_letter(school, box),
        "waiting": make_letter(school, box), "form": make_letter(school, form),
    }  # fmt: skip
    for name, change in (("answered", "reply"), ("closed", "close"), ("spam", "mark_spam")):
        do(change, letters[name], editor)
    stored = Letter.objects.get(pk=letters["answered"].pk).file
    assert erase_old_letters(timezone.now() + timedelta(days=364)) == 0
    assert attachments.storage().exists(stored)
    later = timezone.now() + timedelta(days=366)
    assert erase_old_letters(later) == 4
    assert erase_old_letters(later) == 0
    assert not attachments.storage().exists(stored)
    kept = Letter.objects.exclude(text="").get()
    assert kept.pk == letters["waiting"].pk
    assert not Letter.objects.filter(sender__gt="").exists()
    assert "erase_letters" in [job.name for job in jobs()]


def test_codes_are_random_and_read_however_they_are_typed():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) == {*ALPHABET, "-"}
    code = "10AB-CDEF-GH01"
    for typed in (
        "10abcdefgh01",
        " 1O ab-CDEF_ghoI",
        "１０ＡＢ－ＣＤＥＦ－ＧＨ０１",
        "lOab—cdef—ghol",
    ):
        assert digest_of(typed) == digest_of(code), typed
    assert digest_of("10AB-CDEF-GH02") != digest_of(code)
