"""Old lines leave the table only for a storage that has them whole."""

import gzip
import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from media.storages import private_storage
from sitehub.audit import chain, record
from sitehub.audit.models import ArchivedPart, AuditEntry
from sitehub.oversight import archive
from sitehub.oversight.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def write_line(days, **facts):
    """A line as it was recorded so many days ago."""
    entry = AuditEntry(action="test.line", at=timezone.now() - timedelta(days=days), **facts)
    chain.add(entry)
    chain.seal()
    return entry


@pytest.fixture
def old_and_new():
    for days in (500, 400, 300):
        write_line(days, object_title=f"{days} 天前")
    return [write_line(170), write_line(1)]


@pytest.fixture(autouse=True)
def small_parts(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(archive, "PART_ROWS", 2)


def test_old_months_move_to_the_storage_and_the_chain_still_holds(place, old_and_new, capsys):
    call_command("archive_audit")
    assert AuditEntry.objects.filter(action="test.line").count() == 2
    parts = list(ArchivedPart.objects.all())
    assert [(part.first, part.last) for part in parts] == [(1, 2), (3, 3)]
    with private_storage().open(parts[0].file) as file, gzip.open(file) as packed:
        lines = [json.loads(line) for line in packed]
    assert [line["object_title"] for line in lines] == ["500 天前", "400 天前"]
    with private_storage().open(archive.manifest_name(parts[1].file)) as file:
        manifest = json.load(file)
    assert manifest["previous_hash"] == parts[0].last_hash
    chain.seal()
    call_command("verify_audit")
    assert "已归档 3 条，表中 4 条" in capsys.readouterr().out
    assert AuditEntry.objects.filter(action="audit.archive").count() == 2
    assert set(dict(archive.stored_files())) == set(private_storage().walk())


def test_nothing_younger_than_six_months_is_archived(settings):
    settings.AUDIT_KEEP_DAYS = 1  # as somebody might who silenced the check
    write_line(170)
    assert archive.archive_old() == []


def test_a_storage_that_fails_loses_nothing(old_and_new, monkeypatch):
    def full(self, name, content):
        raise OSError("no space left")

    monkeypatch.setattr(type(private_storage()), "put", full)
    with pytest.raises(CommandError, match="no space left"):
        call_command("archive_audit")
    assert AuditEntry.objects.filter(action="test.line").count() == 5
    assert not ArchivedPart.objects.exists()


def test_a_storage_that_keeps_something_else_loses_nothing(old_and_new, monkeypatch):
    put = type(private_storage()).put

    def half(self, name, content):
        put(self, name, content)
        with open(self.path(name), "r+b") as file:
            file.truncate(20)

    monkeypatch.setattr(type(private_storage()), "put", half)
    with pytest.raises(CommandError, match="已被改动"):
        call_command("archive_audit")
    assert AuditEntry.objects.filter(action="test.line").count() == 5


def test_lines_that_were_changed_are_not_archived(old_and_new, monkeypatch):
    monkeypatch.setattr("sitehub.audit.verifying.fingerprint", lambda values: "0")
    with pytest.raises(CommandError, match="第 1 条"):
        call_command("archive_audit")
    assert AuditEntry.objects.filter(action="test.line").count() == 5


def test_verification_reads_the_archived_parts(old_and_new):
    archive.archive_old()
    part = ArchivedPart.objects.last()
    path = private_storage().path(part.file)
    with gzip.open(path) as packed:
        line = packed.read().replace(b"300", b"301")
    with gzip.open(path, "wb") as packed:
        packed.write(line)
    with pytest.raises(CommandError, match="已被改动"):
        call_command("verify_audit")
    private_storage().delete(part.file)
    with pytest.raises(CommandError, match="缺失"):
        call_command("verify_audit")


def test_archived_lines_stay_out_of_the_table_and_the_chain_goes_on(old_and_new):
    archive.archive_old()
    record("test.line", by=None)
    assert verify()[0] == 3
    assert archive.archive_old() == []


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b'{"at": "2024-01-01"}\n'),
        gzip.compress(b"not json\n"),
        gzip.compress(b'{"sequence": null, "at": "2024-01-01T00:00:00+00:00"}\n'),
        gzip.compress(b"[]\n"),
        gzip.compress(b"{}\n" * 50)[:-12],
        b"no gzip",
    ],
    ids=["no such time", "no JSON", "no number", "a list", "cut off", "no gzip"],
)
def test_a_part_whose_fingerprint_was_forged_too_is_named(old_and_new, packed):
    part = archive.archive_old()[0]
    private_storage().put(part.file, ContentFile(packed))
    digest = hashlib.sha256(packed).hexdigest()
    ArchivedPart.objects.filter(pk=part.pk).update(digest=digest)
    with pytest.raises(CommandError, match=r"不完整.*000000000001"):
        call_command("verify_audit")


def test_an_archive_stopped_before_the_rows_were_removed_goes_on(old_and_new, monkeypatch):
    class Killed(BaseException):
        """As the operating system does it: nothing is tidied up."""

    def kill(part):
        raise Killed

    with monkeypatch.context() as killed:
        killed.setattr(archive, "_remove", kill)
        with pytest.raises(Killed):
            archive.archive_old()
    assert verify()[0] == 0
    assert [part.last for part in archive.archive_old()] == [2, 3]
    assert verify()[0] == 3


def test_a_part_that_another_run_has_archived_meanwhile_is_no_fault(old_and_new, monkeypatch):
    remove = archive._remove

    def after_another(part):
        with monkeypatch.context() as other:
            other.setattr(archive, "_remove", remove)
            archive.archive_old()
        remove(part)

    monkeypatch.setattr(archive, "_remove", after_another)
    archive.archive_old()
    assert verify()[0] == 3
