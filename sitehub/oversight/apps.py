from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "sitehub.oversight"
    label = "oversight"
    verbose_name = "审计"

    def ready(self):
        from media.inventory import register_files
        from sitehub.audit import register_roles
        from sitehub.isolation.working_site import roles_in_force

        from . import checks, signal_handlers  # noqa: F401  (checks registers itself)
        from .archive import stored_files

        signal_handlers.connect()
        register_roles(roles_in_force)
        register_files(stored_files)
