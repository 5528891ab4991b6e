"""Where readers put what they find, until there is enough of it."""

import re
import time

from school_sites.plain_text import without_control

from .limits import MAX_CELLS, MAX_PAGES, MAX_TEXT, SOFT_SECONDS

SPACES = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\s*\n\s*")
SURROGATES = re.compile("[\ud800-\udfff]")


class EnoughRead(Exception):
    """There is as much as is kept, or it has taken long enough: the rest is left out."""


class Gathered:
    """The text of one file as it is read. ``pages`` is None for what has no pages."""

    def __init__(self):
        self.lines, self.length, self.cells = [], 0, 0
        self.pages = None

    def add(self, line):
        """Take a line, or several. Raises EnoughRead."""
        line = line.strip()
        if line:
            self.lines.append(line)
            self.length += len(line) + 1
        if self.length > MAX_TEXT:
            raise EnoughRead
        self.look_at_clock()

    def page(self, number):
        """Begin the page ``number``, from 1. Raises EnoughRead."""
        if number > MAX_PAGES:
            raise EnoughRead
        self.look_at_clock()

    def count_cells(self, number):
        """Note ``number`` more cells, however empty. Raises EnoughRead."""
        self.cells += number
        if self.cells > MAX_CELLS:
            raise EnoughRead
        self.look_at_clock()

    def look_at_clock(self):
        """Raise EnoughRead when it is late."""
        if self.is_late():
            raise EnoughRead

    def is_late(self):
        """Whether this process has worked as long as is good."""
        return time.process_time() > SOFT_SECONDS

    def text(self):
        """Everything taken, tidied."""
        return tidy("\n".join(self.lines))


def tidy(text):
    """``text`` as a database takes it: no control characters, no halves of characters, no blanks
    beside blanks, not longer than is kept."""
    text = SURROGATES.sub("", without_control(text[: 2 * MAX_TEXT]))
    return EMPTY_LINES.sub("\n", SPACES.sub(" ", text)).strip()[:MAX_TEXT]
