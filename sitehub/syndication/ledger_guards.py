"""Triggers that refuse to change or remove lines of the ledger, as those of the audit do.

Installed after every migration: SQLite makes a table anew when a column changes, and
its triggers are lost without a word.
"""

# ruff: noqa: S608 (only constants of this module are put into statements)
from django.db import connections, transaction

from .ledger_entries import LedgerEntry

TABLE = LedgerEntry._meta.db_table
REFUSED = "lines of the ledger are never changed or removed"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSED}'; END $$
"""
POSTGRES = {
    "ledger_rows": f"CREATE TRIGGER ledger_rows BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "ledger_truncate": f"CREATE TRIGGER ledger_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
}
REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
SQLITE = {
    "ledger_no_update": f"CREATE TRIGGER ledger_no_update BEFORE UPDATE ON {TABLE} {REFUSE}",
    "ledger_no_delete": f"CREATE TRIGGER ledger_no_delete BEFORE DELETE ON {TABLE} {REFUSE}",
    # INSERT OR REPLACE removes a row without asking the trigger on DELETE.
    "ledger_no_replace": f"CREATE TRIGGER ledger_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) {REFUSE}",
}


def install(using="default"):
    """Put the triggers in place; those that are there are made anew."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _remove(cursor, connection.vendor)
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for statement in _triggers(connection.vendor).values():
            cursor.execute(statement)


def remove(using="default"):
    """Take the triggers away. For tests that empty all tables."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _remove(cursor, connection.vendor)


def install_after_migrating(*, using, **signal):
    """Signal handler: the table is as it will be."""
    if TABLE in connections[using].introspection.table_names():
        install(using)


def _remove(cursor, vendor):
    on_table = f" ON {TABLE}" if vendor == "postgresql" else ""
    for name in _triggers(vendor):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _triggers(vendor):
    return {"postgresql": POSTGRES, "sqlite": SQLITE}[vendor]
