"""Demo people and their sign-ins. Passwords are made up on first use and kept under var/."""

import json
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model

from sitehub.accounts.roles import Role

SIGN_INS = "demo-sign-ins.json"


def make_person(*, username, name, site, role):
    """A demo person in the group of ``role`` at ``site``; returns the user."""
    password = secrets.token_urlsafe(9)
    user = get_user_model().objects.create_user(username, password=password, first_name=name)
    user.groups.add(site.groups.get(role=role).group)
    _remember(Role(role).label, username, password, site.name)
    return user


def sign_ins():
    """The demo sign-ins of this install as (role, username, password, site) tuples."""
    path = settings.VAR_DIR / SIGN_INS
    if not path.exists():
        return []
    known = get_user_model().objects.values_list("username", flat=True)
    rows = json.loads(path.read_text(encoding="utf-8"))
    names = set(known.filter(username__in=[row[1] for row in rows]))
    return [tuple(row) for row in rows if row[1] in names]


def _remember(role, username, password, site_name):
    path = settings.VAR_DIR / SIGN_INS
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    rows = [row for row in rows if row[1] != username]
    rows.append([str(role), username, password, site_name])
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    path.chmod(0o600)
