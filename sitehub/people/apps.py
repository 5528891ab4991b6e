from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sitehub.people"
    label = "people"
    verbose_name = "人员"

    def ready(self):
        from . import signal_handlers

        signal_handlers.connect()
