"""Audit: ``record()`` adds one line for one change of state, and is the only writer."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

recorded = Signal()  # provides args: entry
_roles_of = None
_covered = ContextVar("audit_covered", default=False)


def register_roles(function):
    """``function(user)`` tells the roles in which a person acts now; a higher room knows."""
    global _roles_of
    _roles_of = function


def record(action, *, by, site=None, target=None, details=None, before=None, after=None):
    """Add an audit line in the caller's transaction and return it.

    ``action`` is a dotted name with a label in ``audit.actions``; ``by`` a user,
    or None for whoever the request, command or job at hand belongs to; ``site``
    anything with ``pk`` and ``code``; ``target`` the object changed; ``before``
    and ``after`` JSON-able values of what changed, ``details`` whatever else
    belongs to it.
    """
    from . import chain, origin
    from .models import AuditEntry
    from .plain import plain, plain_text

    where = origin.current()
    who = by if by is not None and by.pk else where.user
    entry = AuditEntry(
        action=action,
        actor_id=who.pk if who is not None else None,
        actor_name=plain_text(who if who is not None else where.name, 150),
        roles=_roles_text(who),
        source=where.source,
        address=where.address,
        agent=plain_text(where.agent, origin.AGENT_LENGTH),
        request_id=where.request_id,
        site_id=site.pk if site is not None else None,
        site_code=site.code if site is not None else "",
        object_kind=target._meta.label_lower if target is not None else "",
        object_id=str(target.pk) if target is not None else "",
        object_title=plain_text(target, 255) if target is not None else "",
        before=plain(before),
        after=plain(after),
        details=plain(details or {}),
    )
    chain.add(entry)
    recorded.send(sender=AuditEntry, entry=entry)
    return entry


@contextmanager
def one_line():
    """Inside the block the single steps are not recorded: the caller's own line says it all."""
    token = _covered.set(True)
    try:
        yield
    finally:
        _covered.reset(token)


def is_covered():
    """Whether a line of a larger change covers what happens now."""
    return _covered.get()


def _roles_text(user):
    if user is None:
        return ""
    if user.is_superuser:
        return "superuser"
    return ",".join(sorted(_roles_of(user)))[:200] if _roles_of else ""
