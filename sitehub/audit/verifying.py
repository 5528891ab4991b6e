"""Whether a stretch of the chain is whole."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from . import guards
from .chain import CONTENT, SEAL, START, VERSION, fingerprint, unsealed
from .models import AuditEntry, ChainHead

CHUNK = 2_000
# On PostgreSQL the scheduler seals twice a minute.
UNSEALED_AT_MOST = timedelta(minutes=10)


class ChainBroken(Exception):
    """The first fault found; the message says which line, and what is wrong with it."""


class Link:
    """The line that must be followed: its sequence number and hash.

    ``known`` is such a pair that somebody noted before.
    """

    def __init__(self, sequence=0, hash=START, known=None):
        self.sequence, self.hash, self._known = sequence, hash, known

    def follow(self, values):
        """Go on to the line ``values``. Raises ChainBroken."""
        expected = self.sequence + 1
        if values["sequence"] > expected:
            raise ChainBroken(_("第 %d 条缺失。") % expected)
        if values["sequence"] < expected:
            raise ChainBroken(_("第 %d 条重复或次序不对。") % values["sequence"])
        if values["version"] != VERSION:
            raise ChainBroken(_("第 %d 条的链版本无法识别。") % expected)
        if fingerprint(values) != values["hash"]:
            raise ChainBroken(_("第 %d 条的内容与指纹不符，已被改动。") % expected)
        if values["previous_hash"] != self.hash:
            raise ChainBroken(_("第 %d 条没有接在前一条之后：有记录被替换或调换。") % expected)
        self.sequence, self.hash = expected, values["hash"]
        if self._known and self._known[0] == expected and self._known[1] != self.hash:
            raise ChainBroken(_("第 %d 条与之前记下的指纹不符。") % expected)

    def check_known(self):
        """At the chain's end: what was noted must have come by. Raises ChainBroken."""
        if self._known and self._known[0] > self.sequence:
            raise ChainBroken(_("第 %d 条缺失。") % (self.sequence + 1))


def rows_after(sequence):
    """Sealed rows of the table behind ``sequence``, in order, as dicts; a few at a time."""
    fields = ("pk", *CONTENT, *SEAL)
    while True:
        sealed = AuditEntry.objects.filter(sequence__gt=sequence).order_by("sequence")
        chunk = list(sealed.values(*fields)[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        sequence = chunk[-1]["sequence"]


def check_table(link):
    """Follow ``link`` through the table to the head; return how many rows. Raises ChainBroken."""
    head = ChainHead.objects.first()
    if head is None:
        raise ChainBroken(_("链的末端缺失。"))
    first = AuditEntry.objects.filter(sequence__lte=link.sequence).order_by("sequence").first()
    if first is not None:
        raise ChainBroken(_("第 %d 条已归档，却又在表中。") % first.sequence)
    count = 0
    for values in rows_after(link.sequence):
        link.follow(values)
        count += 1
        if link.sequence == head.sequence and link.hash != head.hash:
            raise ChainBroken(_("第 %d 条与链的末端不符。") % link.sequence)
    _check_end(link, head)
    return count


def _check_end(link, head):
    link.check_known()
    if link.sequence < head.sequence:
        raise ChainBroken(_("第 %d 条缺失。") % (link.sequence + 1))
    if link.sequence > head.sequence:
        # People go on working while this looks; then the head has moved, too.
        head.refresh_from_db()
        if link.sequence > head.sequence:
            raise ChainBroken(_("第 %d 条不在链上，是后加的。") % (head.sequence + 1))
    late = unsealed().filter(at__lt=timezone.now() - UNSEALED_AT_MOST).order_by("pk").first()
    if late is not None:
        raise ChainBroken(_("编号 %d 的记录一直没有接入链。") % late.pk)
    if not guards.are_installed():
        raise ChainBroken(_("数据库里防止改动审计记录的触发器缺失，请运行 manage.py migrate。"))
