"""Make an article from an uploaded file: one function for the command and the upload."""

from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from sitehub.audit import record

from .models import ArticlePage, ImportReport
from .word_import import Finding, read_document

SUMMARY_LENGTH = 120
TITLE_LIMIT = 255


@transaction.atomic
def import_article(*, column, name, data, by, publish=False):
    """Make a draft article in ``column`` from the file ``name`` with bytes ``data``.

    ``by`` is the acting user, None for the command line. With ``publish`` the
    article goes online at once. Returns the article; its ``import_report``
    holds the findings. Raises ImportRefused for a file that cannot be read,
    PermissionDenied, ValidationError; then nothing has changed.
    """
    _require(column, by, publish=publish)
    document = read_document(name, data)
    body, unplaced = body_of(document.blocks)
    article = ArticlePage(
        title=document.title[:TITLE_LIMIT],
        summary=first_words(document),
        body=StreamValue(ArticlePage._meta.get_field("body").stream_block, body),
        live=False,
        owner=by,
        locale_id=column.locale_id,
    )
    column.add_child(instance=article)
    findings = [*document.findings, *unplaced]
    ImportReport.objects.create(
        article=article,
        file_name=name[:255],
        encoding=document.encoding,
        findings=[asdict(finding) for finding in findings],
    )
    revision = article.save_revision(user=by, log_action=True)
    site = article.site_entry.school_site
    record("article.import", by=by, site=site, target=article, details={"file": name[:255]})
    if publish:
        revision.publish(user=by)
    return ArticlePage.objects.get(pk=article.pk)


def body_of(blocks):
    """Blocks as values of the body field, and findings for what could not be placed."""
    body, unplaced = [], []
    for block in blocks:
        if block.kind == "image":
            message = _("图片没有随文件导入，请在正文中重新上传。")
            excerpt = (block.value["alt"] or block.value["src"])[:60]
            unplaced.append(Finding("picture-left-out", message, excerpt, "check"))
        else:
            body.append((block.kind, WRITERS[block.kind](block.value)))
    return body, unplaced


def _heading(value):
    return {"level": str(value["level"]), "text": value["text"]}


def _table(value):
    return {
        "data": value["rows"],
        "first_row_is_table_header": value["header_row"],
        "first_col_is_header": False,
        "table_header_choice": "row" if value["header_row"] else "",
        "table_caption": "",
        "cell": [],
        "className": [],
        "mergeCells": [],
    }


def _rich_text(value):
    from wagtail.rich_text import RichText

    return RichText(value)


WRITERS = {"heading": _heading, "text": _rich_text, "table": _table, "quote": dict}


def first_words(document):
    """The first paragraph as a summary, cut at a sentence where one ends in time."""
    lines = (block.text() for block in document.blocks if block.kind == "text")
    text = " ".join(next(lines, "").split("\n")[:1]).strip()
    if len(text) <= SUMMARY_LENGTH:
        return text
    cut = max(text.rfind(mark, 0, SUMMARY_LENGTH) for mark in "。！？；")
    return text[: cut + 1] if cut > SUMMARY_LENGTH // 3 else text[: SUMMARY_LENGTH - 1] + "…"


def _require(column, by, *, publish):
    if by is None:
        return
    tester = column.permissions_for_user(by)
    if not tester.can_add_subpage() or (publish and not tester.can_publish_subpage()):
        raise PermissionDenied


def find_column(site, path):
    """The column of ``site`` with this address (``jiaoyan`` or ``xinwen/yaowen``) or title.

    Raises ValidationError naming the columns there are.
    """
    from .queries import columns_of

    columns = columns_of(site)
    wanted = "/" + path.strip("/") + "/"
    found = [c for c in columns if c.url == wanted]
    found = found or [c for c in columns if c.title == path or c.url.endswith(wanted)]
    if len(found) != 1:
        names = "、".join(f"{c.url.strip('/')}（{c.title}）" for c in columns)
        raise ValidationError(
            {
                "column": _("没有找到栏目“%(path)s”。可用的栏目：%(names)s")
                % {"path": path, "names": names}
            }
        )
    from .models import ColumnPage

    return ColumnPage.objects.get(pk=found[0].id)
