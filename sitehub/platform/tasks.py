"""The worker's sign of life: a task that goes through the queue like any other."""

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .models import SignOfLife


@task()
def beat():
    """Note that the worker works."""
    SignOfLife.give(SignOfLife.WORKER)


def ask_for_beat():
    """Queue a beat, unless one waits already because no worker runs."""
    if not DBTaskResult.objects.ready().filter(task_path=beat.module_path).exists():
        beat.enqueue()
