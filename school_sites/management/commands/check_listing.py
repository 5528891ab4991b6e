"""Prove listings equal to the tree."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from school_sites.listings_check import MISSING, find_drift, mend


class Command(BaseCommand):
    help = "核对文章列表与页面是否一致；有出入时列出并以非零退出，加 --fix 则修正。"

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="按页面修正列表")

    def handle(self, *, fix, **options):
        count, mended = 0, None
        for drift in find_drift():
            count += 1
            self.stdout.write(describe(drift))
            if fix and drift.article_id != mended:
                mend(drift.article_id)
                mended = drift.article_id
        if not count:
            self.stdout.write(_("列表与页面一致。"))
        elif fix:
            self.stdout.write(_("已修正，共 %d 处。") % count)
        else:
            raise CommandError(_("有 %d 处不一致；加 --fix 修正。") % count)


def describe(drift):
    """One line for people."""
    if drift.field == MISSING:
        return _("%(id)d《%(title)s》：已发布，但不在列表中") % {
            "id": drift.article_id,
            "title": drift.title,
        }
    return _("%(id)d《%(title)s》：%(field)s 是 %(found)r，应为 %(expected)r") % {
        "id": drift.article_id,
        "title": drift.title,
        "field": drift.field,
        "found": drift.found,
        "expected": drift.expected,
    }
