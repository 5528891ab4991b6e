from django.apps import AppConfig


class DistrictConfig(AppConfig):
    name = "sitehub.district"
    label = "district"
    verbose_name = "区站"
