"""The chain and its guards, on both databases."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sitehub.audit import chain, guards, record
from sitehub.audit.models import AuditEntry, ChainHead
from sitehub.audit.origin import Origin, coming_from
from sitehub.oversight.verification import verify

pytestmark = pytest.mark.both_databases
TABLE = AuditEntry._meta.db_table


@pytest.fixture
def lines(db):
    """Five lines with everything a line may say."""
    origin = Origin(source="web", address="192.0.2.7", agent="浏览器\0 <b>", request_id="a" * 32)
    with coming_from(origin):
        written = [
            record(
                "test.line",
                by=None,
                before={"价格": 1.5, "名": "旧\0", "深": {"列": [1, None, True]}},
                after={"价格": 1e17, "名": "新😀", "number": number},
                details={"z": 1, "a": [{"b": 2**60}]},
            )
            for number in range(5)
        ]
    chain.seal()
    return written


def write(sql, *values):
    """Change the table as somebody would who first took the triggers away."""
    guards.remove()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    guards.install()


def fault():
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit")
    return str(caught.value)


def test_lines_form_a_chain_that_holds_after_reading_them_back(lines, capsys):
    call_command("verify_audit")
    head = ChainHead.objects.get()
    assert f"{head.sequence}:{head.hash}" in capsys.readouterr().out
    rows = list(AuditEntry.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert rows[0].before["名"] == "旧"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("object_title", "'别的'"),
        ("actor_name", "'别人'"),
        ("actor_id", "7"),
        ("address", "'192.0.2.8'"),
        ("before", "'{}'"),
        ("at", "'2020-01-01 00:00:00+00:00'"),
    ],
)
def test_a_changed_line_is_named(lines, column, value):
    write(f"UPDATE {TABLE} SET {column} = {value} WHERE sequence = 3")
    assert "第 3 条的内容与指纹不符" in fault()


def test_a_changed_line_with_a_matching_hash_of_its_own_is_found_at_the_next(lines):
    entry = AuditEntry.objects.get(sequence=3)
    entry.object_title = "别的"
    values = {name: getattr(entry, name) for name in (*chain.CONTENT, *chain.SEAL)}
    write(
        f"UPDATE {TABLE} SET object_title = '别的', hash = %s WHERE sequence = 3",
        chain.fingerprint(values),
    )
    assert "第 4 条没有接在前一条之后" in fault()


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_missing_line_is_named(lines, number):
    write(f"DELETE FROM {TABLE} WHERE sequence = {number}")
    assert f"第 {number} 条缺失" in fault()


def test_lines_that_changed_places_are_found(lines):
    write(f"UPDATE {TABLE} SET sequence = 99 WHERE sequence = 2")
    write(f"UPDATE {TABLE} SET sequence = 2 WHERE sequence = 3")
    write(f"UPDATE {TABLE} SET sequence = 3 WHERE sequence = 99")
    assert "第 2 条" in fault()


def test_a_line_added_behind_the_head_is_found(lines):
    head = ChainHead.objects.get()
    entry = AuditEntry(action="test.forged")
    chain._link(entry, head)
    entry.save()
    assert "第 6 条不在链上" in fault()


def test_a_line_that_never_joins_the_chain_is_found(lines):
    late = AuditEntry.objects.create(action="test.forged", at="2020-01-01T00:00:00+00:00")
    assert f"编号 {late.pk} 的记录一直没有接入链" in fault()


def test_the_end_cut_off_is_found_by_what_was_noted(lines):
    head = ChainHead.objects.get()
    write(f"DELETE FROM {TABLE} WHERE sequence = 5")
    last = AuditEntry.objects.get(sequence=4)
    ChainHead.objects.update(sequence=4, hash=last.hash)
    verify()
    with pytest.raises(CommandError, match="第 5 条缺失"):
        call_command("verify_audit", "--known", f"{head.sequence}:{head.hash}")


def test_missing_triggers_are_told(lines):
    guards.remove()
    assert "触发器缺失" in fault()


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET object_title = 'x' WHERE sequence = 2",
        f"UPDATE {TABLE} SET hash = 'x' WHERE sequence = 2",
        f"UPDATE {TABLE} SET sequence = 77 WHERE sequence = 2",
        f"DELETE FROM {TABLE} WHERE sequence = 5",
        f"DELETE FROM {TABLE}",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(lines, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(DatabaseError), guards.removal_allowed(), connection.cursor() as cursor:
        cursor.execute(statement)  # nothing of it is archived
    assert verify()[1] == 5


@pytest.mark.postgres
def test_the_table_cannot_be_emptied_on_postgres(lines):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE}")


def test_a_line_cannot_be_written_over(lines):
    columns = "id, at, action, actor_name, details, object_title"
    copy = f"INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE} WHERE sequence = 2"
    overwrite = {
        "sqlite": f"REPLACE {copy}",
        "postgresql": f"INSERT {copy} ON CONFLICT (id) DO UPDATE SET object_title = 'x'",
    }
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(overwrite[connection.vendor])
    assert verify()[1] == 5


@pytest.mark.django_db(transaction=True)
def test_many_who_write_and_seal_at_once_make_one_chain():
    workers, each = 4, 8

    def work():
        try:
            for number in range(each):
                with transaction.atomic():
                    record("test.line", by=None, details={"number": number})
                    record("test.line", by=None)
                chain.seal()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chain.seal()
    archived, in_table, link = verify()
    assert (archived, in_table, link.sequence) == (0, 64, 64)


def _roll_back_a_line():
    with transaction.atomic():
        record("test.line", by=None)
        raise ValueError("no")


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_hole():
    record("test.line", by=None)
    with pytest.raises(ValueError, match="no"):
        _roll_back_a_line()
    record("test.line", by=None)
    chain.seal()
    assert verify()[1] == 2
