"""What the scheduler, and who opens or renames a site, has the worker do for search."""

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from . import engines, outbox, tasks
from .admin_index import texts as admin_texts


def look():
    """Every minute: what was lost or postponed; entries of an older analysis; a missing index."""
    outbox.ask_if_due()
    engines.storing().settle()
    if cache.get(tasks.WALKED) != admin_texts.version():
        mend()
    if settings.ELASTICSEARCH_URL and _is_index_missing():
        _queue(tasks.build_index)


def mend():
    """Every night: compare all that search says with what is so, and mend it."""
    if cache.add(tasks.WALKING, True, tasks.LEASE):
        _queue(tasks.mend_entries)


def mend_site(site):
    """Have the pages of ``site`` found, and by its names; there may be thousands."""
    transaction.on_commit(lambda: tasks.mend_site.enqueue(site.pk))


def _is_index_missing():
    import elasticsearch

    from . import building

    try:
        return building.is_missing()
    except (elasticsearch.ApiError, elasticsearch.TransportError):
        return False  # it does not answer; perhaps in a minute


def _queue(task):
    if not DBTaskResult.objects.ready().filter(task_path=task.module_path).exists():
        task.enqueue()
