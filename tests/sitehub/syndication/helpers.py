"""Short ways to say what the desk's tests are about."""

from sitehub.syndication.models import Submission
from tests.factories import make_article

DESK = "/admin/submissions/"
REASON = "/admin/submissions/reason/"


def offer(site, title, **fields):
    """The submission of a new article of ``site``."""
    return Submission.objects.get(article=make_article(site, title, **fields))


def item(submission):
    """What a row of the desk posts."""
    return f"{submission.pk}:{submission.version}"


def state_of(submission):
    """The decision as it is in the database now."""
    return Submission.objects.get(pk=submission.pk).decision


def text_of(response):
    """The page as text."""
    return response.content.decode()
