from django.apps import AppConfig


class DownwardConfig(AppConfig):
    name = "sitehub.downward"
    label = "downward"
    verbose_name = "区里通知"

    def ready(self):
        from school_sites import handed_down

        from . import shown

        handed_down.provide(shown.in_force)
