from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "sitehub.safety"
    label = "safety"
    verbose_name = "安全"
