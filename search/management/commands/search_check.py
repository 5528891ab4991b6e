"""manage.py search_check"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search import building, drift, index_drift
from search.engines import cluster

SHOWN = 20  # lines for each of the two
WORDS = {
    drift.MISSING: "没有条目",
    drift.GONE: "不应被搜到",
    drift.TEXT: "文字不是最新",
    drift.UNINDEXED: "数据库索引中没有",
}


class Command(BaseCommand):
    help = "核对搜索与页面是否一致；有出入时列出并以非零退出，加 --mend 则修正。"

    def add_arguments(self, parser):
        parser.add_argument("--mend", action="store_true", help="修正")

    def handle(self, *, mend, **options):
        left = self._check_pages(mend)
        if settings.ELASTICSEARCH_URL:
            left += self._check_index(mend)
        if left:
            raise CommandError(_("搜索有 %d 处不一致。") % left)
        self.stdout.write(_("搜索与页面一致。"))

    def _check_pages(self, mend):
        """How many are wrong and stay so."""
        wrong = 0
        for numbers in drift.chunks():
            found = drift.of_pages(numbers)
            for one in found[: max(0, SHOWN - wrong)]:
                self.stdout.write(f"{one.page}《{one.title}》：{WORDS.get(one.what, one.what)}")
            wrong += len(found)
            if mend and found:
                drift.mend([one.page for one in found])
        return self._outcome(_("条目"), wrong, mend)

    def _check_index(self, mend):
        import elasticsearch

        try:
            if building.is_missing():
                raise CommandError(_("Elasticsearch 中没有索引，请运行 search_rebuild。"))
            wrong = building.mend() if mend else list(index_drift.find(cluster.serving()))
            for number in wrong[:SHOWN]:
                self.stdout.write(_("Elasticsearch 中第 %d 条不一致") % number)
        except building.NotBuilt as error:
            raise CommandError(str(error)) from error
        except (elasticsearch.ApiError, elasticsearch.TransportError) as error:
            raise CommandError(_("Elasticsearch 没有响应：%s") % error) from error
        return self._outcome("Elasticsearch", len(wrong), mend)

    def _outcome(self, name, wrong, mend):
        if wrong and mend:
            self.stdout.write(_("%(name)s：已修正 %(count)d 处。") % {"name": name, "count": wrong})
            return 0
        return wrong
