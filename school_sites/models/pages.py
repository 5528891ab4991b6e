"""What every page of a site has in common, and the home pages."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from school_sites import hosts, reviewing
from school_sites.homes.blocks import HomeBlock
from school_sites.homes.faults import home_errors, home_faults
from school_sites.homes.panel import HomePanel
from school_sites.plain_text import without_control
from school_sites.references import SitePageForm
from school_sites.turns import in_turn

from .permissions import (
    RootPagePermissionTester,
    SitePagePermissionTester,
    StructurePermissionTester,
)
from .school_site import SiteStatus

STEP = Page.steplen
MAX_NUMBER = 2**62  # beyond it, a database integer may not hold it
AS_VISITORS = "as-visitors"  # a preview that says nothing to the editor
NUMBERED_PATH = "/a/{}/"  # what is below a column is reached by number, wherever it is filed
# Sites in these states publish nothing, whoever asks; scheduled publishing waits.
NOT_PUBLISHING = (SiteStatus.SUSPENDED, SiteStatus.ARCHIVED)


class SitePage(Page):
    """A page of a site. Its URL is cut from the site's path, not looked up among all sites."""

    # Whether the page is part of the site's skeleton, which content is put into.
    is_structure = False
    base_form_class = SitePageForm
    # Visitors have no account; Wagtail's other choices name groups of every site.
    private_page_options = ["password"]
    # Names of files below the page's number, such as an event's "event.ics".
    files = ()
    # Of pages reached by number: nobody sees their slug, and one made of the title would be
    # missing for a title of emoji, and in the way when two of one title come into one column.
    slug_prefix = ""

    class Meta:
        abstract = True

    @property
    def preview_sizes(self):
        """The windows the preview beside the form can take, in CSS pixels."""
        return [
            {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("手机预览")},
            {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("平板预览")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("电脑预览")},
        ]

    @property
    def site_entry(self):
        """The host table's entry of the site this page belongs to, or None."""
        return hosts.entry_for_path(self.path) if self.path else None

    def part(self, components):
        """What ``/a/<number>/<components>/`` asks ``serve`` for, as its arguments; None is 404.

        Most numbered pages have nothing below their address; some have ``files``.
        """
        if len(components) == 1 and components[0] in self.files:
            return {"file": components[0]}
        return None if components else {}

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

    @property
    def review_steps(self):
        """The steps of review that what this page says goes through before it is published."""
        return reviewing.steps_at(self.path[:-STEP]) if self.path else ()

    @property
    def has_workflow(self):
        return bool(self.review_steps)

    def get_workflow(self):
        return reviewing.workflow_of(self.review_steps)

    def save_revision(self, *args, **kwargs):
        revision = super().save_revision(*args, **kwargs)
        reviewing.draft_saved.send(sender=type(self), page=self, revision=revision)
        return revision

    # What follows from these (listings, submissions) commits with them, from a shell, too:
    # Wagtail opens no transaction that holds both.
    @in_turn
    def publish(self, revision, *args, **kwargs):
        if not self.is_structure:
            reviewing.require_passed(self, revision)
        return super().publish(revision, *args, **kwargs)

    unpublish = in_turn(Page.unpublish)
    move = in_turn(Page.move)
    delete = in_turn(Page.delete)
    add_child = in_turn(Page.add_child)

    def permissions_for_user(self, user):
        tester = StructurePermissionTester if self.is_structure else SitePagePermissionTester
        return tester(user, self)

    def minimal_clean(self):
        self._make_slug()
        super().minimal_clean()

    def _make_slug(self):
        if self.slug_prefix and not self.slug:
            self.slug = f"{self.slug_prefix}-{uuid.uuid4().hex[:12]}"

    def full_clean(self, *args, **kwargs):
        self._make_slug()
        for field in self._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                value = getattr(self, field.attname)
                if isinstance(value, str):
                    setattr(self, field.attname, without_control(value))
        super().full_clean(*args, **kwargs)


