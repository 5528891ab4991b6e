from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sitehub.audit"
    label = "audit"
    verbose_name = "审计"
