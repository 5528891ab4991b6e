from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "sitehub.syndication"
    label = "syndication"
    verbose_name = "报送"

    def ready(self):
        from school_sites.queries import register_source

        from . import signal_handlers, sources

        signal_handlers.connect()
        register_source(sources.SUBMISSIONS)
