"""One browser for a whole run: a second one in the same process cannot be started."""

import os

import pytest

from tests.plugins.requirements import chromium

FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium, started once."""
    from playwright.sync_api import sync_playwright

    # playwright's loop makes Django believe it runs in async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield chrome
        chrome.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
