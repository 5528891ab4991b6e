from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    name = "sitehub.provisioning"
    label = "provisioning"
    verbose_name = "开通"
