"""Audit: ``record()`` adds one line for one change of state."""


def record(action, *, by, site=None, target=None, details=None):
    """Add an audit line in the caller's transaction and return it.

    ``action`` is a dotted name such as ``submission.accept``; ``by`` a user or
    None for the system; ``site`` anything with ``pk`` and ``code``; ``target``
    the object changed; ``details`` a JSON-able dict of what changed.
    """
    from .models import AuditEntry

    return AuditEntry.objects.create(
        action=action,
        actor=by if by is not None and by.pk else None,
        actor_name=(str(by) if by is not None else "")[:150],
        site_id=site.pk if site is not None else None,
        site_code=site.code if site is not None else "",
        object_kind=target._meta.label_lower if target is not None else "",
        object_id=str(target.pk) if target is not None else "",
        object_title=str(target)[:255] if target is not None else "",
        details=details or {},
    )
