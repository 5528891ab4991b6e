"""manage.py search_rebuild"""

import os
from concurrent.futures.process import BrokenProcessPool

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from search import building, drift, engines
from search.admin_index import writing as admin_index
from search.engines import sqlite_anew

MOST_PROCESSES = 4  # more would wait for each other's writing


class Command(BaseCommand):
    """Each part may be broken off at any moment: begun again, it finds what is done."""

    help = "重建搜索索引，搜索照常可用；中断后再次运行即可接着做。"

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="数据库索引也整个重做（SQLite）")
        parser.add_argument(
            "--processes",
            type=int,
            default=min(os.cpu_count() or 1, MOST_PROCESSES),
            help=f"几个进程同时做（默认与处理器数相同，最多 {MOST_PROCESSES}）",
        )

    def handle(self, *, anew, processes, **options):
        if processes < 1:
            raise CommandError(_("--processes 至少为 1。"))
        self.is_quiet = options["verbosity"] == 0 or not self.stderr.isatty()
        try:
            mended = drift.mend_all(self._bar(_("条目")), processes)
        except BrokenProcessPool as error:
            raise CommandError(_("有进程中途被终止，请再次运行，会接着做。")) from error
        self.stdout.write(_("条目已与页面一致，改写 %d 条。") % mended)
        self._mend_admin_index()
        if engines.keeps_embedded() and (sqlite_anew.is_wanted() or anew):
            sqlite_anew.make_anew(self._bar(_("数据库索引")))
            self.stdout.write(_("数据库索引已重做。"))
        if settings.ELASTICSEARCH_URL:
            self._build()

    def _mend_admin_index(self):
        bar, mended = self._bar(_("后台搜索"))(admin_index.how_many()), 0
        for there, wrong, _place in admin_index.chunks():
            mended += wrong
            bar.update(there)
        bar.close()
        self.stdout.write(_("后台搜索已与内容一致，改写 %d 条。") % mended)

    def _build(self):
        import elasticsearch

        try:
            found = building.build(self._bar("Elasticsearch"))
        except building.NotBuilt as error:
            raise CommandError(_("未换上新索引，旧索引继续使用：%s") % error) from error
        except (elasticsearch.ApiError, elasticsearch.TransportError) as error:
            raise CommandError(_("Elasticsearch 没有响应：%s") % error) from error
        self.stdout.write(_("Elasticsearch 已换上新索引，可查 %d 条。") % found)

    def _bar(self, name):
        def bar(total):
            return tqdm(total=total, desc=name, disable=self.is_quiet)

        return bar
