"""Words of text files. How they are written, their bytes say (see the importer's decoding)."""

from school_sites.word_import.decoding import decode

from .gathering import EnoughRead
from .limits import MAX_PLAIN_BYTES


def read(data, gathered):
    """Add the lines of a text in UTF-8, GBK (GB18030) or UTF-16."""
    whole = len(data) <= MAX_PLAIN_BYTES
    text, _encoding = decode("", data if whole else _beginning(data))
    for line in text.split("\n"):
        gathered.add(line)
    if not whole:
        raise EnoughRead


def _beginning(data):
    """As many whole lines as are looked at: in no encoding is a line end a part of a character,
    except in UTF-16, whose characters begin at even numbers."""
    end = data.rfind(b"\n", 0, MAX_PLAIN_BYTES) + 1
    return data[: end + end % 2 if b"\0" in data[:MAX_PLAIN_BYTES] else end] or data
