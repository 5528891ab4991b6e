from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "sitehub.placements"
    label = "placements"
    verbose_name = "推荐位"

    def ready(self):
        from school_sites import pinned

        from . import shown

        pinned.provide(shown.of_column)
