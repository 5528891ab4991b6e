"""What the edit form of an imported draft says of the import."""

from wagtail.admin.panels import Panel

from .blocks import pictures_without_words


class ImportNotesPanel(Panel):
    """Guesses that still stand in the fields, and pictures without alternative text.

    It is gone once the article was published: then somebody has answered for it.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "school_sites/import_notes.html"

        def is_shown(self):
            article = self.instance
            if article.pk is None or article.first_published_at is not None:
                return False
            return hasattr(article, "import_report") and bool(self.notes() or self.pictures())

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"notes": self.notes(), "pictures": self.pictures()}

        def pictures(self):
            """Picture blocks that still need words."""
            return pictures_without_words(self.instance.body)

        def notes(self):
            """The guesses nobody has changed yet, as ``{label, value}``; a cover has no value."""
            found = []
            for name, value in self.instance.import_report.guesses.items():
                is_cover = name == "cover"
                now = getattr(self.instance, "cover_id" if is_cover else name, None)
                if now and str(now) == value:
                    label = self.instance._meta.get_field(name).verbose_name
                    found.append({"label": label, "value": "" if is_cover else value})
            return found
