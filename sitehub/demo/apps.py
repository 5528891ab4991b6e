from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sitehub.demo"
    label = "demo"
    verbose_name = "演示"
