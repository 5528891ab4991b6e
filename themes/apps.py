from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Looks only: templates and static files; no query and no model of content."""

    name = "themes"
    label = "themes"
    verbose_name = "主题"

    def ready(self):
        from . import checks  # noqa: F401 (registers itself)
