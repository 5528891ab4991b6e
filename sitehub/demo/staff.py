"""Demo people who look after accounts and the audit, and how others come, go and are away."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from sitehub.accounts.roles import Role
from sitehub.people.invitations import invite, revoke
from sitehub.people.memberships import disable, give_role
from sitehub.reviews.absence import delegate

from .people import make_person


def add_staff(content, sites):
    """Sign the people of ``content`` (staff.toml) in and let those in charge do what it tells.

    Called when managers and reviewers have signed in. Nothing is mailed.
    """
    for row in content["people"]:
        sign_in(sites[row["site"]], row)
    for row in content["also"]:
        user = person(row["username"])
        give_role(user=user, site=sites[row["site"]], role=Role(row["role"]), by=None)
    for row in content["disabled"]:
        disable(user=person(row["username"]), by=person(row["by"]), reason=row["reason"])
    for row in content["invitations"]:
        _invite(sites[row["site"]], row)
    for row in content["absences"]:
        _be_away(sites[row["site"]], row)


def sign_in(site, row):
    """Make the person of a row of the content, with the role it names at ``site``."""
    make_person(username=row["username"], name=row["name"], site=site, role=Role(row["role"]))


def person(username):
    """The demo person of this sign-in name."""
    return get_user_model().objects.get(username=username)


def _invite(site, row):
    by = person(row["by"])
    invitation = invite(site=site, role=row["role"], name=row["name"], by=by)
    if row.get("revoked"):
        revoke(invitation=invitation, by=by)


def _be_away(site, row):
    who = person(row["person"])
    first_day = timezone.localdate() + timedelta(days=row["in_days"])
    delegate(
        site=site,
        person=who,
        colleague=person(row["colleague"]),
        first_day=first_day,
        last_day=first_day + timedelta(days=row["days"] - 1),
        by=who,
    )
