"""manage.py import_article: files into a column, each its own transaction."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from school_sites.imports import check_upload, find_column, import_article
from school_sites.models import SchoolSite
from school_sites.word_import import ImportRefused

MARKS = {"check": "请核对", "guess": "猜测", "fixed": "已清理"}


class Command(BaseCommand):
    """Import documents as articles; a refused file changes nothing."""

    help = "把 Word 文档（.docx、.doc）、网页（.html、.zip）和 .txt 文件导入为某网站某栏目的文章。"

    def add_arguments(self, parser):
        parser.add_argument("--site", required=True, help="网站代码")
        parser.add_argument("--column", required=True, help="栏目地址或名称，例如 jiaoyan")
        parser.add_argument("--publish", action="store_true", help="导入后立即发布")
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, site, column, publish, files, **options):
        school = SchoolSite.objects.filter(code=site).first()
        if school is None:
            raise CommandError(f"--site：没有代码为“{site}”的网站。")
        try:
            page = find_column(school, column)
        except ValidationError as error:
            raise CommandError(f"--column：{error.messages[0]}") from error
        refused = [name for name in files if not self._import(page, Path(name), publish)]
        if refused:
            raise CommandError(
                f"{len(refused)} 个文件没有导入，其余 {len(files) - len(refused)} 个已导入。"
            )

    def _import(self, column, path, publish):
        try:
            check_upload(path.name, path.stat().st_size)
            article = import_article(
                column=column, name=path.name, data=path.read_bytes(), by=None, publish=publish
            )
        except OSError as error:
            self.stderr.write(f"{path.name}：无法读取（{error.strerror}）。")
            return False
        except (ImportRefused, ValidationError) as error:
            self.stderr.write("；".join(getattr(error, "messages", [str(error)])))
            return False
        state = "已发布" if publish else "草稿"
        self.stdout.write(f"{state} 《{article.title}》 {article.full_url}")
        for finding in article.import_report.findings:
            mark = MARKS[finding["severity"]]
            self.stdout.write(f"  {mark}：{finding['message']} {finding['excerpt']}")
        return True
