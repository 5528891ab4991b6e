"""The job that reads what pages offer: once, tried again, ended, told; and the list of failures."""

import multiprocessing
import signal
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex

from media.models import SiteDocument
from school_sites.document_access import offered_ids
from search import attachments
from search.attachments import attachment_read, read_attachment, requeue_attachments
from search.extraction import Extracted
from search.models import AttachmentText
from sitehub.platform import schedule
from tests.factories import make_article, make_user, offer
from tests.search import files

pytestmark = pytest.mark.django_db
WORDS = "报名须知：请家长八月二十日前到校。"
LIST = "/admin/unread-files/"


@pytest.fixture
def document(school):
    """Put a file into the school's collection."""

    def make(data=None, name="须知.txt", title="报名须知", site=school):
        file = ContentFile(WORDS.encode() if data is None else data, name=name)
        return SiteDocument.objects.create(title=title, collection=site.collection, file=file)

    return make


@pytest.fixture
def told():
    """(number of the document, its words or None) each time that somebody was told."""
    seen = []

    def note(document, **signal):
        text = AttachmentText.objects.filter(document=document).first()
        seen.append((document.pk, text and text.text))

    attachment_read.connect(note)
    yield seen
    attachment_read.disconnect(note)


def replace(document, data, name="新.txt"):
    document.file = ContentFile(data, name=name)
    document.save()


def later(**by):
    """Let the leases and pauses of all texts end."""
    AttachmentText.objects.update(due_at=timezone.now() - timedelta(seconds=1), **by)


def failing(monkeypatch, *answers):
    """Let the next readings end as said: Extracted, or an error of the storage."""
    answers = list(answers)

    def answer(file, name):
        found = answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(attachments, "text_of", answer)


@pytest.mark.both_databases
def test_a_file_is_read_when_a_page_that_offers_it_is_published(school, document, run_jobs, told):
    one = document()
    assert not AttachmentText.objects.exists()
    draft = make_article(
        school, publish=False, body=[("attachments", [{"document": one, "title": ""}])]
    )
    assert not AttachmentText.objects.exists()
    draft.get_latest_revision().publish()
    text = AttachmentText.objects.get()
    assert (text.state, text.text, text.problem) == ("done", WORDS, "")
    assert told == [(one.pk, WORDS)]
    offer(one, school)
    assert len(told) == 1


def test_files_in_the_text_are_read_and_those_of_other_kinds_are_not(school, document, run_jobs):
    linked, film = document(), document(b"ID3" + b"\0" * 99, "a.mp3")
    link = f'<p><a linktype="document" id="{linked.pk}">须知</a></p>'
    make_article(school, body=[("text", link)])
    offer(film, school)
    assert AttachmentText.objects.get().document == linked


def test_of_a_replaced_file_the_old_words_go_at_once_and_the_new_ones_come(
    school, document, run_jobs, told, settings
):
    one = document()
    offer(one, school)
    one.title = "只改标题"
    one.save()
    assert len(told) == 1
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    replace(one, "新的须知".encode())
    assert told[-1] == (one.pk, None)
    assert AttachmentText.objects.get().state == "waiting"
    read_attachment.call(one.pk)
    assert told[-1] == (one.pk, "新的须知")
    replace(one, b"ID3" + b"\0" * 99, "a.mp3")
    assert not AttachmentText.objects.exists()


def test_a_file_that_cannot_be_read_ends_with_its_reason_and_is_not_tried_again(
    school, document, run_jobs, told
):
    writer = files.writer_of(WORDS)
    writer.encrypt("geheim")
    one = document(files.written(writer), "a.pdf")
    offer(one, school)
    text = AttachmentText.objects.get()
    assert (text.state, text.text, text.attempts) == ("failed", "", 1)
    assert "已加密" in text.problem
    later()
    requeue_attachments(timezone.now() + timedelta(days=1))
    text.refresh_from_db()
    assert text.attempts == 1
    assert told == [(one.pk, "")]


def test_a_job_that_runs_twice_reads_once(school, document, monkeypatch):
    one = document()
    offer(one, school)
    calls = []
    monkeypatch.setattr(
        attachments, "text_of", lambda file, name: calls.append(name) or read_within()
    )

    def read_within():
        read_attachment.call(one.pk)  # another worker, while this one reads
        return Extracted(WORDS)

    read_attachment.call(one.pk)
    read_attachment.call(one.pk)
    assert len(calls) == 1
    assert AttachmentText.objects.get().state == "done"


def test_a_worker_that_was_too_slow_does_not_overwrite_what_came_after(
    school, document, monkeypatch, told
):
    one = document()
    offer(one, school)
    own = attachments.text_of

    def slowly(file, name):
        monkeypatch.setattr(attachments, "text_of", own)
        replace(SiteDocument.objects.get(pk=one.pk), "新的".encode())
        read_attachment.call(one.pk)
        return Extracted("旧的")

    monkeypatch.setattr(attachments, "text_of", slowly)
    read_attachment.call(one.pk)
    assert AttachmentText.objects.get().text == "新的"
    assert told == [(one.pk, None), (one.pk, "新的")]


