"""What the auditor looks for."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school_sites.models import SchoolSite
from sitehub.audit.actions import GROUPS
from sitehub.syndication.forms import DayField

MOST_PEOPLE = 50  # of one name
LARGEST_NUMBER = 2**63 - 1


class AuditFilterForm(forms.Form):
    """Every field is optional; a field that is wrong is not applied."""

    date_from = DayField(label=_("日期从"), required=False)
    date_to = DayField(label=_("到"), required=False)
    person = forms.CharField(label=_("操作人姓名或用户名"), required=False, max_length=100)
    site = forms.TypedChoiceField(
        label=_("网站"), required=False, coerce=int, empty_value=None, choices=[]
    )
    action = forms.ChoiceField(label=_("动作"), required=False, choices=[])
    q = forms.CharField(label=_("对象名称或编号"), required=False, max_length=100)
    number = forms.IntegerField(
        label=_("审计编号"), required=False, min_value=1, max_value=LARGEST_NUMBER
    )

    def __init__(self, *args, all_sites, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.site_names = dict(SchoolSite.objects.values_list("pk", "short_name"))
        if all_sites:
            self.fields["site"].choices = [("", _("全部网站")), *self.site_names.items()]
        else:
            del self.fields["site"]
        groups = [(group, list(actions.items())) for group, actions in GROUPS]
        self.fields["action"].choices = [("", _("全部动作")), *groups]

    @property
    def filled(self):
        """{field: value} of what is filled and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, lines):
        """``lines`` narrowed by every field that is filled and valid."""
        wanted = self.filled
        if day := wanted.get("date_from"):
            lines = lines.filter(at__gte=_begin(day))
        if day := wanted.get("date_to"):
            lines = lines.filter(at__lt=_begin(day + timedelta(days=1)))
        if site := wanted.get("site"):
            lines = lines.filter(site_id=site)
        if action := wanted.get("action"):
            lines = lines.filter(action=action)
        if number := wanted.get("number"):
            lines = lines.filter(pk=number)
        if name := wanted.get("person"):
            lines = lines.filter(_by_person(name.strip()))
        if text := wanted.get("q", "").strip():
            lines = lines.filter(_of_object(text))
        return lines


def _begin(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _by_person(name):
    """Who has the name now, as far as accounts know, and whoever had exactly it then."""
    users = get_user_model().objects.filter(Q(first_name__icontains=name) | Q(username=name))
    ids = list(users.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])
    exactly = Q(actor_name=name)
    return exactly | Q(actor_id__in=ids) if ids else exactly


def _of_object(text):
    if text.isascii() and text.isdecimal():
        return Q(object_id=text)
    return Q(object_title__icontains=text)
