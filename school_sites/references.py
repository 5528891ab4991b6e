"""What a page of a site may refer to: pictures, files and pages of the same site.

Wagtail's choosers show a person only what is theirs, but the number they post
is taken as it comes, and the form, the preview and the page then show what it
names. So every page form asks here before anything is rendered. It looks at
what was sent, not at what passed validation: a form that comes back with an
error shows the chosen titles, too.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import hosts

FILES = (AbstractImage, AbstractDocument)
MOST = 1 << 63  # the numbers of rows end here


def named_in(form):
    """``(field name, model, number)`` of whatever the data sent with ``form`` refers to.

    ``form`` is a bound model form; forms of child relations are read as well.
    """
    for name, field in form.fields.items():
        if not _is_model_field(form, name):
            continue
        sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        model_field = form._meta.model._meta.get_field(name)
        for model, number in _named_by(model_field, sent):
            yield name, model, number
    for name, formset in getattr(form, "formsets", {}).items():
        for child in formset.forms:
            for _name, model, number in named_in(child):
                yield name, model, number


def _is_model_field(form, name):
    return any(field.name == name for field in form._meta.model._meta.get_fields())


def _named_by(field, sent):
    if not sent:
        return
    if isinstance(field, StreamField):
        named = field.stream_block.extract_references(sent)
    elif isinstance(field, RichTextField):
        named = field.extract_references(sent)
    elif field.is_relation and not field.many_to_many:
        named = [(field.related_model, sent)]
    else:
        return
    for model, number, *_place in named:
        try:  # as forms and databases do, for which " 7" and "７" are 7, too
            number = int(number)
        except (TypeError, ValueError):
            continue
        if 0 <= number < MOST:
            yield model, number


def outside(named, entry):
    """Those of ``named`` (as ``named_in`` gives them) that do not belong to the site ``entry``.

    The district's pages may name pages of schools: their links and topics show
    them only as long as visitors can open them.
    """
    site = entry.school_site
    found = []
    for kind, prefix in ((FILES, site.collection.path), (Page, site.root_page.path)):
        if kind is Page and site.is_district:
            continue
        numbers = {}
        for name, model, number in named:
            if issubclass(model, kind):
                numbers.setdefault(model, {}).setdefault(number, name)
        for model, names in numbers.items():
            path = "path" if kind is Page else "collection__path"
            rows = model._default_manager.filter(pk__in=names).values_list("pk", path)
            found += [(names[pk], model, pk) for pk, at in rows if not at.startswith(prefix)]
    return found


class SitePageForm(WagtailAdminPageForm):
    """The form of every page: refuses what belongs to another site."""

    def is_valid(self):
        """As Django's, but what another site's number would show is never rendered.

        Raises PermissionDenied; people with rights on all sites see those
        titles anyway, and are told which field to change.
        """
        self._refuse_foreign_references()
        return super().is_valid()

    def _refuse_foreign_references(self):
        page = self.instance if self.instance.path else self.parent_page
        entry = hosts.entry_for_path(page.path) if page is not None and self.is_bound else None
        if entry is None or getattr(self, "_references_checked", False):
            return
        self._references_checked = True
        for name, model, number in outside(list(named_in(self)), entry):
            if not _may_see(self.for_user, model, number):
                raise PermissionDenied
            if name in self.errors:
                continue  # the page's own words say it better
            text = _("编号 %(number)s 属于另一个网站，不能用在这里。请先上传到本站。")
            self.add_error(name if name in self.fields else None, text % {"number": number})


def _may_see(user, model, number):
    policy = policy_registry.get_by_type(model)
    actions = ["change"] if issubclass(model, Page) else ["choose", "change"]
    seen = policy.instances_user_has_any_permission_for(user, actions)
    return seen.filter(pk=number).exists()
