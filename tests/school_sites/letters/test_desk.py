"""The admin's screens of letters: own sites only, told twice, exported with care."""

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from school_sites.letters import states
from school_sites.models import Letter
from sitehub.audit.models import AuditEntry
from tests.factories import make_form, make_letter, make_mailbox

pytestmark = pytest.mark.django_db
LIST = "/admin/letters/"


@pytest.fixture
def desk(admin_client, editor):
    """A client signed in as the school's editor."""
    admin_client.force_login(editor)
    return admin_client


@pytest.fixture
def mailbox(school):
    return make_mailbox(school, publishes_answers=True)


@pytest.fixture
def foreign(other_school):
    """A letter to another school."""
    box = make_mailbox(other_school, kind="contribution")
    file = SimpleUploadedFile("a.pdf", b"%PDF-")
    return make_letter(other_school, box, title="别校的信", sender="外人", file=file)


def main_of(response):
    assert response.status_code == 200
    return response.content.decode()


def overdue(letter):
    Letter.objects.filter(pk=letter.pk).update(due_on=timezone.localdate().replace(year=2020))
    return letter


def test_another_schools_letter_does_not_exist(desk, mailbox, school, foreign):
    own = make_letter(school, mailbox, title="本校的信")
    page = main_of(desk.get(LIST + "?state=all"))
    assert own.title in page
    assert foreign.title not in page
    page = main_of(desk.get(f"{LIST}?state=all&site={foreign.site_id}&box={foreign.box_id}"))
    assert foreign.title not in page
    before = Letter.objects.filter(pk=foreign.pk).values().get()
    for path in ("", "file/"):
        assert desk.get(f"{LIST}{foreign.pk}/{path}").status_code == 404
    answers = [desk.post(f"{LIST}{foreign.pk}/", {"version": 0, "text": "答", "do": "reply"})]
    for name in ("take_up", "close", "mark_spam", "delete_personal_data", "take_down_answer"):
        answers.append(desk.post(f"{LIST}{foreign.pk}/{name}/", {"version": 0}))
    assert {one.status_code for one in answers} == {404}
    assert Letter.objects.filter(pk=foreign.pk).values().get() == before


@pytest.mark.parametrize("person", ["district_editor", "administrator"])
def test_district_staff_see_nothing_of_schools_letters(admin_client, request, foreign, person):
    admin_client.force_login(request.getfixturevalue(person))
    assert foreign.title not in main_of(admin_client.get(LIST + "?state=all"))
    assert admin_client.get(f"{LIST}{foreign.pk}/").status_code == 404
    assert foreign.title not in main_of(admin_client.get("/admin/"))
    data = admin_client.post(LIST + "export/", {"state": "all"})
    assert rows_of(data)[1:] == []


def test_a_superuser_may_but_finds_it_in_no_menu(admin_client, foreign):
    admin_client.force_login(get_user_model().objects.create_superuser("root"))
    home = main_of(admin_client.get("/admin/"))
    assert LIST not in home
    assert foreign.title not in home
    assert foreign.title in main_of(admin_client.get(LIST))


def test_the_menu_and_the_start_page_lead_to_what_waits(desk, mailbox, school, foreign, editor):
    assert "待答复来信" not in main_of(desk.get("/admin/"))
    late = overdue(make_letter(school, mailbox, title="很急的信"))
    home = main_of(desk.get("/admin/"))
    panel = home[home.index('id="panel-letters"') :]
    panel = panel[: panel.index("</section>")]
    assert "很急的信" in panel
    assert "已超期" in panel
    assert foreign.title not in home
    assert home.count(LIST) > 1  # the menu, too
    late.refresh_from_db()
    states.close(
        late, version=late.version, by=get_user_model().objects.get(username="shiyan.editor")
    )
    assert "没有待答复的来信" in main_of(desk.get("/admin/"))


def test_filters_and_empty_states(desk, mailbox, school, editor):
    assert "没有待处理的来信" in main_of(desk.get(LIST))
    form = make_form(school, column=mailbox.get_parent().specific)
    late = overdue(make_letter(school, mailbox, title="超期的信"))
    done = make_letter(school, mailbox, title="已答的信")
    states.reply(done, version=0, by=editor, text="好")
    filled = make_letter(
        school, form, title="", answers=[{"question": 1, "label": "a", "value": "b"}]
    )
    for query, shown in {
        "": {late, filled}, "?state=overdue": {late}, "?state=answered": {done},
        "?state=spam": set(), "?state=all": {late, done, filled},
        f"?state=all&box={form.pk}": {filled}, "?state=nonsense": {late, filled},
    }.items():  # fmt: skip
        page = html.fromstring(desk.get(LIST + query).content)
        links = page.xpath("//*[@class='hub-row__title']/a/@href")
        assert set(links) == {f"{LIST}{one.pk}/" for one in shown}, query


