from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SyndicationConfig(AppConfig):
    name = "sitehub.syndication"
    label = "syndication"
    verbose_name = "报送"

    def ready(self):
        from school_sites.queries import register_source
        from search.hits import register_marks

        from . import ledger_guards, marks, signal_handlers, sources

        signal_handlers.connect()
        post_migrate.connect(ledger_guards.install_after_migrating, sender=self)
        register_source(sources.SUBMISSIONS)
        register_marks(marks.places_of)