@pytest.mark.parametrize("fault", [OSError("down"), Extracted(problem="忙", may_pass=True)])
def test_what_may_pass_is_tried_again_with_growing_pauses_three_times(
    school, document, monkeypatch, fault
):
    one = document()
    offer(one, school)
    failing(monkeypatch, fault, fault, fault)
    pauses = []
    for _ in range(3):
        read_attachment.call(one.pk)
        text = AttachmentText.objects.get()
        pauses.append(text.due_at - timezone.now())
        read_attachment.call(one.pk)  # in the pause nobody reads
        later()
    assert timedelta(seconds=50) < pauses[0] < timedelta(minutes=2) < pauses[1]
    assert (text.state, text.attempts) == ("failed", 3)
    assert text.problem


def test_a_fault_that_passed_leaves_nothing_behind(school, document, monkeypatch):
    one = document()
    offer(one, school)
    failing(monkeypatch, OSError("down"), Extracted(WORDS))
    read_attachment.call(one.pk)
    later()
    read_attachment.call(one.pk)
    text = AttachmentText.objects.get()
    assert (text.state, text.text, text.problem) == ("done", WORDS, "")


def test_a_file_that_is_gone_from_the_storage_is_a_failure(school, document):
    one = document()
    offer(one, school)
    one.file.storage.delete(one.file.name)
    read_attachment.call(one.pk)
    assert "不见了" in AttachmentText.objects.get().problem


def begin_and_wait(number, reached):
    """Claim a text, and then read for ever."""

    def wait(file, name):
        reached.set()
        time.sleep(60)

    attachments.text_of = wait
    read_attachment.call(number)


def kill_while_reading(number):
    context = multiprocessing.get_context("fork")
    reached = context.Event()
    connections.close_all()  # the child opens its own
    worker = context.Process(target=begin_and_wait, args=(number, reached))
    worker.start()
    assert reached.wait(60)
    worker.kill()
    worker.join(10)
    assert worker.exitcode == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kills", "state"), [(1, "done"), (3, "failed")])
def test_a_killed_worker_leaves_a_waiting_text_that_the_next_one_reads(
    school, document, settings, kills, state
):
    one = document()
    offer(one, school)
    for number in range(1, kills + 1):
        kill_while_reading(one.pk)
        text = AttachmentText.objects.get()
        assert (text.state, text.attempts) == ("waiting", number)
        read_attachment.call(one.pk)
        assert AttachmentText.objects.get().state == "waiting", "the dead worker's lease holds"
        later(queued_at=timezone.now() - timedelta(hours=1))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert "requeue_attachments" in {job.name for job in schedule.jobs()}
    requeue_attachments()
    text = AttachmentText.objects.get()
    assert text.state == state
    assert text.text == (WORDS if state == "done" else "")


def test_the_command_reads_what_was_never_read_and_with_failed_the_rest(
    school, document, monkeypatch
):
    for number in range(3):
        offer(document(f"第{number}份".encode()), school)
    AttachmentText.objects.all().delete()
    document(title="没有页面提供")
    failing(monkeypatch, Extracted("一"), Extracted(problem="坏"), Extracted("三"), Extracted("二"))
    out = StringIO()
    call_command("extract_attachments", verbosity=0, stdout=out)
    assert "2 read, 1 failed, 0 waiting" in out.getvalue()
    call_command("extract_attachments", verbosity=0, stdout=StringIO())  # reads nothing again
    call_command("extract_attachments", failed=True, verbosity=0, stdout=out)
    assert "3 read, 0 failed" in out.getvalue()


def test_the_text_of_a_file_does_not_offer_it_to_visitors(client, school, document, run_jobs):
    one = document()
    page = offer(one, school)
    AttachmentText.objects.get().save()
    document_type = ContentType.objects.get_for_model(one)
    uses = ReferenceIndex.objects.filter(to_content_type=document_type, to_object_id=str(one.pk))
    assert uses.count() == 1
    page.unpublish()
    assert not offered_ids([one.pk])
    assert client.get(one.url, headers={"host": "shiyan.localhost"}).status_code == 404


@pytest.fixture
def unread(school, other_school, document):
    """A failed text of the school, and one of another."""
    for site, title in ((school, "名单"), (other_school, "别校的表")):
        AttachmentText.objects.create(
            document=document(title=title, site=site),
            state=AttachmentText.FAILED,
            problem="文件已加密。",
            extracted_at=timezone.now(),
        )


def test_the_schools_people_see_their_own_failures_with_the_reason(
    admin_client, editor, stranger, unread
):
    admin_client.force_login(editor)
    page = admin_client.get(LIST).content.decode()
    assert "名单" in page
    assert "文件已加密。" in page
    assert "别校的表" not in page
    assert LIST in admin_client.get("/admin/").content.decode()
    admin_client.force_login(stranger)
    assert "名单" not in admin_client.get(LIST).content.decode()


def test_without_failures_the_list_is_empty_and_the_start_page_silent(admin_client, editor):
    admin_client.force_login(editor)
    assert "都能读出" in admin_client.get(LIST).content.decode()
    assert LIST not in admin_client.get("/admin/").content.decode()


def test_who_changes_no_files_does_not_get_the_list(admin_client, district, unread):
    admin_client.force_login(make_user("auditor", site=district, role="auditor"))
    response = admin_client.get(LIST)
    assert "名单" not in response.content.decode()
    assert response.status_code in (302, 403)


def test_the_list_asks_as_often_for_one_as_for_twenty(admin_client, editor, school, document):
    admin_client.force_login(editor)
    counts = []
    for number in (1, 19):
        for _ in range(number):
            AttachmentText.objects.create(
                document=document(), state="failed", problem="坏", extracted_at=timezone.now()
            )
        admin_client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
