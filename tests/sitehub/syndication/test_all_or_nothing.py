"""An article and its submission change together or not at all, whichever way it is done."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from school_sites import listings
from school_sites.models import ArticlePage, ColumnPage, GonePage, Listing, SchoolSite
from sitehub.audit.models import AuditEntry
from sitehub.provisioning.sites import reopen, suspend
from sitehub.reviews import engine
from sitehub.syndication import filing
from sitehub.syndication.models import Submission, TrustedSchool
from tests.factories import column_of, make_article, make_user

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    """What stands for whatever may happen in the middle."""


class World:
    """A school, what its editor does in the admin, and three articles."""

    def __init__(self, school, editor, client, folder):
        self.school, self.editor, self.client, self.folder = school, editor, client, folder
        self.draft = make_article(school, "草稿", publish=False, owner=editor)
        self.shown = make_article(school, "已在区站")
        self.private = make_article(school, "加了密码")
        Submission.objects.filter(article=self.private.pk).delete()
        PageViewRestriction.objects.create(
            page=self.private, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )

    def post(self, path, data=()):
        self.client.post(f"/admin/{path}", dict(data))

    def page(self, article):
        return ArticlePage.objects.get(pk=article.pk)

    def column(self, kind):
        return ColumnPage.objects.get(pk=column_of(self.school, kind).pk)

    def form(self):
        body = streamfield([("text", rich_text("<p>今天上午，全校师生举行了升旗仪式。</p>"))])
        data = nested_form_data({"title": "升旗", "body": body, "subject": ""})
        return data | {"action-publish": "1"}


@pytest.fixture
def world(school, editor, admin_client, tmp_path):
    """An editor of a trusted school, signed in."""
    admin_client.force_login(editor)
    admin_client.raise_request_exception = False
    TrustedSchool.objects.create(site=school)
    return World(school, editor, admin_client, tmp_path)


# --- what some ways need beforehand


def a_moment_ago():
    return timezone.now() - timedelta(minutes=1)


def let_it_be_due(world):
    world.draft.save_revision(approved_go_live_at=a_moment_ago())


def let_it_be_over(world):
    ArticlePage.objects.filter(pk=world.shown.pk).update(expire_at=a_moment_ago())


def submit(world):
    column = world.column("news")
    column.review = "one"
    column.save_revision().publish()
    world.reviewer = make_user("r", site=world.school, role="school-final-reviewer")
    world.draft.save_revision(user=world.editor)
    engine.submit(world.page(world.draft), by=world.editor)


def suspend_the_site(world):
    suspend(world.school, by=None)
    Submission.objects.all().delete()


PREPARE = {
    "the scheduler": let_it_be_due,
    "expired": let_it_be_over,
    "the last review": submit,
    "a site opened": suspend_the_site,
}


# --- the ways


def import_a_file(world):
    path = world.folder / "a.txt"
    path.write_text("题目\n\n正文。")
    call_command("import_article", str(path), site=world.school.code, column="xinwen", publish=True)


def change_the_kind(world):
    column = world.column("news")
    column.kind = "notice"
    column.save_revision().publish()


def bulk(what, article):
    return lambda world: world.post(
        f"bulk/wagtailcore/page/{what}/?id={getattr(world, article).pk}", {"hub-checked": "1"}
    )


# What is called inside the change -> the ways that come by there.
WAYS = {
    (filing, "offer_listed"): {
        "the form": lambda w: w.post(f"pages/{w.draft.pk}/edit/", w.form()),
        "in bulk": bulk("publish", "draft"),
        "a shell": lambda w: w.page(w.draft).latest_revision.publish(),
        "the scheduler": lambda w: call_command("publish_scheduled"),
        "the import": import_a_file,
        "the last review": lambda w: engine.approve(engine.waiting_step(w.draft), by=w.reviewer),
        "a restriction lifted": lambda w: w.post(
            f"pages/{w.private.pk}/privacy/", {"restriction_type": "none"}
        ),
        "a site opened": lambda w: reopen(w.school, by=None),
    },
    (filing, "_file"): {
        "moved by a form": lambda w: w.post(
            f"pages/{w.shown.pk}/move/{w.column('notice').pk}/confirm/"
        ),
        "moved in a shell": lambda w: w.page(w.shown).move(w.column("notice"), pos="last-child"),
        "moved by the command": lambda w: call_command(
            "move_pages", w.column("news").pk, w.column("notice").pk
        ),
        "a column's kind": change_the_kind,
    },
    (listings, "feeds_changed"): {
        "unpublished in a shell": lambda w: w.page(w.shown).unpublish(),
        "unpublished by the form": lambda w: w.post(f"pages/{w.shown.pk}/unpublish/"),
        "unpublished in bulk": bulk("unpublish", "shown"),
        "expired": lambda w: call_command("publish_scheduled"),
    },
    (GonePage.objects, "bulk_create"): {
        "deleted in a shell": lambda w: w.page(w.shown).delete(),
        "deleted by the form": lambda w: w.post(f"pages/{w.shown.pk}/delete/"),
    },
}
CASES = [(point, name, way) for point, ways in WAYS.items() for name, way in ways.items()]


def rows():
    """Everything that publishing writes, as it is now."""
    return [
        list(ArticlePage.objects.order_by("pk").values_list("pk", "path", "live", "title")),
        list(Listing.objects.order_by("pk").values_list("pk", "listed", "column", "title")),
        list(Submission.objects.order_by("pk").values_list("pk", "article", "set_aside")),
        list(ColumnPage.objects.order_by("pk").values_list("pk", "kind")),
        list(SchoolSite.objects.order_by("pk").values_list("pk", "status")),
        PageViewRestriction.objects.count(),
        AuditEntry.objects.count(),
    ]


@pytest.mark.parametrize(("point", "name", "way"), CASES, ids=[name for _, name, _ in CASES])
def test_what_fails_in_the_middle_leaves_nothing(world, monkeypatch, settings, point, name, way):
    settings.WEBSUB_HUB = "https://hub.example.com/"  # asked for on the way of taking down
    reached = []

    def cut(*arguments, **options):
        reached.append(name)
        raise PowerCut

    PREPARE.get(name, lambda world: None)(world)
    before = rows()
    with monkeypatch.context() as patched, suppress(PowerCut):
        patched.setattr(*point, cut)
        way(world)
    assert reached, "the way does not come by here"
    assert rows() == before
    way(world)
    assert rows() != before, "the way leads nowhere"


def test_pages_are_moved_by_the_command_together_and_stay_at_their_site(school, other_school):
    article = make_article(school)
    there = column_of(other_school)
    with pytest.raises(CommandError, match="一个也没有移动"):
        call_command("move_pages", column_of(school).pk, there.pk)
    call_command("move_pages", column_of(school).pk, column_of(school, "moral").pk)
    assert Submission.objects.get(article=article).channel.name == "德育体艺"
