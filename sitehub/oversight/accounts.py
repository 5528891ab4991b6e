"""Accounts: made, changed, given a new password, put into groups, whichever way it is done."""

from django.contrib.auth import get_user_model

from school_sites.models import SiteGroup
from sitehub.audit import is_covered, record

from .sign_ins import site_of

FACTS = ("username", "first_name", "email", "is_superuser", "is_active")


def remember(user, update_fields):
    """Before ``user`` is saved: what stands in the database now."""
    changes = update_fields is None or not {*FACTS, "password"}.isdisjoint(update_fields)
    if user.pk is not None and changes:
        rows = get_user_model().objects.filter(pk=user.pk)
        user._facts_before = rows.values(*FACTS).first()


def record_saved(user, *, created, raw):
    """A line for a new account, for changed facts and for a new password; ``raw`` is a restore.

    A password is new where its text was given; that Django stores the same one with
    a stronger hash at a sign-in is no change.
    """
    before = user.__dict__.pop("_facts_before", None)
    if raw or is_covered():
        return
    after = {name: getattr(user, name) for name in FACTS}
    if created:
        record("person.created", by=None, target=user, after=after)
        return
    changed = [name for name in FACTS if before is not None and before[name] != after[name]]
    if changed:
        record(
            "person.changed",
            by=None,
            site=site_of(user),
            target=user,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    if user._password is not None:
        record("person.password_changed", by=None, site=site_of(user), target=user)


def record_groups(instance, pk_set, *, reverse, given):
    """Lines for roles given or taken by another way than the functions of ``sitehub.people``."""
    if is_covered():
        return
    people, groups = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    action = "person.role_given" if given else "person.role_taken"
    rows = list(SiteGroup.objects.filter(group__in=groups).select_related("site"))
    for user in get_user_model().objects.filter(pk__in=people if rows else ()):
        for row in rows:
            record(action, by=None, site=row.site, target=user, details={"role": row.role})


def record_clearing(instance, *, reverse):
    """Lines for all roles of a person, or all people of a role (``reverse``), taken at once."""
    rows = instance.user_set if reverse else instance.groups
    pks = set(rows.values_list("pk", flat=True))
    record_groups(instance, pks, reverse=reverse, given=False)


def record_deletion(user):
    """A line for an account about to be deleted, while it is known where it belonged."""
    before = {name: getattr(user, name) for name in FACTS}
    record("person.deleted", by=None, site=site_of(user), target=user, before=before)
