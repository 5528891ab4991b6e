"""Fixtures: the smallest worlds tests need."""

import pytest
from django.core.cache import cache
from django.urls import set_urlconf

from school_sites import hosts

pytest_plugins = [
    "tests.plugins.requirements",
    "tests.plugins.databases",
    "tests.plugins.storages",
    "tests.plugins.elasticsearch",
    "tests.plugins.worlds",
    "tests.plugins.audit",
    "tests.plugins.browsers",
    "tests.plugins.outside",
]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """A response that a test did not read to its end leaves its host's addresses in force."""
    set_urlconf(None)


@pytest.fixture(autouse=True)
def fresh_host_table(monkeypatch):
    """Each test begins without a host table, and marks take effect at once.

    Tests run in a transaction that never commits, so on_commit would not run.
    """
    from sitehub.publishing import generations

    monkeypatch.setattr(generations.transaction, "on_commit", lambda run: run())
    hosts.forget()
    yield
    hosts.forget()


@pytest.fixture(autouse=True)
def fresh_cache():
    """Wagtail keeps renditions in the cache by number; the next test's pictures have the same."""
    cache.clear()


@pytest.fixture
def run_jobs(settings):
    """Jobs run in the moment they are enqueued."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def district(sites):
    """The district's site with its channels."""
    from tests.factories import make_district

    return sites.open("district", make_district)


@pytest.fixture
def school(district, sites):
    """An open primary school, shiyan.localhost."""
    from tests.factories import make_school

    names = {"name": "云澜区实验小学", "short_name": "实验小学"}
    return sites.open("shiyan", lambda: make_school("shiyan", **names))


@pytest.fixture
def other_school(district, sites):
    """A second school, mingde.localhost."""
    from tests.factories import make_school

    names = {"name": "云澜区明德中学", "short_name": "明德中学", "kind": "middle"}
    return sites.open("mingde", lambda: make_school("mingde", **names))


@pytest.fixture
def editor(school):
    """An editor of ``school``."""
    from tests.factories import make_user

    return make_user("shiyan.editor", "林老师", site=school, role="school-editor")


@pytest.fixture
def manager(school):
    """The manager of ``school``: its columns and home page are theirs."""
    from tests.factories import make_user

    return make_user("shiyan.manager", "孙校长", site=school, role="school-manager")


@pytest.fixture
def stranger(other_school):
    """An editor of another school."""
    from tests.factories import make_user

    return make_user("mingde.editor", "周老师", site=other_school, role="school-editor")


@pytest.fixture
def district_editor(district):
    """An editor of the district."""
    from tests.factories import make_user

    return make_user("district.editor", "陈编辑", site=district, role="district-editor")


@pytest.fixture
def administrator(district):
    """A district administrator."""
    from tests.factories import make_user

    return make_user("admin", "赵管理员", site=district, role="district-administrator")


@pytest.fixture
def security(district):
    """The security administrator, who decides about the district's people and managers."""
    from tests.factories import make_user

    return make_user("security", "钱安全", site=district, role="security-administrator")


@pytest.fixture
def admin_client(client):
    """A client that speaks to the admin host; sign in with ``force_login``."""
    client.defaults["HTTP_HOST"] = "admin.localhost"
    return client
