"""The start page of people who write for a school."""

from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, WorkflowState

from . import hosts
from .admin_screens import Screen
from .forms import columns_to_write_in
from .models import ArticlePage, ColumnPage, LeafPage, Listing, SchoolSite
from .models.articles import ARTICLE_PATH
from .models.pages import STEP
from .tree import below

DRAFT_LIMIT = 10
SCHOOL_LIMIT = 10
STOCK_PANELS = "wagtail.admin.views.home"


def without_stock(panels):
    """``panels`` without those Wagtail puts on every start page."""
    return [panel for panel in panels if type(panel).__module__ != STOCK_PANELS]


class UserPanel(Component):
    """A panel about what concerns ``user``."""

    def __init__(self, user):
        self.user = user


class StartPanel(Component):
    """The two things a teacher comes for: write an article, or upload one."""

    name = "school_start"
    template_name = "school_sites/start_panel.html"
    order = 100


class SchoolStatePanel(UserPanel):
    """Each of the person's schools: whether it is open, and its latest article."""

    name = "school_state"
    template_name = "school_sites/school_state_panel.html"
    order = 110

    def get_context_data(self, parent_context):
        newest = Listing.objects.visible().filter(site=OuterRef("pk")).newest_first()
        schools = SchoolSite.objects.schools().for_user(self.user).select_related("root_page")
        schools = schools.annotate(
            article_id=Subquery(newest.values("article_id")[:1]),
            article_title=Subquery(newest.values("title")[:1]),
            article_date=Subquery(newest.values("published_at")[:1]),
        )
        return {"schools": [self.line(school) for school in schools[:SCHOOL_LIMIT]]}

    @staticmethod
    def line(school):
        """What the template shows of ``school``."""
        entry = hosts.entry_for_path(school.root_page.path)
        has_article = school.article_id is not None and school.is_shown
        return {
            "school": school,
            "url": entry.url("/") if school.is_shown else "",
            "article_url": entry.url(ARTICLE_PATH.format(school.article_id)) if has_article else "",
        }


class DraftsPanel(UserPanel):
    """What the person wrote and has not published, newest edit first."""

    name = "my_drafts"
    template_name = "school_sites/drafts_panel.html"
    order = 120

    def get_context_data(self, parent_context):
        drafts = list(drafts_of(self.user)[:DRAFT_LIMIT])
        parents = {draft.path[:-STEP] for draft in drafts}
        columns = dict(ColumnPage.objects.filter(path__in=parents).values_list("path", "title"))
        rows = [{"page": one, "column": columns.get(one.path[:-STEP], "")} for one in drafts]
        return {"drafts": rows}


class ScheduledPanel(UserPanel):
    """What will go online by itself at the person's sites, the next first."""

    name = "scheduled"
    template_name = "school_sites/scheduled_panel.html"
    order = 115

    def get_context_data(self, parent_context):
        return {"rows": scheduled_for(self.user)[:DRAFT_LIMIT]}


def scheduled_for(user, now=None):
    """Articles of the user's sites with an approved time to go online, as ``{page, at}``.

    The few scheduled revisions of the install have an index; the pages of a site, asked
    for their revisions, would all be read.
    """
    now = now or timezone.now()
    waiting = Revision.page_revisions.filter(approved_go_live_at__gt=now)
    times = dict(waiting.order_by("-approved_go_live_at").values_list(
        "object_id", "approved_go_live_at"))  # fmt: skip
    pages = ArticlePage.objects.filter(pk__in=times).filter(in_sites_of(user)).defer("body")
    rows = [{"page": page, "at": times[str(page.pk)]} for page in pages]
    return sorted(rows, key=lambda row: (row["at"], row["page"].pk))


def drafts_of(user):
    """Articles with unpublished work that ``user`` owns or edited last, of the user's sites only.

    Columns are chosen by what the person may write in, so an article left
    behind at a former school does not show.
    """
    own = Q(owner=user) | Q(latest_revision__user=user)
    unfinished = Q(has_unpublished_changes=True) | Q(live=False, first_published_at=None)
    drafts = ArticlePage.objects.filter(own & unfinished & in_sites_of(user))
    reviews = WorkflowState.objects.active().filter(
        object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    drafts = drafts.annotate(review=Subquery(reviews.values("status")[:1]))
    return drafts.defer("body").order_by("-latest_revision_created_at", "-pk")


def in_sites_of(user):
    """The condition "in the tree of a site whose groups ``user`` is in", for pages."""
    condition = Q(pk__in=[])
    for path in SchoolSite.objects.for_user(user).values_list("root_page__path", flat=True):
        condition |= below(path)
    return condition


class WriteView(Screen):
    """Choose the column of a new article, or of whatever else fits a column."""

    page_title = gettext_lazy("写文章")
    header_icon = "edit"
    template_name = "school_sites/write.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sites=columns_by_site(self.request.user), **kwargs)


def columns_by_site(user):
    """Columns ``user`` may write in, as ``{site, groups}``; a group is a column and those below.

    An archived site takes nothing new and offers no column.
    """
    columns = columns_to_write_in(user).filter(live=True)
    found = []
    for root_path, own in groupby(columns, key=lambda c: c.path[: hosts.ROOT_PATH_LENGTH]):
        site = hosts.entry_for_path(root_path).school_site
        if not site.is_archived:
            found.append({"site": site, "groups": groups_of(own)})
    return found


def groups_of(columns):
    """Columns in tree order as ``{column, offers, children}``, one for each top column."""
    length = hosts.ROOT_PATH_LENGTH + STEP
    groups = []
    for _path, family in groupby(columns, key=lambda c: c.path[:length]):
        first, *rest = [{"column": column, "offers": offers_of(column)} for column in family]
        groups.append({**first, "children": rest})
    return groups


def offers_of(column):
    """What can be made in ``column``, as ``{label, url}``: what its layout is for, then articles.

    Asked of the page types themselves, as Wagtail's own list is; no query.
    """
    fitting = [
        model
        for model in type(column).creatable_subpage_models()
        if issubclass(model, ArticlePage | LeafPage) and model.can_create_at(column)
    ]
    fitting.sort(key=lambda model: (model is ArticlePage, model._meta.model_name))
    return [
        {
            "label": model.get_verbose_name(),
            "url": reverse(
                "wagtailadmin_pages:add",
                args=(model._meta.app_label, model._meta.model_name, column.pk),
            ),
        }
        for model in fitting
    ]
