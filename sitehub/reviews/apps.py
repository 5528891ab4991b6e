from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReviewsConfig(AppConfig):
    name = "sitehub.reviews"
    label = "reviews"
    verbose_name = "审核"

    def ready(self):
        from school_sites import reviewing

        from . import engine, signal_handlers, workflows

        reviewing.provide(engine)
        signal_handlers.connect()
        post_migrate.connect(workflows.settle_after_migrating, sender=self)
