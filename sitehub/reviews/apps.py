from django.apps import AppConfig, apps
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
        # The last of all: until then content types of other apps may be missing.
        # Django sends the signal for apps with models only.
        last = [one for one in apps.get_app_configs() if one.models_module][-1]
        post_migrate.connect(workflows.settle_after_migrating, sender=last)
