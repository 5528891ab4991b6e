from django.apps import AppConfig


class SchoolSitesConfig(AppConfig):
    name = "school_sites"
    verbose_name = "学校网站"

    def ready(self):
        from . import sections, signal_handlers

        signal_handlers.connect()
        sections.load()
