"""Letters as a table for Excel: written row by row, so that many cost no memory."""

import tempfile

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from school_sites.models import BoxKind, FormQuestion, SchoolSite
from school_sites.plain_text import without_control
from sitehub.audit import record

# Excel takes what begins so as a formula, whoever wrote it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CELL_LENGTH = 32_000  # Excel's own limit is 32,767
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 500


def as_response(letters, *, by, box=None):
    """``letters`` (a queryset) as a file to download.

    ``box`` is the number of the one box they are of: then each question of a form
    is a column of its own. One audit line for each site they are of, with how many.
    """
    letters = letters.order_by("received_at", "pk")
    for site in SchoolSite.objects.filter(pk__in=letters.order_by().values("site")):
        details = {"count": letters.for_site(site).count(), "box": box}
        record("letter.export", by=by, site=site, details=details)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write(file, letters, questions_of(letters, box))
    file.seek(0)
    name = f"{_('来信与表单')}-{timezone.localdate():%Y%m%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def questions_of(letters, box):
    """{question: heading} of the columns that answers of forms need, in the editor's order."""
    if box is None:
        return {}
    rows = FormQuestion.objects.filter(page=box).order_by("sort_order")
    questions = dict(rows.values_list("pk", "label"))
    # Then what was asked once and is no more.
    asked = letters.filter(box_kind=BoxKind.FORM).values_list("answers", flat=True)
    for answers in asked.iterator(CHUNK):
        for one in answers:
            questions.setdefault(one["question"], one["label"])
    return questions


def write(file, letters, questions):
    """Write the table into ``file``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("来信"))
    sheet.append([safe(heading) for heading in [*headings(), *questions.values()]])
    for letter in letters.select_related("site", "handler").iterator(CHUNK):
        sheet.append([safe(value) for value in row_of(letter, questions)])
    book.save(file)


def headings():
    """Headings of the columns every letter has."""
    return [
        _("网站"), _("信箱或表单"), _("状态"), _("收到时间"), _("答复期限"), _("主题"), _("标题"),
        _("内容"), _("附件"), _("姓名"), _("联系方式"), _("同意公开"), _("答复"), _("办结时间"),
        _("经办人"),
    ]  # fmt: skip


def row_of(letter, questions):
    """One letter's cells."""
    answers = {one["question"]: one["value"] for one in letter.answers}
    return [
        letter.site.short_name,
        letter.box_title,
        letter.get_state_display(),
        minute(letter.received_at),
        letter.due_on.isoformat() if letter.due_on else "",
        letter.topic,
        letter.title,
        text_of(letter, questions),
        letter.file_name,
        letter.sender,
        letter.contact,
        _("是") if letter.may_publish else "",
        letter.reply,
        minute(letter.settled_at),
        str(letter.handler) if letter.handler_id else "",
        *(answers.get(question, "") for question in questions),
    ]


def text_of(letter, questions):
    """What a letter says; answers of a form that have no columns, one a line."""
    if letter.erased_at:
        return _("（已删除）")
    if questions:
        return letter.text
    lines = [f"{one['label']}：{one['value']}" for one in letter.answers]
    return "\n".join([letter.text, *lines]).strip()


def minute(moment):
    """A moment as people of the site read it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def safe(value):
    """A cell that Excel shows as it is: what begins like a formula gets an apostrophe."""
    text = without_control(str(value))[:CELL_LENGTH]
    return f"'{text}" if text.startswith(FORMULA) else text