def test_a_reply_is_sent_once_and_what_a_colleague_typed_in_vain_is_shown(desk, mailbox, school):
    letter = make_letter(school, mailbox)
    address, data = f"{LIST}{letter.pk}/", {"version": 0, "do": "reply", "text": "第一个答复"}
    assert "请填写答复" in main_of(desk.post(address, data | {"text": " "}))
    page = desk.post(address, data, follow=True)
    assert "答复已发出" in main_of(page)
    page = main_of(desk.post(address, data | {"text": "第二个答复"}))
    assert "您的操作没有生效" in page
    assert "第二个答复" in page
    assert Letter.objects.get().reply == "第一个答复"


def test_buttons_of_the_screen_do_what_they_say(desk, mailbox, school):
    letter = make_letter(school, mailbox, may_publish=True)
    address = f"{LIST}{letter.pk}/"

    def press(name):
        page = html.fromstring(desk.get(address).content)
        form = page.xpath(f"//form[@action='{address}{name}/']")[0]
        return desk.post(form.action, dict(form.fields))

    for name, state in (("take_up", "in-hand"), ("mark_spam", "spam"), ("not_spam", "received")):
        assert press(name).status_code == 302
        assert Letter.objects.get().state == state
    version = Letter.objects.get().version
    desk.post(address, {"version": version, "do": "reply", "text": "好"})
    publish = {"do": "publish", "version": version + 1, "question": "问?", "answer": "答!"}
    assert "请填写公开的问题" in main_of(desk.post(address, publish | {"question": ""}))
    desk.post(address, publish)
    assert Letter.objects.published().get().public_question == "问?"
    press("take_down_answer")
    press("delete_personal_data")
    page = main_of(desk.get(address))
    assert "晚上操场没有灯" not in page
    assert desk.post(f"{address}erase_all/", {"version": 0}).status_code == 404


def test_a_letter_of_markup_is_shown_as_text(desk, mailbox, school):
    letter = make_letter(school, mailbox, text="<script>alert(1)</script>", sender="<b>x</b>")
    page = main_of(desk.get(f"{LIST}{letter.pk}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_file_is_downloaded_by_people_of_the_school_and_recorded(desk, school):
    box = make_mailbox(school, kind="contribution")
    letter = make_letter(school, box, file=SimpleUploadedFile("稿件.pdf", b"%PDF-1"))
    response = desk.get(f"{LIST}{letter.pk}/file/")
    assert b"".join(response.streaming_content) == b"%PDF-1"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(action="letter.download", object_id=letter.pk).exists()


def rows_of(response):
    assert response.status_code == 200
    data = BytesIO(b"".join(response.streaming_content))
    book = load_workbook(data)
    assert all(cell.data_type != "f" for row in book.active.rows for cell in row)
    return [[cell.value or "" for cell in row] for row in book.active.rows]


def test_the_table_has_own_letters_and_no_formula(desk, mailbox, school, foreign):
    evil = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"]
    for text in evil:
        make_letter(school, mailbox, title=text, sender="王\x0c女士")
    response = desk.post(LIST + "export/", {"state": "all"})
    assert response["Content-Disposition"].startswith("attachment")
    head, *rows = rows_of(response)
    assert [row[head.index("标题")] for row in rows] == [f"'{text}" for text in evil]
    assert {row[head.index("姓名")] for row in rows} == {"王女士"}
    assert foreign.title not in str(rows)
    entry = AuditEntry.objects.get(action="letter.export")
    assert (entry.site_code, entry.details["count"]) == ("shiyan", 5)
    assert desk.get(LIST + "export/").status_code == 405


def test_the_table_of_one_form_has_a_column_for_each_question(desk, school, mailbox):
    form = make_form(school, column=mailbox.get_parent().specific,
                     questions=[{"label": "姓名？"}, {"label": "年级"}])  # fmt: skip
    one = form.questions.first()
    make_letter(school, form, title="", text="", answers=[
        {"question": one.pk, "label": "姓名？", "value": "小明"},
        {"question": 999, "label": "旧问题", "value": "=1"},
    ])  # fmt: skip
    make_letter(school, mailbox)
    head, *rows = rows_of(desk.post(LIST + "export/", {"state": "all", "box": form.pk}))
    assert head[-3:] == ["姓名？", "年级", "旧问题"]
    assert [row[-3:] for row in rows] == [["小明", "", "'=1"]]
    head, *rows = rows_of(desk.post(LIST + "export/", {"state": "all"}))
    assert "姓名？：小明\n旧问题：=1" in [row[head.index("内容")] for row in rows]


def test_the_list_asks_no_more_for_more_letters(desk, school, mailbox):
    def count():
        desk.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            main_of(desk.get(LIST))
        return len(captured)

    make_letter(school, mailbox)
    few = count()
    for _ in range(40):
        make_letter(school, mailbox)
    assert count() == few
    page = html.fromstring(desk.get(LIST).content)
    assert len(page.xpath("//*[@class='hub-row']")) == 30
    older = page.xpath("//a[@rel='next']/@href")[0]
    assert len(html.fromstring(desk.get(older).content).xpath("//*[@class='hub-row']")) == 11
