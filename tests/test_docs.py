"""The documents against the code: settings, jobs, commands, targets and links that they name."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from sitehub.platform.schedule import jobs

ROOT = settings.BASE_DIR
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("deploy/*.md"), *ROOT.glob("docs/**/*.md")])
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TEXTS = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OURS = ("media", "school_sites", "sitehub", "search", "themes")
DECISION = re.compile(r"(?:docs/)?decisions/(\d{4})")


def first_cells(heading):
    """Names in backquotes in the first column of the table below a heading of operations.md."""
    part = OPERATIONS.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_setting_from_the_environment_is_in_the_table_and_no_other():
    code = "\n".join(path.read_text() for path in (ROOT / "sitehub/settings").glob("*.py"))
    read = set(re.findall(r'\benv\.\w+\(\s*"(\w+)"', code))
    assert len(read) > 40
    elsewhere = {"DJANGO_SETTINGS_MODULE", "SITEHUB_RESTART", "SOFFICE"}
    elsewhere |= {"GRANIAN_*", "GRANIAN_BLOCKING_THREADS"}
    assert first_cells("Environment variables") == (read - {"PORT"}) | elsewhere


def test_every_job_of_the_scheduler_is_in_the_table_and_no_other():
    assert first_cells("What the scheduler does") == {job.name for job in jobs()}


def test_commands_that_documents_name_are_there_and_none_is_unnamed():
    commands = get_commands()
    named = set(re.findall(r"manage\.py (\w+)", TEXTS))
    named |= set(re.findall(r"`(\w+_school)`", TEXTS))
    assert named <= set(commands)
    ours = {name for name, app in commands.items() if str(app).split(".")[0] in OURS}
    run_by_others = {"demo"} | {job.name for job in jobs()}  # make run, the scheduler
    assert ours - run_by_others <= named


def test_targets_that_documents_name_are_there_and_help_lists_them():
    targets = set(re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[1].split())
    named = set(re.findall(r"(?:`|    )(?:PORT=8080 )?make ([a-z-]+)", TEXTS))
    assert named <= targets
    told = set(re.findall(r"^#   make ([a-z-]+)", MAKEFILE, re.MULTILINE))
    assert told == targets - {"help", "env", "messages"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_decisions_that_code_and_documents_name_are_there():
    numbers = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    folders = [ROOT / one for one in (*OURS, "tests")]
    code = [path for folder in folders for path in Path(folder).rglob("*.py")]
    named = {found for path in code for found in DECISION.findall(path.read_text())}
    assert named | set(DECISION.findall(TEXTS)) <= numbers
