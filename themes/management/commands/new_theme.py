"""manage.py new_theme NAME: a folder with the least a theme needs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from themes import registry
from themes.registry import FACTS, LOOKS, SLUG, TOKENS

TOML = """\
slug = "{slug}"
name = "{slug}"
name_en = "{slug}"
description = "在外观屏幕上向学校介绍这个主题的一两句话。"
# Kinds of site it is recommended to: {kinds}.
suits = ["primary"]
# Layouts of the header that it has, the usual one first: {headers}.
headers = ["standard", "centered"]
sheets = ["tokens.css", "theme.css"]
"""
CSS_HEAD = "@layer reset, tokens, base, layout, components, pages, theme, choice, print;\n\n"
TOKENS_CSS = (
    "/* Only tokens: those of themes/static/themes/base/tokens.css, and your own --{slug}-…. */\n"
    + CSS_HEAD
    + """@layer theme {{
  :root {{
    --color-canvas: #f7f7f4;
    --radius: 0.25rem;
  }}
}}
"""
)
THEME_CSS = (
    CSS_HEAD
    + """@layer theme {{
  .masthead__name {{
    letter-spacing: 0.08em;
  }}
}}
"""
)


class Command(BaseCommand):
    """Scaffold a theme that is sound at once and looks nearly like base."""

    help = "新建一个主题的文件夹：theme.toml、tokens.css、theme.css。写法见 docs/themes.md。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("name", help="主题的代码：小写字母、数字和连字符，以字母开头")
        parser.add_argument("--into", default=str(LOOKS), help="放在哪个文件夹里；默认随平台")

    def handle(self, *, name, into, **options):
        if not SLUG.match(name):
            raise CommandError(
                f"“{name}”不能作代码：2 至 30 个小写字母、数字和连字符，以字母开头。"
            )
        folder = Path(into) / name
        if folder.exists() or registry.is_known(name):
            raise CommandError(f"已经有“{name}”：{folder}")
        folder.mkdir(parents=True)
        values = {
            "slug": name,
            "kinds": ", ".join(registry.tokens.kinds()),
            "headers": ", ".join(registry.HEADERS),
        }
        for file, text in ((FACTS, TOML), (TOKENS, TOKENS_CSS), ("theme.css", THEME_CSS)):
            (folder / file).write_text(text.format(**values), encoding="utf-8")
        registry.forget()
        self.stdout.write(f"{folder}\n接着读 docs/themes.md；检查用 manage.py check --tag themes。")
