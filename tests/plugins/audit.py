"""What the product does in a test must be recorded, and have a name for people."""

import re

import pytest

WRITE = re.compile(r'\s*(INSERT|REPLACE|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)? "?(\w+)')
LINES = "audit_auditentry"
# Tables that a request may write without a line: nobody's decision is in them.
NOBODYS = {
    "accounts_usersession": "signing in has its line",
    "accounts_user": "facts that change, and a password, have their lines",
    "django_tasks_database_dbtaskresult": "a job tells for itself",
    "publishing_generation": "a mark for other processes",
    "axes_accessattempt": "what the lock counts; the failure has its line",
    "axes_accesslog": "as above",
    "django_otp_webauthn_webauthnuserhandle": "a number; the passkey has its line",
    "otp_totp_totpdevice": "a key not yet confirmed, and the count of wrong codes",
    "otp_static_staticdevice": "the count of wrong codes",
    "wagtailadmin_editingsession": "who looks at a form",
    "wagtailadmin_formstate": "a preview",
    "wagtailcore_pagesubscription": "who is told of comments",
    "wagtailcore_uploadedfile": "an upload that waits for its title",
    "wagtailusers_userprofile": "how one likes the admin to look",
    "wagtailcore_referenceindex": "an index",
    "syndication_mailwish": "how one likes to be told",
    "media_siterendition": "pictures drawn of a picture",
    "school_sites_viewmark": "how often a page was read",
    "search_searchmark": "how often words were searched for",
    "school_sites_sentform": "the mark of a form, against sending it twice",
    "search_attachmenttext": "a file whose words are to be read; the file has its line",
    "school_sites_importjob": "a job that waits; the article it makes has its line",
}


@pytest.fixture(autouse=True)
def recorded_actions_have_labels():
    """Fail the test in which an action without a label is recorded."""
    from sitehub.audit import recorded
    from sitehub.audit.actions import LABELS

    unnamed = set()

    def notice(entry, **signal):
        if entry.action not in LABELS and not entry.action.startswith("test."):
            unnamed.add(entry.action)

    recorded.connect(notice)
    yield
    recorded.disconnect(notice)
    assert not unnamed, f"name them in sitehub/audit/actions.py: {sorted(unnamed)}"


@pytest.fixture(autouse=True)
def requests_that_change_something_leave_a_line(request, monkeypatch):
    """Fail the test in which a request that succeeds changes rows and records nothing."""
    from django.test.client import Client

    send, silent = Client.request, []

    def watched(client, **environ):
        writes = Writes()
        with writes:
            response = send(client, **environ)
        if response.status_code < 400 and (tables := writes.unrecorded()):
            silent.append((environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"), tables))
        return response

    if not request.node.get_closest_marker("unrecorded"):
        monkeypatch.setattr(Client, "request", watched)
    yield
    assert not silent, f"no audit line, and not in tests/plugins/audit.py: {silent}"


class Writes:
    """The tables written inside the block, as far as nothing was rolled back."""

    def __init__(self):
        self.tables = set()

    def __enter__(self):
        from django.db import connection

        self._wrappers = connection.execute_wrappers
        self._wrappers.append(self._notice)

    def __exit__(self, *exception):
        self._wrappers.remove(self._notice)

    def _notice(self, execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        if sql.startswith("ROLLBACK"):
            self.tables.clear()
        elif match := WRITE.match(sql):
            verb, table = match.groups()
            if verb in ("INSERT", "REPLACE") or context["cursor"].rowcount:
                self.tables.add(table)
        return result

    def unrecorded(self):
        """What was written without a line, and should not have been."""
        if LINES in self.tables:
            return set()
        return {one for one in self.tables - NOBODYS.keys() if "indexentry" not in one}
