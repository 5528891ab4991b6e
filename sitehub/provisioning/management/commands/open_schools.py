"""Open many schools' sites from a CSV file."""

import gc
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from sitehub.provisioning.csv_import import FileRefused, Outcome, open_rows, read_rows
from sitehub.provisioning.fields import LABELS


class Command(BaseCommand):
    help = "按 CSV 名单开通学校网站：代码、全称、类型、域名，另可有简称、其他域名（用;分开）等列。"

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSV 文件，UTF-8 或 GB18030 编码")
        parser.add_argument("--dry-run", action="store_true", help="只检查，什么都不改")

    def handle(self, *, file, dry_run, **options):
        try:
            rows = read_rows(Path(file).read_bytes())
        except OSError as error:
            raise CommandError(_("文件打不开：%s") % error) from error
        except FileRefused as error:
            raise CommandError(str(error)) from error
        # The collector need not walk the loaded program again and again: that is
        # a quarter of a second for one school in sixty (tests/bench/provisioning.py).
        gc.freeze()
        results = open_rows(rows, by=None, dry_run=dry_run)
        # On standard error, and silent where that is not a terminal.
        results = list(tqdm(results, total=len(rows), unit="所", disable=None))
        for result in results:
            self._report(result)
        self._summary(Counter(result.outcome for result in results), dry_run)

    def _report(self, result):
        stream = self.stderr if result.is_bad else self.stdout
        place = _("第 %(row)d 行（%(code)s）") % {
            "row": result.row.number,
            "code": result.row.values["code"] or "-",
        }
        for field, message in result.messages:
            label = f"{LABELS.get(field, field)}：" if field else ""
            stream.write(f"{place} {label}{message}")

    def _summary(self, counts, dry_run):
        opened = _("可以开通") if dry_run else _("开通")
        text = _("%(verb)s %(opened)d 所，已有 %(unchanged)d 所，失败 %(bad)d 行。") % {
            "verb": opened,
            "opened": counts[Outcome.OPENED],
            "unchanged": counts[Outcome.UNCHANGED],
            "bad": counts[Outcome.FAILED] + counts[Outcome.CONFLICT],
        }
        self.stdout.write(text)
        if counts[Outcome.FAILED] or counts[Outcome.CONFLICT]:
            raise CommandError(_("有的行没有成功，见上。其他行不受影响，改好后可以再运行一次。"))
