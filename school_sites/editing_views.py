"""Screens that help while writing: templates, keeping one, copying to another column."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView

from . import article_templates, hosts
from .admin_screens import header
from .checklist_views import article_of
from .copying import columns_for, copy_to_column
from .forms import columns_to_write_in
from .models import ArticlePage, ArticleTemplate, ColumnPage
from .models.permissions import groups_managing_columns


class FilledCreateView(CreateView):
    """Wagtail's create form, which ``?template=…`` fills in. Nothing is saved by opening it."""

    def get(self, request):
        code = request.GET.get("template", "")
        if code and self.page_class is ArticlePage:
            entry = hosts.entry_for_path(self.parent_page.path)
            article_templates.fill(self.page, code, entry.school_site)
        return super().get(request)


class TemplateForm(forms.Form):
    """The name of a template."""

    name = forms.CharField(
        label=gettext_lazy("模板名称"),
        max_length=ArticleTemplate._meta.get_field("name").max_length,
        help_text=gettext_lazy("例如：升旗仪式、每周值日。同名的模板会被换成这一篇的内容。"),
    )


class CopyForm(forms.Form):
    """The column a copy goes to."""

    column = forms.ChoiceField(
        label=gettext_lazy("栏目"), help_text=gettext_lazy("副本是草稿，原来的文章不变。")
    )

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = {str(column.pk): column for column in columns}
        self.fields["column"].choices = [
            (pk, "　" * (column.depth - 3) + column.title) for pk, column in self.columns.items()
        ]


def article_write_template(request):
    """Choose a template, then a column; those of the person's own sites are offered too."""
    columns = [c for c in columns_to_write_in(request.user).filter(live=True) if _takes_articles(c)]
    sites = {column.path[: hosts.ROOT_PATH_LENGTH]: column.site_entry for column in columns}
    own = article_templates.own_templates([entry.school_site for entry in sites.values()])
    code = request.GET.get("template", "")
    chosen = article_templates.BY_CODE.get(code)
    if chosen is None and code:
        chosen = next((one for one in own if f"{article_templates.OWN}{one.pk}" == code), None)
        if chosen is None:
            raise Http404
        columns = [c for c in columns if c.site_entry.school_site == chosen.site]
    context = {
        "built_in": article_templates.BUILT_IN,
        "own": own,
        "prefix": article_templates.OWN,
        "chosen": chosen,
        "code": code,
        "groups": _by_site(columns) if chosen else [],
        "can_write": bool(columns),
        "may_manage": request.user.is_superuser or bool(groups_managing_columns(request.user)),
        **header(_("用模板写"), "copy", (reverse("article_write"), _("写文章"))),
    }
    return render(request, "school_sites/template_choice.html", context)


def _takes_articles(column):
    return not column.site_entry.school_site.is_archived


def _by_site(columns):
    groups = {}
    for column in columns:
        entry = column.site_entry
        groups.setdefault(entry.id, {"name": entry.school_site.name, "columns": []})
        groups[entry.id]["columns"].append(column)
    return list(groups.values())


def article_keep_template(request, article_id):
    """存为模板: the newest draft of an article becomes a template of its site."""
    article = article_of(request, article_id)
    if not article_templates.manages_templates(article, request.user):
        raise PermissionDenied
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        article_templates.keep_as_template(article, name=name, by=request.user)
        messages.success(request, _("已存为模板“%s”，写文章时选“用模板写”。") % name)
        return redirect("wagtailadmin_pages:edit", article.pk)
    return _one_form(request, form, article, _("存为模板"), "copy", _("存为模板"))


def article_templates_own(request):
    """The templates of the person's sites, for managers: look through and delete."""
    sites = article_templates.sites_managed_by(request.user)
    if not sites:
        raise PermissionDenied
    context = {
        "templates": article_templates.own_templates(sites).select_related("site"),
        **header(_("本站模板"), "copy", (reverse("article_write_template"), _("用模板写"))),
    }
    return render(request, "school_sites/template_list.html", context)


@require_POST
def article_drop_template(request, pk):
    """Delete one of them. Another site's does not exist here."""
    sites = article_templates.sites_managed_by(request.user)
    template = get_object_or_404(ArticleTemplate, pk=pk, site__in=sites)
    name = template.name
    article_templates.drop_template(template, by=request.user)
    messages.success(request, _("已删除模板“%s”；用它写的文章不受影响。") % name)
    return redirect("article_templates_own")


def article_copy(request, article_id):
    """复制到栏目: choose a column of the same site; the copy opens as a draft."""
    article = article_of(request, article_id)
    if not article.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    columns = columns_for(article, request.user)
    if not columns:
        messages.warning(request, _("没有别的栏目可以放这一类文章。"))
        return redirect("wagtailadmin_pages:edit", article.pk)
    form = CopyForm(request.POST or None, columns=columns)
    if request.method == "POST" and form.is_valid():
        column = form.columns[form.cleaned_data["column"]]
        copy = copy_to_column(article, column=column, by=request.user)
        text = _("已复制到“%(column)s”，这是副本，改好后发布。")
        messages.success(request, text % {"column": column.title})
        return redirect("wagtailadmin_pages:edit", copy.pk)
    return _one_form(request, form, article, _("复制到栏目"), "copy", _("复制为草稿"))


def _one_form(request, form, article, title, icon, button):
    """A screen with one small form about ``article``."""
    column = ColumnPage.objects.filter(path=article.path[: -ColumnPage.steplen]).first()
    edit_url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    context = {
        "form": form,
        "article": article,
        "column": column,
        "button": button,
        "back_url": edit_url,
        **header(title, icon, (edit_url, article.draft_title or article.title)),
    }
    return render(request, "school_sites/small_form.html", context)
