"""Prove submissions right, and mend them."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitehub.syndication.reconciling import reconcile

SHOWN = 20  # of each kind, by number and title; the others are counted


class Command(BaseCommand):
    help = "核对报送与文章、栏目、规则是否一致，并修正；加 --check 只核对，有出入时以非零退出。"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只核对，不修正")

    def handle(self, *, check, **options):
        counts, labels, left = Counter(), {}, 0
        for found in reconcile(mend=not check):
            name = found.kind.name
            labels[name] = found.kind.label
            for pk, title in found.rows[: max(0, SHOWN - counts[name])]:
                self.stdout.write(f"{name} {pk}《{title}》")
            counts[name] += len(found.rows)
            left += found.left
        for name, count in counts.items():
            self.stdout.write(_("%(kind)s：%(count)d 处") % {"kind": labels[name], "count": count})
        if not counts:
            self.stdout.write(_("报送与文章一致。"))
        elif not left:
            self.stdout.write(_("已修正，共 %d 处。") % counts.total())
        elif check:
            raise CommandError(_("有 %d 处不一致；不加 --check 再运行一次即修正。") % left)
        else:
            raise CommandError(_("有 %d 处没有修正。") % left)
