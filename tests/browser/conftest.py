"""A real server, a real browser, and the two checkers of what it shows."""

import json
import os
import subprocess

import pytest

from tests.plugins.requirements import AXE, VNU

PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items):
    """Everything in this folder needs the browser."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker("browser")


@pytest.fixture
def server(live_server, settings):
    """The live server; every site of a test is at ``<code>.localhost`` on its port.

    ``server.url_of(site, path)`` is a page's address there.
    """
    settings.PUBLIC_PORT = str(live_server.thread.port)
    settings.WAGTAILADMIN_BASE_URL = f"http://{settings.ADMIN_HOST}:{settings.PUBLIC_PORT}"
    return Server(settings.PUBLIC_PORT)


class Server:
    """Addresses at the live server."""

    def __init__(self, port):
        self.port = port

    def url_of(self, site, path="/"):
        """Address of ``path`` at ``site``, a SchoolSite or a host name."""
        host = site if isinstance(site, str) else site.hosts.get(is_primary=True).host
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def page(browser, server):
    """An empty tab. A script error or a refused resource on any page fails the test."""
    with browser.new_context(locale="zh-CN", reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.set_default_timeout(15_000)
        tab.troubles = []
        tab.on("pageerror", lambda error: tab.troubles.append(f"{tab.url}: {error}"))
        tab.on("console", lambda line: _note_error(tab, line))
        yield tab
        assert tab.troubles == []


@pytest.fixture
def phone(page):
    """The same tab, as narrow as a small phone."""
    page.set_viewport_size(PHONE)
    return page


def _note_error(tab, line):
    # The editor saves by itself; a form that is not complete yet is answered with 400.
    unsaved = "400 (Bad Request)" in line.text and "/admin/pages/" in line.location.get("url", "")
    if line.type == "error" and not unsaved:
        tab.troubles.append(f"{tab.url}: {line.text}")


def axe(page, *, context=None, more=()):
    """Violations that axe finds on the open page, one readable line each.

    ``context`` is a CSS selector to look at only a part; ``more`` are names of rules that are
    not asked by themselves.
    """
    # Through evaluate: the content security policy would refuse a script tag.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {name: {"enabled": True} for name in more}
    found = page.evaluate(
        "([context, rules]) => axe.run(context || document, {rules})", [context, rules]
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def nu_check(pages, folder):
    """Errors that the Nu HTML checker finds in ``pages``, a mapping of name to HTML.

    One run for all of them, since starting it takes seconds; ``folder`` takes
    the files. Returns lines of ``name:line: message``.
    """
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(html, encoding="utf-8")
        names[path.name] = name
    command = ["java", "-jar", str(VNU), "--errors-only", "--format", "json", "--exit-zero-always"]
    done = subprocess.run(
        [*command, *(str(folder / name) for name in names)], capture_output=True, text=True
    )
    return [
        f"{names[message['url'].rsplit('/', 1)[-1]]}:{message.get('lastLine', 0)}: "
        f"{message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]


def scrolls_sideways(page):
    """Whether the open page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
