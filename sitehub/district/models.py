"""The district's own home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from school_sites.models import SiteRootPage


class DistrictHomePage(SiteRootPage):
    """The home page of the district's education information site."""

    subpage_types = ["school_sites.ColumnPage"]
    content_panels = [FieldPanel("title", heading=_("网站名称"))]
    promote_panels = []
    settings_panels = []

    class Meta:
        verbose_name = _("区站首页")
        verbose_name_plural = _("区站首页")

    def serve(self, request, *args, **kwargs):
        from . import views

        request.is_preview = getattr(request, "is_preview", False)
        return views.home(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)
