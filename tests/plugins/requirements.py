"""Tests that need something from outside the Python environment.

Where it is missing, a test is skipped with the reason, and the run ends with a
line such as ``not run: 12 browser tests (chromium not found)``. Where
SITEHUB_REQUIRE_ALL=1 is set, as in continuous integration, it fails instead.
"""

import functools
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
ELASTICSEARCH = ROOT / "var/elasticsearch"  # tools/elasticsearch


def chromium():
    """Path of Debian's chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing_for_browser():
    """What browser tests lack, or None."""
    needs = {
        "chromium not found": chromium(),
        "java not found": shutil.which("java"),
        "axe-core not found: npm ci": AXE.exists(),
        "vnu-jar not found: npm ci": VNU.exists(),
    }
    return next((reason for reason, found in needs.items() if not found), None)


def missing_for_repository():
    """What tests of the history lack, or None."""
    if not shutil.which("git"):
        return "git not found"
    previous = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", "HEAD~1"], cwd=ROOT, capture_output=True
    )
    return None if previous.returncode == 0 else "no previous commit in this checkout"


def missing_for_libreoffice():
    """Why a test that needs LibreOffice cannot run, or None."""
    return None if shutil.which("soffice") else "libreoffice not found"


def missing_for_postgres():
    """Why a test that needs PostgreSQL cannot run, or None."""
    from django.db import connection

    return None if connection.vendor == "postgresql" else "the database is not PostgreSQL"


def versitygw():
    """Path of versitygw, which speaks S3 over a folder, or None. ``.ci/run`` installs it."""
    own = ROOT / "var/bin/versitygw"
    return str(own) if own.exists() else shutil.which("versitygw")


def missing_for_s3():
    """Why tests against a real S3-compatible server cannot run, or None."""
    return None if versitygw() else "versitygw not found: make versitygw"


def missing_for_elasticsearch():
    """Why tests against a real Elasticsearch cannot run, or None."""
    if not (ELASTICSEARCH / "bin/elasticsearch").exists():
        return "Elasticsearch not found: make elasticsearch"
    return None if shutil.which("java") else "java not found"


MISSING = {
    "s3": missing_for_s3,
    "elasticsearch": missing_for_elasticsearch,
    "browser": functools.cache(missing_for_browser),
    "repository": functools.cache(missing_for_repository),
    "libreoffice": functools.cache(missing_for_libreoffice),
    "postgres": functools.cache(missing_for_postgres),
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest tests come first: begun last, one would keep the other workers waiting."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("repository", "browser"))))


def pytest_runtest_setup(item):
    """Skip or fail a test whose requirement is missing."""
    for marker, missing in MISSING.items():
        reason = missing() if item.get_closest_marker(marker) else None
        if reason is None:
            continue
        if os.environ.get("SITEHUB_REQUIRE_ALL") == "1":
            pytest.fail(f"{reason}, and SITEHUB_REQUIRE_ALL is set", pytrace=False)
        item.user_properties.append(("not_run", f"{marker} tests ({reason})"))
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter):
    """Say how many tests were not run, and why."""
    counts = Counter(
        value
        for report in terminalreporter.stats.get("skipped", [])
        for name, value in getattr(report, "user_properties", [])
        if name == "not_run"
    )
    for what, number in sorted(counts.items()):
        terminalreporter.write_line(f"not run: {number} {what}", yellow=True)
