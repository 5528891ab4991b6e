"""The crawl: nobody meets anything of another school, whatever they ask for."""

import pytest

from . import matrix
from .crawl import crawl, differences
from .walk import surfaces
from .world import CRAWLED, ROOT

SHARDS = 8
pytestmark = pytest.mark.django_db


@pytest.mark.isolation
def test_each_thing_of_a_has_its_like_at_b(world):
    numbers = {name: n for name, n in world.a.ids.items() if isinstance(n, int) and n > 1000}
    assert len(numbers) > 40
    assert {
        name: world.b[name] - n for name, n in numbers.items() if world.b[name] - n != 11e6
    } == {}


@pytest.mark.isolation
@pytest.mark.parametrize("person", CRAWLED)
def test_one_way_each(watch, person):
    findings = crawl(watch, person, surfaces())
    assert "\n".join(differences(findings, person, surfaces(), full=False)) == ""
    column = matrix.column(findings, person)
    if not matrix.keep(person, column):
        assert column == matrix.written()[person], "docs/isolation.md: run make isolation"


@pytest.mark.isolation_full
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("person", CRAWLED)
def test_all_ways(watch, person, shard):
    some = surfaces()[shard::SHARDS]
    findings = crawl(watch, person, some, every=True)
    assert "\n".join(differences(findings, person, some, full=True)) == ""


@pytest.mark.isolation
def test_the_superuser_sees_the_other_school(watch):
    """A control: a world that shows nothing to anybody would pass every crawl."""
    findings = crawl(watch, ROOT, [one for one in surfaces() if one.name in SEEN])
    seen = {name for name in SEEN if findings.found[name].keys() & {"shows", "betrays", "names"}}
    assert seen == SEEN
    changed = {name for name, kinds in findings.found.items() if "changes" in kinds}
    assert changed >= CHANGED


SEEN = set(
    """wagtailadmin_home wagtailadmin_api:pages:detail
    wagtailadmin_api:images:listing wagtailadmin_explore wagtailadmin_explore_results
    wagtail_bulk_action wagtailadmin_pages:edit wagtailadmin_pages:view_draft
    wagtailadmin_pages:delete wagtailadmin_pages:copy wagtailadmin_pages:move_confirm
    wagtailadmin_pages:search wagtailadmin_pages:history wagtailadmin_pages:revisions_view
    wagtailadmin_pages:workflow_history choose_page_child
    choose_page_search wagtailadmin_choose_page_chosen_multiple
    wagtailadmin_reports:site_history wagtailadmin_workflows:index letters:list letters:letter
    article_copy syndication:desk provisioning:index wagtaildocs:index wagtaildocs:edit
    wagtailimages:index wagtailimages:edit wagtailimages_chooser:chosen
    wagtailusers_users:index wagtailusers_groups:index wagtailsites:index""".split()
)
CHANGED = {"wagtailadmin_pages:delete", "wagtail_bulk_action"}
