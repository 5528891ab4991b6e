"""Old audit lines: whole months leave the table for the private storage, with their chain.

A part is a gzip file of JSON lines as verify_audit reads them, and beside it a
manifest with the part's two ends and the file's fingerprint. Rows are removed
only after what was stored has been read back and followed link by link.
"""

import gzip
import hashlib
import json
import tempfile
import zlib
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from media.storages import private_storage
from sitehub.audit import record
from sitehub.audit.chain import moment, seal
from sitehub.audit.guards import removal_allowed
from sitehub.audit.models import ArchivedPart, AuditEntry, ChainHead
from sitehub.audit.verifying import ChainBroken, Link, rows_after

from .checks import LEAST_DAYS

FOLDER = "audit"
PART_ROWS = 100_000
CHUNK = 1 << 20
# What a file comes to that is none of ours, although its fingerprint was forged to fit.
UNREADABLE = (gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError)


def archive_old(now=None):
    """Archive the whole months that are older than AUDIT_KEEP_DAYS; return the parts made.

    Raises ChainBroken where the lines are not as they were sealed, OSError where
    the storage fails; what was not stored soundly stays in the table.
    """
    seal()
    edge = edge_of(now or timezone.now())
    parts = []
    while part := _archive_part(edge):
        parts.append(part)
    return parts


def edge_of(now):
    """Lines before this moment may go: the first of the month that all must be kept from."""
    days = max(settings.AUDIT_KEEP_DAYS, LEAST_DAYS)
    kept = timezone.localtime(now - timedelta(days=days))
    return kept.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def last_link():
    """The archive's end, which the table's first line follows."""
    part = ArchivedPart.objects.order_by("last").last()
    return Link(part.last, part.last_hash) if part else Link()


def _archive_part(edge):
    start, link = last_link(), last_link()
    with tempfile.NamedTemporaryFile(suffix=".gz") as file:
        facts = _write(file, link, edge)
        if facts is None:
            return None
        name = f"{FOLDER}/{start.sequence + 1:012}-{link.sequence:012}.jsonl.gz"
        part = ArchivedPart(
            first=start.sequence + 1, previous_hash=start.hash,
            last=link.sequence, last_hash=link.hash,
            file=name, digest=_digest(file), **facts,
        )  # fmt: skip
        storage = private_storage()
        file.seek(0)
        storage.put(name, File(file))
    storage.put(manifest_name(name), ContentFile(_manifest(part)))
    check_part(part, Link(start.sequence, start.hash))
    return part if _remove(part) else None


def _write(file, link, edge):
    """Write the lines before ``edge`` behind ``link``; their first and last moment, or None."""
    first = last = None
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        for values in islice(rows_after(link.sequence), PART_ROWS):
            if values["at"] >= edge:
                break
            link.follow(values)
            line = values | {"at": moment(values["at"])}
            packed.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            first, last = min(first or values["at"], values["at"]), max(last or values["at"],
                                                                        values["at"])  # fmt: skip
    return {"from_at": first, "to_at": last} if first else None


def _digest(file):
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_name(name):
    """Where the manifest of a part's file is."""
    return name.removesuffix(".jsonl.gz") + ".json"


def _manifest(part):
    facts = {
        "first": part.first, "last": part.last, "previous_hash": part.previous_hash,
        "last_hash": part.last_hash, "from": moment(part.from_at), "to": moment(part.to_at),
        "file": part.file, "sha256": part.digest,
    }  # fmt: skip
    return json.dumps(facts, indent=1).encode()


def check_part(part, link):
    """Follow ``link`` through the file of ``part``. Raises ChainBroken, OSError."""
    if (part.first, part.previous_hash) != (link.sequence + 1, link.hash):
        raise ChainBroken(_("归档 %s 没有接在前一段之后。") % part)
    try:
        for values in lines_of(part):
            link.follow(values)
    except UNREADABLE as error:
        raise ChainBroken(_("归档文件 %s 已被改动。") % part.file) from error
    if (part.last, part.last_hash) != (link.sequence, link.hash):
        raise ChainBroken(_("归档 %s 的末端不符。") % part)


def lines_of(part):
    """The lines of a stored part, as dicts. Raises ChainBroken where the file is not whole."""
    with tempfile.TemporaryFile() as file:
        try:
            with private_storage().open(part.file) as stored:
                while chunk := stored.read(CHUNK):
                    file.write(chunk)
        except FileNotFoundError:
            raise ChainBroken(_("归档文件 %s 缺失。") % part.file) from None
        if _digest(file) != part.digest:
            raise ChainBroken(_("归档文件 %s 已被改动。") % part.file)
        file.seek(0)
        with gzip.open(file) as packed:
            for line in packed:
                values = json.loads(line)
                yield values | {"at": datetime.fromisoformat(values["at"])}


def _remove(part):
    """Note the part and take its rows out of the table, both or neither.

    False where another run, by hand or by the scheduler, has done so meanwhile.
    """
    with removal_allowed():
        ChainHead.objects.select_for_update().first()  # one at a time
        if ArchivedPart.objects.filter(last__gte=part.first).exists():
            return False
        part.save(force_insert=True)
        rows = AuditEntry.objects.filter(sequence__gte=part.first, sequence__lte=part.last)
        rows._raw_delete(rows.db)  # not one object for each of a hundred thousand
        facts = {"first": part.first, "last": part.last, "file": part.file, "sha256": part.digest}
        record("audit.archive", by=None, target=part, after=facts)
    return True


def stored_files():
    """The archive's files for the inventory of storages: (name, whose it is)."""
    for name in ArchivedPart.objects.values_list("file", flat=True):
        yield name, "audit archive"
        yield manifest_name(name), "audit archive"


def archived_to():
    """Moment of the newest archived line, None before the first."""
    return ArchivedPart.objects.aggregate(Max("to_at"))["to_at__max"]
