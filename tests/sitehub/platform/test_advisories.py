"""What the advisory service says is kept as it said it, and silence is not safety."""

import json
import subprocess
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from sitehub.platform import advisories
from sitehub.platform.models import AdvisoryCheck

VULNERABLE = {
    "name": "somelib",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["1.1"]}],
}
SAFE = {"name": "otherlib", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "thirdlib", "skip_reason": "not found"}


@pytest.fixture
def answer(monkeypatch):
    """Let pip-audit answer with these packages."""

    def set_answer(*packages):
        printed = SimpleNamespace(stdout=json.dumps({"dependencies": packages}))
        monkeypatch.setattr(advisories.subprocess, "run", lambda *args, **options: printed)

    return set_answer


def test_finding_is_reported_with_its_fix(answer):
    answer(VULNERABLE, SAFE)
    report = advisories.audit()
    assert report.findings == [{"name": "somelib", "version": "1.0", "id": "PYSEC-1", "fix": "1.1"}]
    assert (report.reached, report.checked, report.unchecked) == (True, 2, 0)


def test_package_without_an_answer_is_not_counted_as_checked(answer):
    answer(SAFE, UNKNOWN)
    report = advisories.audit()
    assert (report.reached, report.checked, report.unchecked) == (True, 1, 1)


def test_no_answer_for_any_package_is_no_check(answer):
    answer(UNKNOWN, UNKNOWN)
    assert not advisories.audit().reached


@pytest.mark.parametrize("trouble", ["time", "no JSON"])
def test_service_that_does_not_answer_is_not_reached(monkeypatch, trouble):
    def run(*args, **options):
        if trouble == "time":
            raise subprocess.TimeoutExpired("pip-audit", 1)
        return SimpleNamespace(stdout="")

    monkeypatch.setattr(advisories.subprocess, "run", run)
    assert not advisories.audit().reached


@pytest.mark.parametrize("name", ["PYSEC-1", "CVE-1"])
def test_ignored_advisory_is_left_out_by_id_or_alias(answer, monkeypatch, tmp_path, name):
    ignored = tmp_path / "ignored.txt"
    ignored.write_text(f"# comment\n{name} we do not use that part\n")
    monkeypatch.setattr(advisories, "IGNORED", ignored)
    answer(VULNERABLE)
    assert advisories.audit().findings == []


def test_ignored_advisory_needs_a_reason(monkeypatch, tmp_path):
    ignored = tmp_path / "ignored.txt"
    ignored.write_text("PYSEC-1\n")
    monkeypatch.setattr(advisories, "IGNORED", ignored)
    with pytest.raises(ValueError, match="no reason"):
        advisories.ignored_ids()


@pytest.mark.django_db
def test_command_keeps_the_answer(answer):
    answer(VULNERABLE, SAFE)
    call_command("check_advisories")
    kept = AdvisoryCheck.objects.get()
    assert (kept.reached, kept.checked, kept.findings[0]["id"]) == (True, 2, "PYSEC-1")


def test_command_for_a_file_fails_on_a_finding_and_keeps_nothing(answer, capsys):
    answer(VULNERABLE)
    with pytest.raises(CommandError, match="1 advisories"):
        call_command("check_advisories", requirements="some.txt", fail=True)
    assert "somelib 1.0: PYSEC-1 (fixed in: 1.1)" in capsys.readouterr().out


def test_unreachable_service_does_not_fail_the_check(answer, capsys):
    answer(UNKNOWN)
    call_command("check_advisories", requirements="some.txt", fail=True)
    assert "not reachable, not checked" in capsys.readouterr().out
