"""Count points anew, or prove that they are right."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from sitehub.counting.recount import find_drift, recount_all

SHOWN = 50  # lines of a check; what is counted is all


class Command(BaseCommand):
    help = "按台账重新计算全部积分；加 --check 只核对，有出入时列出并以非零退出。"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只核对，不改")

    def handle(self, *, check, **options):
        def progress(schools):
            return tqdm(schools, disable=options["verbosity"] == 0 or not self.stderr.isatty())

        if not check:
            count = recount_all(progress=progress)
            self.stdout.write(_("已重新计算 %d 所学校的积分。") % count)
            return
        count = 0
        for site, month, channel, figure, has, should in find_drift(progress=progress):
            count += 1
            if count > SHOWN:
                continue
            self.stdout.write(
                f"{site.code} {month:%Y-%m} {channel} {figure}: {has}, {_('应为')} {should}"
            )
        if count:
            raise CommandError(_("有 %d 处不一致；运行 recount 重新计算。") % count)
        self.stdout.write(_("积分与台账一致。"))
