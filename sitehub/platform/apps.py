from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "sitehub.platform"
    label = "platform"
    verbose_name = "平台"

    def ready(self):
        from sitehub import checks  # noqa: F401  (registers them)
