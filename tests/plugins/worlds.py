"""The usual sites, opened by the product once and put back as rows in every later test.

Opening a site takes about 0.2 s of processor, and most tests need two or three;
writing the same rows again takes a fiftieth of that. The rows are what the product
wrote in this same process, so a test sees the world that opening would give it.
"""

import copy

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from school_sites import hosts

DUMMY = "django_tasks.backends.dummy.DummyBackend"
# (names of the sites there, the last one included; audit lines) -> that site, its statements
_memory = {}


@pytest.fixture
def sites(db, settings):
    """``sites.open(name, make)`` returns the site that ``make()`` opens."""
    return Sites(settings)


class Sites:
    """The sites that a test's fixtures opened so far."""

    def __init__(self, settings):
        self._settings, self._there = settings, ()

    def open(self, name, make):
        """Return the site that ``make()`` opens, put back as rows if it was opened before."""
        if self._settings.TASKS["default"]["BACKEND"] != DUMMY:
            return make()  # jobs run, and write more: the search index
        self._there = (*self._there, name)
        from sitehub.audit.models import AuditEntry

        key = (self._there, AuditEntry.objects.count())  # its lines go behind those there are
        if key not in _memory:
            _memory[key] = _remember(make)
            return copy.deepcopy(_memory[key][0])
        site, statements = _memory[key]
        return copy.deepcopy(site) if _put_back(statements) else make()


def _remember(make):
    """Return what ``make()`` returns, and the statements that write what it wrote."""
    before = _all_rows()
    made = make()
    statements = []
    for model, rows in _all_rows().items():
        new = [row for key, row in rows.items() if key not in before[model]]
        changed = [row for key, row in rows.items() if before[model].get(key, row) != row]
        if new:
            statements.append(_insert(model, new))
        if changed:  # the roots of the trees, which count their children
            statements.append(_insert(model, changed, over=True))
    return made, statements


def _all_rows():
    """Every row of every table, as {model: {primary key: values}}."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.proxy or not model._meta.managed:
                continue
            table, columns = connection.ops.quote_name(model._meta.db_table), _columns(model)
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
            found[model] = {row[0]: row for row in cursor.fetchall()}
    return found


def _columns(model):
    """Quoted names of the columns of ``model``, its primary key first."""
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)
    return [connection.ops.quote_name(field.column) for field in fields]


def _insert(model, rows, *, over=False):
    """A statement that writes ``rows``, over the rows of the same keys if told, and parameters."""
    table, columns = connection.ops.quote_name(model._meta.db_table), _columns(model)
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
    # Wagtail's triggers have put something into SQLite's table of words by then.
    verb = "INSERT OR REPLACE" if model._meta.db_table.endswith("_fts") else "INSERT"
    sql = f"{verb} INTO {table} ({', '.join(columns)}) VALUES {places}"
    if over:
        changes = ", ".join(f"{one} = excluded.{one}" for one in columns)
        sql += f" ON CONFLICT ({columns[0]}) DO UPDATE SET {changes}"
    return sql, [value for row in rows for value in row]


def _put_back(statements):
    """Run the statements; False, and nothing written, where something is in their place."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, parameters in statements:
                cursor.execute(sql, parameters)
    except IntegrityError:
        return False
    hosts.forget()
    Site.clear_site_root_paths_cache()
    return True
