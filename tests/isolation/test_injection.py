"""References to another school, posted into own pages: by every form, by every way of saving."""

import pytest
from wagtail.models import Page

from . import forms
from .crawl import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.isolation]

JSON = {"headers": {"accept": "application/json"}}
WAYS = {
    "save": ("edit/", {}, {}),
    "publish": ("edit/", {"action-publish": "1"}, {}),
    "autosave": ("edit/", {}, JSON),
    "preview": ("edit/preview/", {}, {}),
}
# Page, and who edits it.
PAGES = {
    "draft": "author", "article": "manager", "album": "author", "video": "author",
    "event": "author", "person": "author", "topic": "author", "board": "author", "week": "author",
    "mailbox": "author", "form": "author", "column": "manager", "home": "manager",
}  # fmt: skip
NAMES_OTHERS = {"draft", "article", "album", "video", "event", "person", "topic", "board"}


def faults(done, asked):
    return [f"{asked} {KINDS[kind]}: {found}" for kind, found in done.faults.items()]


def own_form(watch, person, name):
    """(address below /admin/pages/, data) of the form for A's page ``name``, as it stands."""
    page = Page.objects.get(pk=watch.world.a[name]).specific.get_latest_revision_as_object()
    url = f"/admin/pages/{page.pk}/"
    return url, forms.form_of_page(watch, person, f"{url}edit/", page)


@pytest.mark.parametrize("name", PAGES)
def test_own_pages_take_nothing_of_the_other_school(watch, name):
    person = PAGES[name]
    url, data = own_form(watch, person, name)
    done = watch.send(person, "POST", f"{url}edit/", data)
    assert (done.status, done.location, faults(done, "own")) == (302, f"{url}edit/", [])
    assert "wagtailcore_revision" in done.wrote, "a control: the same form with own things is taken"
    foreign = forms.with_foreign(data)
    assert bool(foreign) or name not in NAMES_OTHERS
    found = []
    for sent in foreign:
        for way, (path, more, extra) in WAYS.items():
            done = watch.send(person, "POST", url + path, sent | more, **extra)
            changed = {key for key in sent if sent[key] != data[key]}
            found += faults(done, f"{way} {name} {sorted(changed)}")
    assert "\n".join(found) == ""


@pytest.mark.parametrize("name", ["draft", "album", "person", "topic"])
def test_new_pages_take_nothing_of_the_other_school(watch, name):
    a, found = watch.world.a, []
    _url, data = own_form(watch, "author", name)
    page = Page.objects.get(pk=a[name]).specific
    url = f"/admin/pages/add/school_sites/{page._meta.model_name}/{page.get_parent().pk}/"
    done = watch.send("author", "POST", url, data)
    assert (done.status, faults(done, "own")) == (302, [])
    for sent in forms.with_foreign(data):
        found += faults(watch.send("author", "POST", url, sent), f"create {name}")
        found += faults(watch.send("author", "POST", url, sent, **JSON), f"autosave {name}")
        found += faults(watch.send("author", "POST", f"{url}preview/", sent), f"preview {name}")
    assert "\n".join(found) == ""


def test_a_preview_of_another_schools_things_is_never_shown(watch):
    """Preview takes two requests: the form is kept by the first and rendered by the second."""
    url, data = own_form(watch, "author", "draft")
    client = watch.as_person("author")
    for sent in forms.with_foreign(data):
        client.post(f"{url}edit/preview/", sent)
        for path in ("edit/preview/?mode=", "view_draft/"):
            assert "zqbeta" not in client.get(url + path).content.decode().lower()


def test_files_move_into_no_collection_of_the_other_school(watch):
    a, b = watch.world.a, watch.world.b
    for path, thing in (("images/{}/", "picture"), ("documents/edit/{}/", "document")):
        url = "/admin/" + path.format(a[thing])
        [data] = [one for one in forms.scraped(watch, "manager", url) if "title" in one]
        own = watch.send("manager", "POST", url, data)
        assert (own.status, own.faults) == (302, {})
        assert own.wrote
        done = watch.send("manager", "POST", url, data | {"collection": b["collection"]})
        assert "\n".join(faults(done, url)) == ""


@pytest.mark.parametrize("written", [" {}", "+{}", "0{}", "{}_", "wide"])
def test_a_number_written_in_another_way_is_that_number(watch, written):
    """What a form field reads as a number the guard reads as one, too."""
    a, column = watch.world.a, str(watch.world.b["column"])
    if written == "wide":
        column = column.translate({ord("0") + n: ord("０") + n for n in range(10)})
    else:
        column = "_".join(column) if written == "{}_" else written.format(column)
    url = f"/admin/bulk/wagtailcore/page/move/?id={a['article']}"
    done = watch.send("manager", "POST", url, {"chooser": column})
    assert (done.status, faults(done, written)) == (404, [])


@pytest.mark.parametrize("name", ["article", "album", "topic", "board", "person"])
def test_own_pages_take_no_foreign_number_written_in_another_way(watch, name):
    person, found = PAGES[name], []
    url, data = own_form(watch, person, name)
    foreign = forms.with_foreign(data)
    assert foreign
    for sent in foreign:
        changed = {key for key in sent if sent[key] != data[key] and str(sent[key]).isdecimal()}
        for key in changed:
            done = watch.send(person, "POST", f"{url}edit/", data | {key: f" {sent[key]}"})
            found += faults(done, f"{name} {key}")
    assert "\n".join(found) == ""
