"""manage.py demo: the demo district, or a big world for benchmarks."""

import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sitehub.demo import bulk, world
from sitehub.district.setup import open_district_site


class Command(BaseCommand):
    """Build the demo district once; a second run keeps what was entered."""

    help = "建立演示区：一个区站、十二所学校和它们的内容；已有区站时什么也不改。"

    def add_arguments(self, parser):
        parser.add_argument("--domain", default="localhost", help="域名后缀，默认 localhost")
        parser.add_argument("--schools", type=int, help="改为批量建立 N 所学校（用于压力测试）")
        parser.add_argument("--articles", type=int, default=0, help="批量建立 N 篇文章")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，相同种子得到相同内容")
        parser.add_argument("--force", action="store_true", help="允许在正式环境运行")

    def handle(self, *, domain, schools, articles, seed, force, **options):
        if not settings.DEBUG and not force:
            raise CommandError("这是正式环境；确实要放入演示内容，请加 --force。")
        if schools is not None or articles:
            self._bulk(domain, schools or 0, articles, seed)
        elif world.exists():
            self.stdout.write("已有区站，演示内容未改动。")
        else:
            world.build(host_of=lambda code: f"{code}.{domain}", progress=_bar)
            self.stdout.write(
                self.style.SUCCESS("演示区已建立；网址和帐号见 manage.py addresses。")
            )

    def _bulk(self, domain, schools, articles, seed):
        if not world.exists():
            open_district_site(
                name="云澜区教育信息网", short_name="云澜教育", host=f"district.{domain}", by=None
            )
        for count, build, unit in (
            (schools, bulk.build_schools, "所学校"),
            (articles, bulk.build_articles, "篇文章"),
        ):
            if not count:
                continue
            started = time.monotonic()
            try:
                build(count, seed=seed, progress=_bar)
            except ValueError as error:
                raise CommandError("没有可放文章的学校，请同时给出 --schools。") from error
            seconds = time.monotonic() - started
            self.stdout.write(f"{count} {unit}，{seconds:.1f} 秒，每秒 {count / seconds:.0f}")


def _bar(items):
    return tqdm(items, disable=not sys.stderr.isatty())
