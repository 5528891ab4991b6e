"""The shared workflows: one row for each sequence of steps, for all sites together."""

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Workflow, WorkflowTask

from school_sites.reviewing import STEPS
from sitehub.accounts.roles import Step

from .models import ReviewTask, ReviewTemplate

NAMES = {0: "区审", 1: "一审", 2: "二审", 3: "三审"}


def sequences():
    """Every sequence of steps a column can ask for."""
    for steps in STEPS.values():
        if steps:
            yield steps
        yield (*steps, Step.DISTRICT)


def workflow_of(steps):
    """The shared workflow of ``steps``."""
    found = Workflow.objects.filter(review_template__steps=_key(steps)).first()
    return found or settle_workflows()[_key(steps)]


@transaction.atomic
def settle_workflows():
    """Make what is missing of the shared tasks and workflows; return {key: workflow}."""
    tasks = {task.step: task for task in ReviewTask.objects.all()}
    for step in Step:
        if step not in tasks:
            tasks[step] = ReviewTask.objects.create(name=_label(step), step=step)
    templates = ReviewTemplate.objects.select_related("workflow")
    found = {template.steps: template.workflow for template in templates}
    for steps in sequences():
        if _key(steps) not in found:
            found[_key(steps)] = _make(steps, tasks)
    return found


def _make(steps, tasks):
    own = [step for step in steps if step != Step.DISTRICT]
    names = "、".join(_label(step) for step in steps)
    name = names if not own else f"{NAMES[len(own)]}（{names}）"
    workflow = Workflow.objects.create(name=name)
    ReviewTemplate.objects.create(workflow=workflow, steps=_key(steps))
    for order, step in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=tasks[step], sort_order=order)
    return workflow


LABELS = {Step.FIRST: "初审", Step.SECOND: "复审", Step.FINAL: "终审", Step.DISTRICT: "区审"}


def _label(step):
    """The name kept in the database: not in the language of whoever happens to migrate."""
    return LABELS[step]


def _key(steps):
    return ",".join(steps)


def settle_after_migrating(*, using, **signal):
    """After a migration, and after a flush, the shared rows are there.

    Not on the way through older states of the tables.
    """
    executor = MigrationExecutor(connections[using])
    if "plan" not in signal or not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        settle_workflows()
