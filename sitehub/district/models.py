"""The district's own home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.url_routing import RouteResult

from school_sites.models import SiteRootPage

from .subject_pages import SubjectPage, SubjectPerson, SubjectResource

__all__ = ["DistrictHomePage", "SubjectPage", "SubjectPerson", "SubjectResource"]


class DistrictHomePage(SiteRootPage):
    """The home page of the district's education information site."""

    subpage_types = ["school_sites.ColumnPage"]
    content_panels = [FieldPanel("title", heading=_("网站名称"))]
    promote_panels = []
    settings_panels = []

    class Meta:
        verbose_name = _("区站首页")
        verbose_name_plural = _("区站首页")

    def route(self, request, path_components):
        """The list of all schools is a page of its own, without a page in the tree."""
        if path_components == ["schools"]:
            return RouteResult(self, kwargs={"view": "schools"})
        return super().route(request, path_components)

    def serve(self, request, *args, view="home", **kwargs):
        from . import views

        request.is_preview = getattr(request, "is_preview", False)
        return views.school_list(request, self) if view == "schools" else views.home(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)
