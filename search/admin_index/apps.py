"""Wagtail's search app, of which the index is written in the transaction that saves."""

from django.db.models.signals import post_save
from wagtail.search.apps import WagtailSearchAppConfig


def _saved(instance, raw=False, update_fields=None, **kwargs):
    from .writing import saved

    if not raw:
        saved(instance, update_fields)


class AdminSearchConfig(WagtailSearchAppConfig):
    """Stock Wagtail would queue a job for every save, and find the new thing a while later."""

    def ready(self):
        super().ready()
        from modelsearch.index import get_indexed_models
        from modelsearch.signal_handlers import post_save_signal_handler

        for model in get_indexed_models():
            post_save.disconnect(post_save_signal_handler, sender=model)
            post_save.connect(_saved, sender=model, dispatch_uid="search.admin_index")
