from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "sitehub.counting"
    label = "counting"
    verbose_name = "报送积分"

    def ready(self):
        from . import signal_handlers

        signal_handlers.connect()
