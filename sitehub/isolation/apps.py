from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "sitehub.isolation"
    label = "isolation"
    verbose_name = "站点隔离"
