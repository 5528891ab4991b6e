"""The panel of the account page: how a person of a school is told of returns."""

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from school_sites.models import SchoolSite

from .models import MailWish


class MailWishForm(forms.ModelForm):
    """How to be told of returns."""

    class Meta:
        model = MailWish
        fields = ["returns"]


class MailWishPanel(BaseSettingsPanel):
    """On the account page, for people of a school."""

    name = "returns"
    title = gettext_lazy("报送的邮件通知")
    tab = notifications_tab
    order = 100
    form_class = MailWishForm

    def is_active(self):
        return SchoolSite.objects.schools().for_user(self.user).exists()

    def get_form(self):
        wish = MailWish.objects.filter(user=self.user).first() or MailWish(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=wish, prefix=self.name)
