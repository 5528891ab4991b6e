"""A page, feed or file of one site is reached through no other site's host."""

import pytest

from .fillers import addresses
from .marks import HUSH, MARK, WORD
from .walk import PUBLIC, surfaces
from .watch import Watch

pytestmark = [pytest.mark.django_db, pytest.mark.isolation]
# Pictures have one address on every host (media/storages.py); nobody can guess it.
EVERYWHERE = {"media_public"}
SEARCHES = [f"/search/?q={WORD}", f"/search.json?q={WORD}", f"/search.atom?q={WORD}",
            "/opensearch.xml", "/feed/", "/feed.json", "/sitemap.xml", "/sitemap-columns.xml",
            "/sitemap-1.xml", "/", "/robots.txt", "/favicon.ico"]  # fmt: skip


def asked(world, place):
    """Addresses at a public host that name things of ``place``."""
    found = [*SEARCHES]
    for surface in surfaces(PUBLIC):
        if surface.reversible and surface.arguments and surface.name not in EVERYWHERE:
            with_urls = addresses(surface, world, place, every=True, urlconf=PUBLIC)
            found += with_urls
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("host", ["alpha.localhost:8000", "gamma.localhost:8000"])
def test_nothing_of_b_at_another_schools_host(world, db, host):
    visitor, found = Watch(world, host=host), []
    for url in asked(world, "b"):
        for method in ("GET", "POST"):
            done = visitor.send(None, method, url, {} if method == "POST" else None)
            found += [f"{method} {url} {kind}: {one}" for kind, one in done.faults.items()]
    assert "\n".join(found) == ""


@pytest.mark.parametrize("host", [f"{MARK}.localhost:8000", "district.localhost:8000"])
def test_what_b_has_not_published_is_shown_nowhere(world, db, host):
    visitor, found, seen = Watch(world, host=host), [], 0
    for url in asked(world, "b"):
        done = visitor.send(None, "GET", url)
        seen += MARK in done.body.lower()
        if MARK + HUSH in done.body.lower() or done.status >= 500:
            found.append(f"{url} {done.status} {done.faults}")
    assert "\n".join(found) == ""
    assert seen >= (10 if MARK in host else 1), "a control: what is published is shown"


def test_a_file_of_an_unpublished_article_is_served_to_those_who_may_see_it(world, db):
    b = world.b
    hidden = f"/documents/{b['private_document']}/{b['private_file_name']}"
    shown = f"/documents/{b['document']}/{b['file_name']}"
    own = Watch(world, host=f"{MARK}.localhost:8000")
    assert own.send(None, "GET", shown).status == 200
    assert own.send(None, "GET", hidden).status in (403, 404)
    admin = Watch(world)
    assert admin.send("author", "GET", hidden).status in (403, 404)
    assert admin.send("superuser", "GET", hidden).status == 200
