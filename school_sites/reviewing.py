"""Which steps of review the content of a column goes through, and the door to the engine.

A column says what it asks for; one that says nothing asks what the column above
it does, and the site's own default stands above them all. The engine itself
(sitehub.reviews) lives in a higher room and is registered here.
"""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from sitehub.accounts.roles import Step
from sitehub.publishing import bump

from . import hosts

STEPLEN = 4  # of a tree path
MEMO = "reviews"


class Review(models.TextChoices):
    """What a column asks for. The value is stored; the label is shown."""

    INHERIT = "inherit", _("与上级相同")
    NONE = "none", _("不审核，直接发布")
    ONE = "one", _("一审（终审）")
    TWO = "two", _("二审（初审、终审）")
    THREE = "three", _("三审（初审、复审、终审）")


SITE_CHOICES = [choice for choice in Review.choices if choice[0] != Review.INHERIT]
STEPS = {
    Review.NONE: (),
    Review.ONE: (Step.FINAL,),
    Review.TWO: (Step.FIRST, Step.FINAL),
    Review.THREE: (Step.FIRST, Step.SECOND, Step.FINAL),
}

# Sent with ``page`` and ``revision`` after a draft of a page was saved, also over an older one.
draft_saved = Signal()

_engine = None


def provide(engine):
    """Register the engine: it has ``workflow_of(steps)`` and ``is_passed(page, revision)``."""
    global _engine
    _engine = engine


def workflow_of(steps):
    """The shared workflow of these steps, None for no step."""
    return _engine.workflow_of(steps) if steps else None


def require_passed(page, revision):
    """Let nothing go online unreviewed, whoever asks and by whatever path.

    Raises PermissionDenied where the column of ``page`` asks for a review that
    ``revision`` has not passed.
    """
    if not _engine.is_passed(page, revision):
        raise PermissionDenied(_("这个栏目的内容须先通过审核才能发布。"))


def steps_at(column_path):
    """The steps for content in the column at ``column_path``, in order; no query as a rule."""
    columns, defaults = hosts.table().derived(MEMO, lambda: (_asked_for(), _defaults()))
    return _steps(column_path, columns, defaults.get(column_path[: hosts.ROOT_PATH_LENGTH]))


def steps_now(column_path):
    """As ``steps_at``, but asked of the database: what publishing depends on is never a memory."""
    root_path = column_path[: hosts.ROOT_PATH_LENGTH]
    default = _defaults(root_page__path=root_path).get(root_path)
    return _steps(column_path, _asked_for(root_path=root_path), default)


def _asked_for(**filters):
    from .models import ColumnPage

    columns = ColumnPage.objects.filter(**filters)
    columns = columns.exclude(review=Review.INHERIT, district_review=False)
    return {path: rest for path, *rest in columns.values_list("path", "review", "district_review")}


def _defaults(**filters):
    from .models import SchoolSite

    sites = SchoolSite.objects.filter(**filters).exclude(review=Review.NONE)
    return dict(sites.values_list("root_page__path", "review"))


def _steps(column_path, asked, default):
    review, district = Review.INHERIT, False
    for end in range(len(column_path), hosts.ROOT_PATH_LENGTH, -STEPLEN):
        own, by_district = asked.get(column_path[:end], (Review.INHERIT, False))
        review = own if review == Review.INHERIT else review
        district = district or by_district
    steps = STEPS[default or Review.NONE] if review == Review.INHERIT else STEPS[review]
    return (*steps, Step.DISTRICT) if district else steps


def column_saved(column):
    """Forget what was remembered where ``column`` now asks for something else."""
    columns, _sites = hosts.table().memo.get(MEMO, ({}, {}))
    known = columns.get(column.path, [Review.INHERIT, False])
    if list(known) != [column.review, column.district_review]:
        forget()


def forget():
    """Ask anew: here at once, in every process once the transaction has committed."""
    hosts.table().memo.pop(MEMO, None)
    bump(hosts.GENERATION)
    transaction.on_commit(hosts.forget)  # this process need not wait to be told by the mark
