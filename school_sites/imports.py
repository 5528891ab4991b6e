"""Make an article from an uploaded file: one function for the command and the upload."""

import contextlib
import hashlib
from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from sitehub.audit import record

from .imported_files import FileRefused, bytes_of_address, stored_attachment, stored_picture
from .models import ArticlePage, ColumnPage, ImportReport
from .turns import take_turn
from .word_import import (
    Finding,
    ImportRefused,
    check_size,
    check_type,
    read_document,
)

TITLE_LIMIT = 255
ALT_LIMIT = CAPTION_LIMIT = 200


def largest_package():
    """The largest Word or zip file taken, in bytes."""
    return settings.IMPORT_MAX_MEGABYTES * 1024 * 1024


def check_upload(name, size):
    """Refuse a file by its name and size alone. Raises ImportRefused."""
    check_type(name)
    check_size(name, size, largest=largest_package())


def import_article(*, column, name, data, by, publish=False, within=None):
    """Make a draft article in ``column`` from the file ``name`` with bytes ``data``.

    ``by`` is the acting user, None for the command line. With ``publish`` the
    article goes online at once; ``within`` is called with the article in the same
    transaction. Returns the article; its ``import_report``
    holds the findings. Raises ImportRefused for a file that cannot be read,
    PermissionDenied, ValidationError; then nothing has changed, and no file of
    it is left behind. Pictures are decoded and stored before the transaction: in
    it everybody else's writing waits.
    """
    _require(column, by, publish=publish)
    document = read_document(name, data, largest=largest_package())
    files = _Files(document, column.site_entry.school_site, by)
    try:
        files.store()
        with transaction.atomic():
            article = _write(column_now(column), name, document, files, by, publish)
            if within:
                within(article)
    except BaseException:
        files.remove()
        raise
    return article


def _write(column, name, document, files, by, publish):
    body = files.body()
    cover = files.first_picture
    guesses = _guesses(document, cover)
    article = ArticlePage(
        title=document.title[:TITLE_LIMIT],
        body=StreamValue(ArticlePage._meta.get_field("body").stream_block, body),
        cover=cover,
        live=False,
        owner=by,
        locale_id=column.locale_id,
        **{field: value for field, value in guesses.items() if _is_field(field)},
    )
    column.add_child(instance=article)
    findings = [*document.findings, *files.findings, *_told(guesses, cover)]
    ImportReport.objects.create(
        article=article,
        file_name=name[:255],
        encoding=document.encoding,
        findings=[asdict(finding) for finding in findings],
        guesses={field: str(value) for field, value in guesses.items()}
        | ({"cover": str(cover.pk)} if cover else {}),
    )
    revision = article.save_revision(user=by, log_action=True)
    site = article.site_entry.school_site
    record("article.import", by=by, site=site, target=article, details={"file": name[:255]})
    if publish:
        revision.publish(user=by)
    return ArticlePage.objects.get(pk=article.pk)


