from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "sitehub.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self):
        from django_tasks import signals

        from . import origin

        post_migrate.connect(install_guards, sender=self)
        signals.task_started.connect(origin.begin_task)
        signals.task_finished.connect(origin.end_task)


def install_guards(*, using, **signal):
    """Signal handler: the tables are as they will be."""
    from . import guards

    # Not on the way through older states of the tables.
    if {guards.TABLE, guards.PARTS} <= guards.tables(using):
        guards.install(using)