class HomePageForm(SitePageForm):
    """Says at the block itself what the page would refuse."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("body") is not None:
            errors = home_errors(cleaned["body"], self.instance)
            if errors is not None:
                self.add_error("body", errors)
        return cleaned


class SiteRootPage(SitePage):
    """A site's home page, and the door to its articles by number.

    ``body`` is how its editor arranged it; empty, it arranges itself. ``profile``
    says what that means for this type (``school_sites.homes.profiles.Profile``).
    """

    is_structure = True
    review_steps = ()  # home pages are the managers'
    base_form_class = HomePageForm

    class Meta:
        abstract = True

    max_count_per_parent = None
    parent_page_types = []  # made by provisioning, never by hand

    def permissions_for_user(self, user):
        return RootPagePermissionTester(user, self)

    def clean(self):
        super().clean()
        faults = home_faults(self.body, self) if self.path else {}
        if faults:
            raise ValidationError({"body": [message for _field, message in faults.values()]})

    def serve(self, request, *args, **kwargs):
        from school_sites.homes import views

        request.is_preview = getattr(request, "is_preview", False)
        return views.serve(request, self)

    def serve_preview(self, request, mode_name):
        # What only who arranges the page is told is left out of a visitor's view.
        request.is_preview = mode_name != AS_VISITORS
        return self.serve(request)

    def route(self, request, path_components):
        """``/a/<number>/`` is the article of that number in this tree, wherever it is filed.

        What follows the number is the page's own: see ``SitePage.part``.
        """
        if path_components[:1] == ["a"]:
            if len(path_components) < 2 or not path_components[1].isdecimal():
                raise Http404
            page = numbered_page(int(path_components[1][:20]), self.path)
            part = page.part(path_components[2:]) if page is not None else None
            if part is None:
                raise Http404
            return RouteResult(page, kwargs=part)
        return super().route(request, path_components)


def numbered_page(number, root_path):
    """The live page of that number below a column of the site at ``root_path``, or None.

    One query for an article, the most frequent; two more for the other types.
    """
    from .articles import ArticlePage

    if number > MAX_NUMBER:
        return None
    here = {"pk": number, "path__startswith": root_path, "live": True}
    article = ArticlePage.objects.filter(**here).first()
    if article is not None:
        return article.specific
    page = Page.objects.filter(**here).first()
    page = page and page.specific
    return page if isinstance(page, LeafPage) else None


class RootedPage(SitePage):
    """A page that is found by its site and type, without reading the site's articles."""

    # Tree path of the site's root page. Paths of pages have no index that finds
    # these among the articles; a page never leaves its site.
    root_path = models.CharField(max_length=8, editable=False, db_index=True, default="")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.root_path = self.path[: self._meta.get_field("root_path").max_length]
        super().save(*args, **kwargs)


class LeafPage(RootedPage):
    """A page below a column that is no article: it is in no feed and not offered to the district.

    Its address is its number, as an article's is.
    """

    parent_page_types = ["school_sites.ColumnPage"]
    subpage_types = []
    promote_panels = []
    # The column layout that shows pages of this type; they can be made in such columns only.
    layout = ""
    slug_prefix = "ym"
    meta_type = "article"

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent):
        fits = getattr(parent.specific_deferred, "layout", None) == cls.layout
        return fits and super().can_create_at(parent)

    def site_path(self, entry=None):
        return NUMBERED_PATH.format(self.pk)

    @property
    def column_path(self):
        """Tree path of the column this page is in."""
        return self.path[:-STEP]

    def serve(self, request, **part):
        from school_sites import sections

        request.is_preview = getattr(request, "is_preview", False)
        return sections.serve_page(request, self, **part)

    def serve_preview(self, request, mode_name):
        return self.serve(request)


class SchoolHomePage(SiteRootPage):
    """The home page of a school's site."""

    body = StreamField(HomeBlock(), verbose_name=_("首页版块"), blank=True)

    subpage_types = ["school_sites.ColumnPage"]
    content_panels = [
        FieldPanel("title", heading=_("网站名称")),
        HomePanel(),
        FieldPanel("body"),
    ]
    promote_panels = []
    settings_panels = []

    class Meta:
        verbose_name = _("学校首页")
        verbose_name_plural = _("学校首页")

    @property
    def profile(self):
        from school_sites.homes import profiles

        return profiles.SCHOOL
