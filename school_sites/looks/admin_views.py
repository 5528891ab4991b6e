"""外观: the gallery, the preview on the site's own pages, and what is done about the draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.auth import permission_denied

from school_sites import hosts, queries
from school_sites.admin_screens import Screen
from school_sites.models import Listing, SiteKind, SiteLook
from school_sites.models.pages import AS_VISITORS
from sitehub.publishing.unstored import unstored
from themes import registry

from . import shown, states
from .choices import Choice
from .forms import LookForm

TITLE = gettext_lazy("外观")


def name_of(theme):
    """What a theme is called in the language of who asks."""
    return theme.name_en if get_language() == "en" else theme.name


class LookScreen(Screen):
    """For who looks after the looks of the site worked in."""

    header_icon = "view"
    page_title = TITLE

    def dispatch(self, request, *args, **kwargs):
        self.site = request.working_site
        if not states.may_change(self.site, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def row(self):
        """The site's row, made up where it has chosen nothing yet."""
        return SiteLook.objects.filter(site=self.site).first() or SiteLook(site=self.site)

    @property
    def draft(self):
        """The choice that is being tried, or None."""
        return Choice.read(self.row.draft) if self.row.draft is not None else None

    def get_context_data(self, **kwargs):
        draft = self.draft
        return super().get_context_data(
            site=self.site,
            draft_name=name_of(draft.theme_for(self.site.kind)) if draft else "",
            now_name=name_of(Choice.read(self.row.in_force).theme_for(self.site.kind)),
            may_go_back=self.row.previous is not None,
            **kwargs,
        )


class IndexView(LookScreen):
    """Every theme with its picture, and the choices beside it."""

    template_name = "school_sites/looks/index.html"
    form = None

    def get_context_data(self, **kwargs):
        form = self.form or self.new_form()
        chosen = form["theme"].value()
        kinds = dict(SiteKind.choices)
        gallery = [
            {
                "theme": one,
                "name": name_of(one),
                "suits": [kinds[kind] for kind in one.suits if kind in kinds],
                "fits": self.site.kind in one.suits,
                "is_chosen": one.slug == chosen,
                "has_preview": (one.folder / registry.PREVIEW).is_file(),
            }
            for one in registry.offered()
        ]
        gallery.sort(key=lambda one: not one["fits"])
        return super().get_context_data(
            form=form,
            fields=[field for field in form if field.name != "theme"],
            gallery=gallery,
            links=[
                (reverse("own_site"), _("校徽和校训")),
                (
                    reverse("wagtailadmin_pages:edit", args=[self.site.root_page_id]),
                    _("首页的版块和次序"),
                ),
            ],
            **kwargs,
        )

    def new_form(self, data=None):
        choice = self.draft or Choice.read(self.row.in_force)
        return LookForm(data, choice=choice, site=self.site)

    def post(self, request):
        """Keep what was chosen as the draft, and show it."""
        self.form = self.new_form(request.POST)
        if self.form.is_valid():
            try:
                states.try_out(self.site, choice=self.form.choice(), by=request.user)
            except ValidationError as error:
                self.form.add_error(None, error)
            else:
                return redirect("look:preview")
        return self.render_to_response(self.get_context_data())


class PreviewView(LookScreen):
    """The draft on the site's own pages, beside what to do about it."""

    page_title = gettext_lazy("预览外观")
    template_name = "school_sites/looks/preview.html"

    def screens_above(self):
        return [(reverse("look:index"), TITLE)]

    def get(self, request):
        if self.draft is None:
            messages.warning(request, _("没有试用中的外观，请先选好主题。"))
            return redirect("look:index")
        return super().get(request)

    def get_context_data(self, **kwargs):
        pages = self.pages()
        wanted = self.request.GET.get("path", "/")
        dress = shown.dress_of(self.draft, self.site.kind)
        return super().get_context_data(
            pages=[{"label": label, "path": path, "is_current": path == wanted}
                   for label, path in pages],
            path=wanted if wanted.startswith("/") else "/",
            given=self.draft.brand,
            palette=dress.palette,
            **kwargs,
        )  # fmt: skip

    def pages(self):
        """(label, path): the home page, a column and an article with something in them."""
        found = [(_("首页"), "/")]
        newest = Listing.objects.filter(site=self.site, listed=True).order_by("-published_at")
        listing = newest.values_list("article_id", "column_id").first()
        columns = queries.columns_of(self.site)
        if listing:
            column = next((one for one in columns if one.id == listing[1]), None)
            found += [(_("栏目"), column.url)] if column else []
            found.append((_("文章"), f"/a/{listing[0]}/"))
        elif columns:
            found.append((_("栏目"), columns[0].url))
        return found


@xframe_options_sameorigin
def frame(request):
    """One page of the site as its draft shows it, for the frame of ``PreviewView``."""
    site = request.working_site
    if not states.may_change(site, request.user):
        return permission_denied(request)
    row = SiteLook.objects.filter(site=site).first()
    entry = hosts.table().by_id.get(site.pk)
    if row is None or row.draft is None or entry is None:
        raise Http404
    parts = [one for one in request.GET.get("path", "/").split("/") if one]
    root = site.root_page.specific
    page = root.route(request, parts)[0].specific
    with shown.trying(Choice.read(row.draft)):
        response = page.make_preview_request(request, AS_VISITORS)
    return unstored(response)


ACTIONS = {
    "use": (states.put_in_force, gettext_lazy("已启用。访客刷新页面就能看到。")),
    "drop": (states.drop_draft, gettext_lazy("已放弃试用的外观，网站没有变化。")),
    "back": (states.go_back, gettext_lazy("已恢复上一个外观。再点一次可以换回来。")),
}


class ActView(LookScreen):
    """启用, 放弃, 恢复上一个: by form only."""

    http_method_names = ["post"]

    def post(self, request, action):
        if action not in ACTIONS:
            raise Http404
        change, done = ACTIONS[action]
        try:
            change(self.site, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, done)
        return redirect("look:index")
