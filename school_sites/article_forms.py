"""The form of an article: keywords are suggested, the subject stands where it is needed."""

from functools import cached_property

from django import forms
from django.db.models import Count
from wagtail.admin.panels import FieldPanel

from . import hosts
from .references import SitePageForm

SUGGESTIONS = 40


def frequent_words(site, limit=SUGGESTIONS):
    """The keywords a site's articles have most often; reads the site's part of an index."""
    from .models import ListingTag  # the models are made with this form

    counted = ListingTag.objects.filter(site=site).values("word").annotate(uses=Count("pk"))
    return list(counted.order_by("-uses", "word").values_list("word", flat=True)[:limit])


class KeywordInput(forms.TextInput):
    """A line of keywords. The browser offers ``suggestions``; a script, for each word anew."""

    template_name = "school_sites/widgets/keywords.html"
    suggestions = ()

    class Media:
        js = ["school_sites/keywords.js"]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.suggestions:
            list_id = f"{context['widget']['attrs'].get('id', name)}-words"
            context["widget"]["attrs"] |= {
                "list": list_id,
                "autocomplete": "off",
                "data-keywords": True,
            }
            context |= {"list_id": list_id, "suggestions": self.suggestions}
        return context


class ArticlePageForm(SitePageForm):
    """The form of articles and of all that are derived from them."""

    class Media:
        js = KeywordInput.Media.js

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        entry = hosts.entry_for_path(self.parent_page.path) if self.parent_page else None
        if "keywords" in self.fields and entry is not None:
            old = self.fields["keywords"].widget
            widget = KeywordInput(attrs=old.attrs)
            widget.suggestions = frequent_words(entry.id)
            self.fields["keywords"].widget = widget

    @cached_property
    def is_about_a_subject(self):
        """Whether the article is in a column of research: its subject is asked for at the top."""
        from .models import ColumnKind, ColumnPage

        if self.parent_page is None:
            return False
        kinds = (ColumnKind.RESEARCH, ColumnKind.SUBJECT)
        return ColumnPage.objects.filter(pk=self.parent_page.pk, kind__in=kinds).exists()


class SubjectFieldPanel(FieldPanel):
    """The subject of an article, in one of two places: ``at_top`` in columns of research."""

    def __init__(self, field_name, *, at_top, **kwargs):
        super().__init__(field_name, **kwargs)
        self.at_top = at_top

    def clone_kwargs(self):
        return super().clone_kwargs() | {"at_top": self.at_top}

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            asked_at_top = self.form is not None and self.form.is_about_a_subject
            return self.panel.at_top == asked_at_top and super().is_shown()
