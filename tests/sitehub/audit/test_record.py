"""What a line says of who, where and in which role."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from django_tasks import task

from sitehub.audit import origin, record
from sitehub.audit.actions import LABELS
from sitehub.audit.middleware import OriginMiddleware
from sitehub.audit.models import AuditEntry
from sitehub.platform import schedule

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("media", "school_sites", "search", "sitehub")


def line_of_request(request):
    entries = []
    OriginMiddleware(lambda r: entries.append(record("test.line", by=None)))(request)
    return entries[0]


def test_a_line_names_person_role_and_browser(admin_client, manager, school):
    admin_client.force_login(manager)
    url = reverse("audit:export") + "?format=csv"
    headers = {"user-agent": "测试浏览器".encode().decode("latin-1") + "x" * 300}
    admin_client.get(url, headers=headers, REMOTE_ADDR="198.51.100.4")
    line = AuditEntry.objects.get(action="audit.export")
    assert (line.actor_id, line.actor_name, line.roles) == (manager.pk, "孙校长", "school-manager")
    assert (line.source, line.address, len(line.agent)) == ("web", "198.51.100.4", 200)
    assert (line.site_code, len(line.request_id)) == ("shiyan", 32)
    number = manager.pk
    manager.delete()
    line.refresh_from_db()
    assert (line.actor_id, line.actor_name) == (number, "孙校长")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "10.0.0.1", "203.0.113.9"),  # a stranger may claim anything
        ("127.0.0.1", "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "nonsense", ""),
        ("2001:db8::5", "", "2001:db8::5"),
    ],
)
@pytest.mark.django_db
def test_a_forwarded_address_is_believed_from_our_proxy_only(rf, peer, forwarded, address):
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert line_of_request(request).address == address


@pytest.mark.django_db
def test_a_command_names_the_system_user(monkeypatch):
    monkeypatch.setattr(origin, "_process", origin._process)
    monkeypatch.setattr(origin.getpass, "getuser", lambda: "operator")
    origin.begin_command(["manage.py", "open_school", "--secret"])
    line = record("test.line", by=None)
    assert (line.source, line.actor_name, line.agent) == (
        "command",
        "operator",
        "manage.py open_school",
    )


@task()
def note_something():
    record("test.line", by=None)


def test_tasks_and_scheduled_jobs_say_so(db, run_jobs):
    with origin.coming_from(origin.Origin(source="web", name="谁")):
        note_something.enqueue()
        after = record("test.line", by=None)
    schedule.run(schedule.Job("nightly", lambda: record("test.line", by=None)))
    first, _second, third = AuditEntry.objects.order_by("pk")
    assert (first.source, first.agent) == ("job", note_something.module_path)
    assert (third.source, third.agent) == ("job", "nightly")
    assert after.source == "web"


def test_less_than_six_months_is_refused(settings):
    settings.AUDIT_KEEP_DAYS = 179
    with pytest.raises(SystemCheckError, match="180"):
        call_command("check")


def test_every_action_in_the_code_has_a_label():
    found, patterns = set(), set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                    _note(node.args[0], found, patterns)
    assert found <= LABELS.keys()
    for pattern in patterns:  # f"letter.{name}": the fixture of every test looks closer
        assert any(label.startswith(pattern) for label in LABELS), pattern
    assert len(found) > 10


def _note(argument, found, patterns):
    if isinstance(argument, ast.Constant):
        found.add(argument.value)
    elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        patterns.add(argument.values[0].value)
