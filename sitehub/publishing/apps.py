from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sitehub.publishing"
    label = "publishing"
    verbose_name = "发布"
