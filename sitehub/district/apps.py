from django.apps import AppConfig


class DistrictConfig(AppConfig):
    name = "sitehub.district"
    label = "district"
    verbose_name = "区站"

    def ready(self):
        from school_sites import sections

        from . import subjects

        sections.register(subjects.SECTION)
