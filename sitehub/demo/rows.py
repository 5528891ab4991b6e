"""Rows written past the ORM: COPY on PostgreSQL, executemany elsewhere."""

import uuid
from datetime import datetime

from django.db import connection
from django.db.models import Max


class Rows:
    """Collects rows of one table and writes them in one go.

    Columns that are not named take the model field's default. Keys are given
    out here, so that rows of other tables can point at rows not yet written.
    """

    def __init__(self, model):
        self.model = model
        fields = model._meta.local_concrete_fields
        self.columns = [field.column for field in fields]
        self.place = {field.attname: number for number, field in enumerate(fields)}
        self.blank = [self._default(field) for field in fields]
        self.next_pk = (model._base_manager.aggregate(top=Max("pk"))["top"] or 0) + 1
        self.rows = []

    @staticmethod
    def _default(field):
        if field.primary_key:
            return None
        return field.get_db_prep_save(field.get_default(), connection)

    def new_pk(self):
        """The next free primary key."""
        pk, self.next_pk = self.next_pk, self.next_pk + 1
        return pk

    def add(self, **values):
        """Add a row; values are plain, aware datetimes and UUIDs included."""
        row = list(self.blank)
        for name, value in values.items():
            row[self.place[name]] = _plain(value)
        self.rows.append(row)

    def write(self):
        """Write what was added and forget it."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Table and column names come from the model, not from anybody's input
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.columns))
                insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(insert, self.rows)
        self.rows = []

    def settle(self):
        """Let the database give out keys after ours again."""
        if connection.vendor != "postgresql":
            return
        from django.core.management.color import no_style

        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)


def _plain(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return value
