from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "sitehub.feeds"
    label = "feeds"
    verbose_name = "站外学校"

    def ready(self):
        from . import signal_handlers

        signal_handlers.connect()
