"""Where the forms of a public host are, whichever host asks."""

from django.conf import settings
from django.urls import reverse


def fill_url(number):
    """The form of the box of this number; "" for one that is being written."""
    return _url("letter_fill_in", number) if number else ""


def sent_url(number, sending):
    """Where the code of a sending is shown."""
    return _url("letter_sent", number, sending)


def answers_url(number, cursor):
    """Public answers of a box that are older than ``cursor``."""
    return _url("box_answers", number, cursor)


def state_url():
    """Where a sender asks with the code."""
    return _url("letter_state")


def _url(name, *args):
    return reverse(name, settings.PUBLIC_URLCONF, args)
