"""A backup is one moment of the database, and restoring brings that moment back."""

import sqlite3
import tarfile
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sitehub.platform import backups
from sitehub.platform.backups import BackupError
from sitehub.platform.models import SignOfLife


@pytest.fixture
def backup_dir(settings, tmp_path):
    """An empty BACKUP_DIR."""
    settings.BACKUP_DIR = tmp_path / "backups"
    return settings.BACKUP_DIR


@pytest.fixture
def ledger(tmp_path):
    """A database file in which two accounts always sum to 100."""
    path = tmp_path / "ledger.sqlite3"
    with sqlite3.connect(path) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE account (name TEXT PRIMARY KEY, amount INTEGER, filler BLOB)")
        live.execute("INSERT INTO account VALUES ('a', 100, zeroblob(900000)), ('b', 0, NULL)")
    live.close()
    return path


def write_until(stop, path, written):
    """Move amounts from one account to the other, in transactions, until told to stop."""
    live = sqlite3.connect(path, timeout=20, isolation_level=None)
    while not stop.is_set():
        live.execute("BEGIN IMMEDIATE")
        live.execute("UPDATE account SET amount = amount - 1 WHERE name = 'a'")
        live.execute("UPDATE account SET amount = amount + 1 WHERE name = 'b'")
        live.execute("COMMIT")
        written.append(1)
    live.close()


def test_backup_is_consistent_while_a_writer_works(ledger, tmp_path):
    stop, written = threading.Event(), []
    writer = threading.Thread(target=write_until, args=(stop, ledger, written))
    writer.start()
    try:
        for number in range(5):
            before = len(written)
            backups.dump_sqlite(tmp_path / f"copy{number}.sqlite3", source=ledger)
            while len(written) == before:
                pass  # the writer did go on
    finally:
        stop.set()
        writer.join()
    for copy in tmp_path.glob("copy*.sqlite3"):
        opened = sqlite3.connect(copy)
        assert opened.execute("SELECT sum(amount) FROM account").fetchone() == (100,)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        opened.close()


def test_restored_content_reaches_a_process_that_has_the_database_open(ledger, tmp_path):
    backups.dump_sqlite(tmp_path / "copy.sqlite3", source=ledger)
    other = sqlite3.connect(ledger, isolation_level=None)
    other.execute("UPDATE account SET amount = 7")
    backups.load_sqlite(tmp_path / "copy.sqlite3", target=ledger)
    assert other.execute("SELECT sum(amount) FROM account").fetchone() == (100,)
    other.close()


def test_restore_refuses_a_file_that_is_no_database(tmp_path):
    wrong = tmp_path / "wrong.sqlite3"
    wrong.write_bytes(b"not a database" * 100)
    with pytest.raises(BackupError, match="not a database of SiteHub"):
        backups.check_sqlite(wrong)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_restore_brings_the_moment_of_the_backup_back(backup_dir, capsys):
    SignOfLife.give("kept")
    call_command("backup")
    path = capsys.readouterr().out.strip()
    SignOfLife.give("written later")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_newer_version (id integer)")
    call_command("restore", path, yes=True)
    assert list(SignOfLife.objects.values_list("name", flat=True)) == ["kept"]
    with connection.cursor() as cursor:
        assert "of_a_newer_version" not in connection.introspection.table_names(cursor)
    # The safety copy holds what the restore took away.
    safety = next(one for one in backups.list_backups() if "before-restore" in one.name)
    call_command("restore", str(safety), yes=True)
    assert SignOfLife.objects.filter(name="written later").exists()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE of_a_newer_version")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_restore_of_a_wrong_file_changes_nothing(backup_dir, tmp_path):
    SignOfLife.give("kept")
    wrong = tmp_path / f"wrong{backups.SUFFIXES[connection.vendor]}"
    wrong.write_bytes(b"something else" * 500)
    with pytest.raises(CommandError):
        call_command("restore", str(wrong), yes=True)
    assert SignOfLife.objects.filter(name="kept").exists()
    assert backups.list_backups() == []


def test_restore_without_yes_only_says_what_it_would_do(db):
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("restore", "some.sqlite3")


@pytest.mark.django_db(transaction=True)
def test_only_the_newest_backups_stay(backup_dir, monkeypatch):
    monkeypatch.setattr(backups, "KEEP", 2)
    paths = [backups.make_backup(with_files=True) for _ in range(3)]
    assert not paths[0].exists()
    assert [one.name for one in backups.list_backups()] == [paths[2].name, paths[1].name]
    assert len(list(backup_dir.glob("*.files.tar"))) == 2


@pytest.mark.django_db(transaction=True)
def test_backup_that_fails_leaves_no_file(backup_dir, monkeypatch):
    def fail(target):
        target.write_text("half")
        raise OSError("disk full")

    monkeypatch.setitem(backups.DUMP, connection.vendor, fail)
    with pytest.raises(OSError, match="disk full"):
        backups.make_backup()
    assert list(backup_dir.iterdir()) == []


def test_uploaded_files_come_back(tmp_path):
    media = tmp_path / "media"
    (media / "images").mkdir(parents=True)
    (media / "images" / "校门.webp").write_bytes(b"picture")
    backups.pack_files(media, tmp_path / "files.tar")
    (media / "images" / "校门.webp").unlink()
    backups.unpack_files(tmp_path / "files.tar", media)
    assert (media / "images" / "校门.webp").read_bytes() == b"picture"


def test_tar_that_points_outside_is_refused(tmp_path):
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("../outside.txt"))
    with pytest.raises(tarfile.OutsideDestinationError):
        backups.unpack_files(tmp_path / "bad.tar", tmp_path / "media")
