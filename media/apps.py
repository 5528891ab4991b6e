from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    label = "media"
    verbose_name = "图片与文件"

    def ready(self):
        from . import checks, signal_handlers  # noqa: F401 (registers itself)

        signal_handlers.connect()
