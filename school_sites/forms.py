"""Forms of the site's own admin screens."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from .imports import check_upload
from .models import ColumnKind, ColumnPage, ImportJob, SchoolSite
from .word_import import SUPPORTED_SUFFIXES, ImportRefused

MAX_FILES = 20


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


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input in which several files may be chosen."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Uploaded files, each looked at by name and size; every one that is refused is named."""

    widget = SeveralFilesInput

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data]
        uploads = [super(SeveralFilesField, self).clean(upload, initial) for upload in uploads]
        if len(uploads) > MAX_FILES:
            raise ValidationError(
                _("一次最多上传 %(max)d 个文件，您选了 %(n)d 个。"),
                params={"max": MAX_FILES, "n": len(uploads)},
            )
        errors = []
        for upload in uploads:
            try:
                check_upload(upload.name, upload.size)
            except ImportRefused as error:
                errors.append(str(error))
        if errors:
            raise ValidationError(errors)
        return uploads


def usual_column(user, columns):
    """The column of ``columns`` that ``user`` imported into last, or else the first of news."""
    last = ImportJob.objects.filter(by=user, column__in=columns).order_by("-pk").first()
    return last.column_id if last else columns.filter(kind=ColumnKind.NEWS).first()


class ImportForm(forms.Form):
    """Files into one column."""

    column = ColumnChoiceField(label=_("栏目"), queryset=ColumnPage.objects.none())
    file = SeveralFilesField(
        label=_("文件"),
        allow_empty_file=True,  # our own message says what to do
        max_length=None,
        widget=SeveralFilesInput(attrs={"accept": ",".join(SUPPORTED_SUFFIXES)}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        columns = columns_to_write_in(user)
        self.fields["column"].queryset = columns
        self.fields["column"].initial = usual_column(user, columns)
        self.fields["file"].help_text = _(
            "支持 Word 文档（.docx、.doc）、网页（.html，或网页和图片的 .zip）和 .txt，"
            "可以一次选几个。Word 和压缩包不超过 %(max)d MB。导入后是草稿，发布前可以修改。"
        ) % {"max": settings.IMPORT_MAX_MEGABYTES}
