"""Forms of the site's own admin screens."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import ColumnPage, SchoolSite
from .word_import import SUPPORTED_SUFFIXES, ImportRefused, check_size


def columns_to_write_in(user):
    """Columns of the user's own sites where ``user`` may add articles, in tree order.

    A superuser belongs to no site and gets the district's columns.
    """
    sites = SchoolSite.objects.for_user(user)
    if user.is_superuser:
        sites = SchoolSite.objects.filter(kind="district")
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    columns = ColumnPage.objects.none()
    for root_path in sites.values_list("root_page__path", flat=True):
        columns |= ColumnPage.objects.filter(root_path=root_path)
    return columns.filter(pk__in=allowed.values("pk")).order_by("path")


class ColumnChoiceField(forms.ModelChoiceField):
    """A column, shown with the site and the columns above it."""

    def label_from_instance(self, column):
        entry = column.site_entry
        depth = "　" * (column.depth - 3)
        return f"{entry.school_site.short_name}：{depth}{column.title}"


class ImportForm(forms.Form):
    """One file into one column."""

    column = ColumnChoiceField(label=_("栏目"), queryset=ColumnPage.objects.none())
    file = forms.FileField(
        label=_("文件"),
        help_text=_("支持 .txt 和 .html，不超过 20 MB。导入后是草稿，发布前可以修改。"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUPPORTED_SUFFIXES)}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns_to_write_in(user)

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.name, upload.size)
        except ImportRefused as error:
            raise ValidationError(str(error)) from error
        return upload
