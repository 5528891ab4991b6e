"""manage.py theme_previews: the pictures by which schools choose a theme."""

import subprocess
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from sitehub.demo import theme_pictures
from themes import registry


class Command(BaseCommand):
    """Photograph the demo's home pages, into each theme's folder or onto one sheet."""

    help = "用演示区的首页给主题拍预览图（需要 chromium 和 manage.py demo 的内容）。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="*", help="哪几个主题；不写就是全部")
        parser.add_argument("--sheet", help="不写进主题，拼成一张图存到这里")

    def handle(self, *, slug, sheet, **options):
        if theme_pictures.chromium() is None:
            raise CommandError("没有找到 chromium。Debian：apt install chromium")
        unknown = [one for one in slug if not registry.is_known(one)]
        if unknown:
            raise CommandError(f"没有主题：{'、'.join(unknown)}")
        themes = [one for one in registry.offered() if not slug or one.slug in slug]
        images = [self._take(theme) for theme in themes]
        if sheet:
            Path(sheet).parent.mkdir(parents=True, exist_ok=True)
            theme_pictures.sheet_of(images).save(sheet)
            self.stdout.write(sheet)
            return
        for theme, image in zip(themes, images, strict=True):
            path = theme.folder / registry.PREVIEW
            path.write_bytes(theme_pictures.as_preview(image))
            self.stdout.write(f"{path}  {path.stat().st_size // 1024} KB")

    @staticmethod
    def _take(theme):
        entry = theme_pictures.site_for(theme)
        if entry is None:
            raise CommandError("还没有网站。先运行 manage.py demo。")
        try:
            return theme_pictures.picture_of(theme, entry)
        except (OSError, subprocess.SubprocessError) as error:
            raise CommandError(f"{theme.slug}：没有拍成。{error}") from error