class _Files:
    """The body of an article to be, and the pictures and files stored for it."""

    def __init__(self, document, site, by):
        self.findings = []
        self.first_picture = None
        self._document = document
        self._site = site
        self._by = by
        self._images = {}  # address in the document -> SiteImage, None when it was refused
        self._by_content = {}
        self._attachments = []
        self._stored = []

    def store(self):
        """Check and store every file, without a row; what was refused is in ``findings``."""
        for block in self._document.blocks:
            if block.kind == "image" and block.value["src"] not in self._images:
                self._images[block.value["src"]] = self._stored_image(block.value)
        for attachment in self._document.attachments:
            self._store_attachment(attachment)

    def body(self):
        """Values of the body field, after writing the rows of what ``store`` stored."""
        for row in (*self._by_content.values(), *self._attachments):
            row.save()
        body = []
        for block in self._document.blocks:
            if block.kind != "image":
                body.append((block.kind, WRITERS[block.kind](block.value)))
            elif image := self._images[block.value["src"]]:
                body.append(("image", _picture(block.value, image)))
        if self._attachments:
            offered = [{"document": document, "title": ""} for document in self._attachments]
            body.append(("attachments", offered))
        return body

    def remove(self):
        """Take back the files, after the rows that named them are gone."""
        for file in self._stored:
            with contextlib.suppress(OSError):
                file.storage.delete(file.name)

    def _stored_image(self, value):
        picture = self._document.pictures.get(value["src"])
        data = picture.read() if picture else bytes_of_address(value["src"])
        if data is None:
            message = _("图片没有随文件导入，请在正文中重新上传。")
            self._check("picture-left-out", message, value["alt"] or value["src"])
            return None
        digest = hashlib.sha256(data).digest()
        if digest in self._by_content:
            return self._by_content[digest]
        numbered = f"{self._document.title} {len(self._by_content) + 1}"
        title = value["caption"] or value["alt"] or numbered
        try:
            image = stored_picture(
                collection=self._site.collection, title=title, data=data, by=self._by
            )
        except FileRefused as refused:
            message = _("图片没有导入：%(why)s。请截图或另存为 JPG、PNG 后重新上传。")
            name = value["caption"] or value["alt"] or (picture.name if picture else "")
            self._check("picture-refused", message % {"why": refused}, name)
            return None
        self._by_content[digest] = image
        self._stored.append(image.file)
        self.first_picture = self.first_picture or image
        return image

    def _store_attachment(self, attachment):
        try:
            document = stored_attachment(
                collection=self._site.collection,
                title=attachment.name,
                data=attachment.read(),
                by=self._by,
            )
        except FileRefused as refused:
            message = _("附件没有导入：%(why)s。请把它单独上传。")
            self._check("attachment-refused", message % {"why": refused}, attachment.name)
            return
        self._attachments.append(document)
        self._stored.append(document.file)

    def _check(self, code, message, excerpt):
        self.findings.append(Finding(code, message, excerpt[:60], "check"))


def _guesses(document, cover):
    """Field -> guessed value, cut to what the field holds."""
    found = {}
    for guess in document.guesses:
        value = guess.value
        if _is_field(guess.field):
            limit = ArticlePage._meta.get_field(guess.field).max_length
            value = value[:limit] if limit else value
        found[guess.field] = value
    return found


def _is_field(name):
    return any(field.name == name for field in ArticlePage._meta.get_fields())


def _told(guesses, cover):
    """A finding for each guess."""
    found = []
    for field, value in guesses.items():
        if _is_field(field):
            label = ArticlePage._meta.get_field(field).verbose_name
            message = _("“%(field)s”是猜的，请核对。") % {"field": label}
        else:
            message = _("文中像是有文号，请核对。")
        found.append(Finding(f"guess-{field}", message, str(value)[:60], "guess"))
    if cover:
        message = _("“封面”用了文中的第一张图片，请核对。")
        found.append(Finding("guess-cover", message, cover.title[:60], "guess"))
    return found


def _picture(value, image):
    alt, caption = value["alt"][:ALT_LIMIT], value["caption"][:CAPTION_LIMIT]
    return {"image": image, "alt_text": alt, "caption": caption}


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


WRITERS = {"heading": _heading, "text": RichText, "table": _table, "quote": dict}


def column_now(column):
    """``column`` as it is now, locked. Raises ValidationError where it was deleted.

    Reading a document may take a minute; a page added below a deleted one would have no parent.
    """
    take_turn(column)
    now = ColumnPage.objects.select_for_update(of=("self",)).filter(pk=column.pk).first()
    if now is None:
        raise column_gone()
    return now


def column_gone():
    """What is said of a column that was deleted while a file waited for it."""
    return ValidationError(_("所选的栏目已经删除，请另选一个栏目再上传。"))


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
    return ColumnPage.objects.get(pk=found[0].id)


__all__ = ["ImportRefused", "check_upload", "find_column", "import_article", "largest_package"]
