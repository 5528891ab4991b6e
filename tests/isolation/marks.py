"""How a leak is known: school B's marker, and numbers that tell whose they are.

The marker is ASCII, so neither JSON nor HTML escapes it, and it is lower case,
so it can stand in addresses, host and file names. What B's people would search
for is another word (``WORD``): a search box repeats what was asked.

Every row of A has an eight-digit number beginning with 66, every row of B one
beginning with 77; the other digits tell the table and the row. Both schools are
furnished by the same function, so the row of B that answers to a row of A has
the same number plus ``DELTA``.
"""

import html
import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.db import connection

MARK = "zqbeta"
WORD = "vorn"
HUSH = "hush"  # after the marker: the school has not published it
FIRST_A, FIRST_B, FIRST_LATER = 66_000_000, 77_000_000, 88_000_000
DELTA = FIRST_B - FIRST_A
ROOM = 5_000  # rows of one table
NUMBER_OF_A = re.compile(r"(?<![0-9A-Za-z])66[0-9]{6}(?![0-9A-Za-z]|-[0-9a-f]{4}-)")
# The first part of a UUID may have eight digits, too.
NUMBER_OF_B = re.compile(r"(?<![0-9A-Za-z])77[0-9]{6}(?![0-9A-Za-z]|-[0-9a-f]{4}-)")
ESCAPED = re.compile(r"\\u00([0-7][0-9a-f])", re.IGNORECASE)  # of JSON, letters of ASCII only
PACKED = (b"PK\x03\x04",)


def number_from(first):
    """Let the next row of every table have a number in the room that ``first`` begins."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
            [(table, first + order * ROOM) for order, table in enumerate(tables())],
        )


def tables():
    """The names of all tables, in an order that does not change while tests run."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return sorted(name for name in names if "_fts" not in name and name != "django_migrations")


def text_of(data):
    """All that a person finds in ``data``: packed files opened, escapes resolved."""
    if not isinstance(data, bytes):
        data = str(data).encode()
    if data.startswith(PACKED):
        try:
            with ZipFile(BytesIO(data)) as packed:
                return "\n".join(
                    f"{name}\n{text_of(packed.read(name))}" for name in packed.namelist()
                )
        except BadZipFile:
            pass
    text = data.decode("utf-8", "replace")
    text = html.unescape(text) if "&#" in text else text
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def marked(text):
    """Whether ``text`` has B's marker."""
    return MARK in text.lower()


def numbers_of_b(text):
    """The numbers of B's rows that stand in ``text``."""
    return set(NUMBER_OF_B.findall(text))


def is_of_b(value):
    """Whether a cell, a row or an argument names B or holds a text of it."""
    text = str(value)
    return marked(text) or bool(NUMBER_OF_B.search(text))


def as_b(text):
    """``text`` with each number of A replaced by that of B's same row."""
    return NUMBER_OF_A.sub(lambda match: str(int(match[0]) + DELTA), text)


def neutral(text):
    """``text`` without B's marker: what is sent back comes back."""
    return re.sub(MARK, "plain", text, flags=re.IGNORECASE)
