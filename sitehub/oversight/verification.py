"""The whole chain: what is archived, then what is in the table."""

from sitehub.audit.models import ArchivedPart
from sitehub.audit.verifying import Link, check_table

from .archive import check_part


def verify(known=None):
    """Follow the chain from its first line; return (archived lines, lines in the table, Link).

    ``known`` (sequence, hash) is an end of the chain that somebody noted before.
    Raises ChainBroken with the first fault, OSError where the storage is down.
    """
    link = Link(known=known)
    for part in ArchivedPart.objects.order_by("first"):
        check_part(part, link)
    archived = link.sequence
    return archived, check_table(link), link
