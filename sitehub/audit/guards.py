"""Triggers that refuse to change or remove audit lines, on PostgreSQL and on SQLite.

Installed after every migration, not once by one: SQLite makes a table anew when
a column changes, and its triggers are lost without a word.

The only ways through: sealing a line that is not yet sealed, and removing lines
that are archived, within ``removal_allowed``, which nothing but the archive uses.
"""

# ruff: noqa: S608 (only constants of this module are put into statements)
from contextlib import contextmanager

from django.db import connections, transaction

from .chain import SEAL
from .models import ArchivedPart, AuditEntry

TABLE = AuditEntry._meta.db_table
PARTS = ArchivedPart._meta.db_table
FLAG = "sitehub.audit_removal"
FUNCTION = "audit_removal"
REFUSED = "audit lines are never changed or removed"
SEAL_ARRAY = ", ".join(f"'{name}'" for name in SEAL)

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.sequence IS NULL AND NEW.sequence IS NOT NULL
       AND to_jsonb(NEW) - ARRAY[{SEAL_ARRAY}] = to_jsonb(OLD) - ARRAY[{SEAL_ARRAY}] THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'DELETE' THEN
    IF current_setting('{FLAG}', true) = 'on'
       AND OLD.sequence <= (SELECT max(last) FROM {PARTS}) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '{REFUSED}';
END $$
"""
POSTGRES = {
    "audit_rows": f"CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "audit_truncate": f"CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
}
SAME = " AND ".join(
    f'NEW."{field.column}" IS OLD."{field.column}"'
    for field in AuditEntry._meta.concrete_fields
    if field.name not in SEAL
)
# A connection that did not open the door does not know the function, and is refused as well.
SQLITE = {
    "audit_no_update": f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} "
    f"WHEN NOT (OLD.sequence IS NULL AND NEW.sequence IS NOT NULL AND {SAME}) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    # INSERT OR REPLACE removes a row without asking the trigger on DELETE.
    "audit_no_replace": f"CREATE TRIGGER audit_no_replace BEFORE INSERT ON {TABLE} "
    f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR sequence = NEW.sequence) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "audit_no_delete": f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} "
    f"WHEN OLD.sequence IS NULL OR NOT OLD.sequence <= (SELECT max(last) FROM {PARTS}) "
    f"OR (SELECT max(last) FROM {PARTS}) IS NULL OR {FUNCTION}() IS NOT 1 "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
}


def install(using="default"):
    """Put the triggers in place; those that are there are made anew."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _remove(cursor, connection.vendor)
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for statement in _triggers(connection.vendor).values():
            cursor.execute(statement)


def remove(using="default"):
    """Take the triggers away. For tests that empty all tables."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _remove(cursor, connection.vendor)


def _remove(cursor, vendor):
    on_table = f" ON {TABLE}" if vendor == "postgresql" else ""
    for name in _triggers(vendor):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _triggers(vendor):
    return {"postgresql": POSTGRES, "sqlite": SQLITE}[vendor]


def are_installed(using="default"):
    """Whether every trigger is there and in force."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        found = {name for (name,) in cursor.fetchall()}
    return found >= _triggers(connection.vendor).keys()


def tables(using):
    """Names of the database's tables."""
    return set(connections[using].introspection.table_names())


@contextmanager
def removal_allowed(using="default"):
    """A transaction in which archived lines may be removed, and no others."""
    connection = connections[using]
    with transaction.atomic(using):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, 'on', true)", [FLAG])
                yield
                cursor.execute("SELECT set_config(%s, 'off', true)", [FLAG])
        else:
            connection.ensure_connection()
            connection.connection.create_function(FUNCTION, 0, lambda: 1)
            try:
                yield
            finally:
                connection.connection.create_function(FUNCTION, 0, lambda: 0)
