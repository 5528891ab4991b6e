from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ProvisioningConfig(AppConfig):
    name = "sitehub.provisioning"
    label = "provisioning"
    verbose_name = "开通"

    def ready(self):
        # The last of all: until then permissions of other apps may be missing.
        # Django sends the signal for apps with models only.
        last = [one for one in apps.get_app_configs() if one.models_module][-1]
        post_migrate.connect(settle_after_migrating, sender=last)


def settle_after_migrating(*, using, **signal):
    """An install that was upgraded gets the groups and rights the table of roles has now.

    Not after a flush, nor on the way through older states of the tables.
    """
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from .building import settle_groups

    if "plan" not in signal:
        return
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        settle_groups()
