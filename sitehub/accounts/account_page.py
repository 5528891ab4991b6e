"""A person's own account page: Wagtail's, with one field for a Chinese name.

Wagtail 8.0 asks everybody for a first name, a last name and an e-mail address
before anything else can be saved (wagtail/admin/forms/account.py, NameEmailForm);
people here have one name, and many have no address.
"""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account


class NameForm(forms.ModelForm):
    """Name, and an e-mail address for those who want mail."""

    first_name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False)

    class Meta:
        model = get_user_model()
        fields = ["first_name", "email"]


class NamePanel(account.NameEmailSettingsPanel):
    """Wagtail's panel with our form."""

    title = _("姓名和邮箱")
    form_class = NameForm


class AccountView(account.AccountView):
    """Wagtail's page without avatars, which need a picture of a person."""

    def get_panels(self):
        panels = [p for p in super().get_panels() if not isinstance(p, REPLACED)]
        user, profile = self.request.user, self.request.user.wagtail_userprofile
        return [NamePanel(self.request, user, profile), *panels]


REPLACED = (account.NameEmailSettingsPanel, account.AvatarSettingsPanel)
view = require_admin_access(AccountView.as_view())
