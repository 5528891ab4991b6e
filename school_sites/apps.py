from django.apps import AppConfig


class SchoolSitesConfig(AppConfig):
    name = "school_sites"
    verbose_name = "学校网站"

    def ready(self):
        from media.inventory import register_files

        from . import sections, signal_handlers, tree
        from .letters.attachments import stored_files

        signal_handlers.connect()
        sections.load()
        tree.use_index_for_paths()
        register_files(stored_files)
