"""What is done for search once a night."""

from . import vocabulary
from .asked import popular, totals


def keep_up():
    """Count the words of titles, choose what is asked often, forget what is old."""
    vocabulary.recount()
    totals.forget_old()
    popular.choose_popular()
