"""The district's own home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from school_sites.homes.panel import HomePanel
from school_sites.models import SiteRootPage

from .home_blocks import DistrictHomeBlock
from .subject_pages import SubjectPage, SubjectPerson, SubjectResource

__all__ = ["DistrictHomePage", "SubjectPage", "SubjectPerson", "SubjectResource"]


class DistrictHomePage(SiteRootPage):
    """The home page of the district's education information site."""

    body = StreamField(DistrictHomeBlock(), verbose_name=_("首页版块"), blank=True)

    subpage_types = ["school_sites.ColumnPage"]
    content_panels = [
        FieldPanel("title", heading=_("网站名称")),
        HomePanel(),
        FieldPanel("body"),
    ]
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

    @property
    def profile(self):
        from . import home

        return home.PROFILE

    def serve(self, request, *args, view="home", **kwargs):
        from . import views

        if view == "schools":
            return views.school_list(request, self)
        return super().serve(request, *args, **kwargs)
