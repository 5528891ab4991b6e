"""Data written by the version before survives the upgrade to this one."""

import os
import secrets
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("wagtailcore_page", "accounts_user", "school_sites_schoolsite")
OPEN_A_PAGE = """
from django.test import Client
from school_sites.hosts import table
for entry in list(table().by_id.values())[:3]:
    response = Client(headers={"host": entry.primary_host}).get("/", secure=True)
    assert response.status_code == 200, (entry.primary_host, response.status_code)
    assert entry.school_site.name in response.content.decode()
print("pages served")
"""

# Drawing is most of the demo's work, and an upgrade does not look into pictures.
FILL = """
from io import BytesIO
from PIL import Image
from django.core.management import call_command
from sitehub.demo import pictures
def draw(*names, **options):
    out = BytesIO()
    Image.new("RGB", (64, 40), "teal").save(out, "JPEG")
    return out.getvalue()
pictures.draw = pictures.draw_logo = pictures.draw_portrait = draw
call_command("demo")
"""

pytestmark = pytest.mark.repository


def git(*arguments, **options):
    """Run git in this checkout."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True, **options)


@pytest.fixture(scope="module")
def previous(tmp_path_factory):
    """The code of the newest release before this commit, or of the commit before."""
    try:
        version = git("describe", "--tags", "--abbrev=0", "HEAD~1", text=True).stdout.strip()
    except subprocess.CalledProcessError:
        version = "HEAD~1"
    folder = tmp_path_factory.mktemp("previous")
    archive = folder / "code.tar"
    git("archive", "--output", str(archive), version)
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder


def environment(var, settings):
    """The environment of an install whose data is in ``var``."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return ours | {
        "DJANGO_SETTINGS_MODULE": f"sitehub.settings.{settings}",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITEHUB_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/sitehub.sqlite3",
        "BACKUP_DIR": str(var / "backups"),
    }


def manage(code, *arguments, env):
    """Run a command with the code in folder ``code``; fail with what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=code, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def numbers(database):
    """How many rows the tables that must be kept have."""
    opened = sqlite3.connect(database)
    counts = {
        table: opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT
    }
    opened.close()
    return counts


@pytest.fixture
def old_install(previous, tmp_path):
    """Data folder of an install that the version before made and filled."""
    var = tmp_path / "var"
    var.mkdir()
    env = environment(var, "dev")
    manage(previous, "migrate", "--verbosity", "0", env=env)
    if "\n    demo\n" in manage(previous, "help", env=env):
        manage(previous, "shell", "-c", FILL, env=env)
    person = "from django.contrib.auth import get_user_model as model;"
    manage(previous, "shell", "-c", f"{person} model().objects.create_user('kept')", env=env)
    return var


def test_upgrade_keeps_the_data_and_serves_pages(old_install):
    database = old_install / "sitehub.sqlite3"
    before = numbers(database)
    env = environment(old_install, "production")
    done = subprocess.run(
        ["tools/upgrade", "--no-sync"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert numbers(database) == before
    assert before["accounts_user"] > 0
    assert "pages served" in manage(ROOT, "shell", "-c", OPEN_A_PAGE, env=env)
    manage(ROOT, "migrate", "--check", env=env)

    # The way back: the backup it made is the database from before.
    backup = done.stdout.strip().splitlines()[-1].removeprefix("Upgraded. Backup from before: ")
    manage(ROOT, "restore", backup, "--yes", env=env)
    assert numbers(database) == before


def test_upgrade_that_fails_says_how_to_go_back(tmp_path):
    env = environment(tmp_path, "production") | {"PUBLIC_SCHEME": "ftp"}
    done = subprocess.run(
        ["tools/upgrade", "--no-sync"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "“migrate the database” failed" in done.stderr
    assert "manage.py restore" in done.stderr
    assert str(next((tmp_path / "backups").iterdir())) in done.stderr
