"""Where a view of Wagtail shows other sites and no extension point helps: ours in its place.

Each names the place upstream and the version it was read in. After an upgrade of
Wagtail, look whether it is still needed; ``make isolation`` says whether it still helps.
"""

from django.contrib.auth.models import Group
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.page_privacy import SetPrivacyView


class PrivacyForm(PageViewRestrictionForm):
    """Wagtail 8.0.1, admin/forms/view_restrictions.py: lists every group of the install.

    Its template needs the field, also where ``private_page_options`` does not
    offer groups, so it stays, empty.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = Group.objects.none()


class PrivacyView(SetPrivacyView):
    """Wagtail 8.0.1, admin/views/page_privacy.py, with our form."""

    form_class = PrivacyForm


set_privacy = require_admin_access(PrivacyView.as_view())
