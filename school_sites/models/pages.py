"""What every page of a site has in common, and the home pages."""

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from school_sites import hosts
from school_sites.plain_text import without_control

from .permissions import (
    RootPagePermissionTester,
    SitePagePermissionTester,
    StructurePermissionTester,
)
from .school_site import SiteStatus

STEP = Page.steplen
# Sites in these states publish nothing, whoever asks; scheduled publishing waits.
NOT_PUBLISHING = (SiteStatus.SUSPENDED, SiteStatus.ARCHIVED)


class SitePage(Page):
    """A page of a site. Its URL is cut from the site's path, not looked up among all sites."""

    # Whether the page is part of the site's skeleton, which content is put into.
    is_structure = False

    class Meta:
        abstract = True

    @property
    def site_entry(self):
        """The host table's entry of the site this page belongs to, or None."""
        return hosts.entry_for_path(self.path) if self.path else None

    @property
    def publishes(self):
        """Whether the page's site publishes anything now, asked of its status."""
        entry = self.site_entry
        return entry is None or entry.school_site.status not in NOT_PUBLISHING

    def site_path(self, entry):
        """The page's path at its site, beginning with a slash."""
        return "/" + self.url_path[len(entry.school_site.root_page.url_path) :]

    def get_url_parts(self, request=None):
        entry = self.site_entry
        if entry is None:
            return None
        return entry.school_site.wagtail_site_id, entry.base_url, self.site_path(entry)

    def get_url(self, request=None, current_site=None):
        parts = self.get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, path = parts
        if current_site is None and request is not None:
            current_site = Site.find_for_request(request)
        is_here = current_site is not None and current_site.pk == site_id
        return path if is_here else root_url + path

    url = property(get_url)

    def get_view_restrictions(self):
        """Restrictions of this page and its ancestors, in one query (aliases are not used)."""
        paths = [self.path[:end] for end in range(STEP, len(self.path) + 1, STEP)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def can_move_to(self, parent):
        """Pages stay within their site: addresses, files and submissions belong to it."""
        own, other = self.site_entry, hosts.entry_for_path(parent.path)
        return own is not None and own == other and super().can_move_to(parent)

    def permissions_for_user(self, user):
        tester = StructurePermissionTester if self.is_structure else SitePagePermissionTester
        return tester(user, self)

    def full_clean(self, *args, **kwargs):
        for field in self._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                value = getattr(self, field.attname)
                if isinstance(value, str):
                    setattr(self, field.attname, without_control(value))
        super().full_clean(*args, **kwargs)


class SiteRootPage(SitePage):
    """A site's home page, and the door to its articles by number."""

    is_structure = True

    class Meta:
        abstract = True

    max_count_per_parent = None
    parent_page_types = []  # made by provisioning, never by hand

    def permissions_for_user(self, user):
        return RootPagePermissionTester(user, self)

    def route(self, request, path_components):
        """``/a/<number>/`` is the article of that number in this tree, wherever it is filed."""
        if path_components[:1] == ["a"]:
            from .articles import ArticlePage

            if len(path_components) != 2 or not path_components[1].isdecimal():
                raise Http404
            if len(path_components[1]) > 18:  # beyond what a database integer holds
                raise Http404
            article = ArticlePage.objects.filter(
                pk=int(path_components[1]), path__startswith=self.path, live=True
            ).first()
            if article is None:
                raise Http404
            return RouteResult(article)
        return super().route(request, path_components)


class SchoolHomePage(SiteRootPage):
    """The home page of a school's site."""

    subpage_types = ["school_sites.ColumnPage"]
    content_panels = [FieldPanel("title", heading=_("网站名称"))]
    promote_panels = []
    settings_panels = []

    class Meta:
        verbose_name = _("学校首页")
        verbose_name_plural = _("学校首页")

    def serve(self, request, *args, **kwargs):
        from school_sites import home

        request.is_preview = getattr(request, "is_preview", False)
        return home.school_home(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)
