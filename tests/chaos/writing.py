"""What one writer does until it is killed: people's requests, a command, the scheduler.

Before each action the writer notes in its journal what it is about to do, and after the
commit that it is done. Whoever takes its place reads the journal: of an action that was
begun only, the database is asked whether it happened, and it is done (again) if not.
"""

import json
import os
import random
import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from school_sites.models import ArticlePage, SchoolSite
from sitehub.platform.scheduled_publishing import publish_due
from sitehub.reviews import engine
from sitehub.syndication.models import Submission
from tests.factories import column_of, make_article

from .journal import NEW, PUBLISHING, Story

REVIEWED = "moral"  # the kind of column that asks for a review
KINDS = ("news", "news", "news", "notice")
OFFERED = ("news", REVIEWED)
TEXT = "今天上午，全校师生在操场上举行了升旗仪式，同学代表发言。"
BACKEND_SECONDS = 60
WEIGHTS = {
    "write": 22, "command": 6, "schedule": 10, "approve": 8, "edit": 14, "publish in bulk": 8,
    "unpublish": 10, "unpublish in bulk": 6, "withdraw": 10, "offer again": 6,
}  # fmt: skip


class Writer:
    """One writer's work, from where its journal ends."""

    def __init__(self, number, folder, progress, goal):
        self.number, self.progress, self.goal = number, progress, goal
        self.path = folder / f"journal-{number}"
        self.folder = folder
        self.file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if self.path.stat().st_size and not self.path.read_bytes().endswith(b"\n"):
            os.write(self.file, b"\n")
        self.story = Story().read(self.path)
        self.codes = list(SchoolSite.objects.schools().values_list("code", flat=True))
        self.clients = {}

    def work(self):
        """Do what is left to do."""
        if self.story.open:
            self.settle(self.story.open)
        while self.story.done < self.goal:
            plan = self.plan()
            connection.ensure_connection()
            backend = connection.connection.info.backend_pid
            self.write(begin=plan, backend=backend)
            self.attempt(plan)
            self.progress.value = self.story.done

    def write(self, **line):
        os.write(self.file, json.dumps(line).encode() + b"\n")
        self.story.note(line)

    def attempt(self, plan):
        """Do it and say so; what the database refused is told, and tried in another way later."""
        try:
            DO[plan["name"]](self, plan)
        except Error as error:  # two at the same moment, as of people who press the same button
            connection.close()
            self.write(done=False, pks=[], refused=type(error).__name__)
            return
        pks = self.happened(plan)
        if pks is None:
            raise AssertionError(f"acknowledged, and not there: {plan}")
        self.write(done=True, pks=pks)

    def settle(self, plan):
        """Whoever was here before died in the middle of ``plan``."""
        self.wait_for_the_dead(plan["backend"])
        pks = self.happened(plan)
        if pks is None:
            self.write(done=False, pks=[], found="nothing")
        else:
            self.write(done=True, pks=pks, found="all of it")

    def wait_for_the_dead(self, backend):
        """The database server may still be at work for the one who was killed."""
        end = time.monotonic() + BACKEND_SECONDS
        while time.monotonic() < end:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend])
                if cursor.fetchone() is None:
                    return
            time.sleep(0.01)
        raise AssertionError(f"the server still works for {backend}")

    # --- what to do next

    def plan(self):
        """The next action, by chance among those that are possible."""
        rng = random.Random(f"{self.number} {self.story.done} {self.story.counts.total()}")
        names = rng.choices([*WEIGHTS], [*WEIGHTS.values()], k=40)
        return next(filter(None, (self.plan_of(name, rng) for name in names)))

    def plan_of(self, name, rng):
        title = f"第{self.number}号第{self.story.done}篇{self.story.counts.total()}"
        if name in NEW:
            kind = REVIEWED if name == "approve" else rng.choice(KINDS)
            return {"name": name, "title": title, "code": rng.choice(self.codes), "kind": kind}
        chosen = [one for one in self.story.articles.values() if FITS[name](one)]
        if not chosen:
            return None
        first = rng.choice(chosen)
        several = [first.pk]
        if name.endswith("in bulk"):
            others = [one.pk for one in chosen if one.code == first.code and one != first]
            several += rng.sample(others, min(2, len(others)))
        if name in NEEDS_SIGHT and not self.are_online(several):
            return None  # due, and no scheduler has come by yet
        plan = {"name": name, "code": first.code, "pks": several}
        return plan | {"title": title} if name == "edit" else plan

    def are_online(self, pks):
        return ArticlePage.objects.filter(pk__in=pks, live=True).count() == len(pks)

    # --- whether it happened

    def happened(self, plan):
        """Numbers of the articles that ``plan`` was about, None if nothing of it happened.

        Raises AssertionError where half of it did.
        """
        name = plan["name"]
        if name in NEW:
            found = ArticlePage.objects.filter(title=plan["title"])
            if name != "schedule":  # which is done when it is due; the scheduler does the rest
                found = found.filter(live=True)
            return list(found.values_list("pk", flat=True)) or None
        pages = ArticlePage.objects.filter(pk__in=plan["pks"])
        if name == "edit":
            states = {title == plan["title"] for title in pages.values_list("title", flat=True)}
        elif name in ("withdraw", "offer again"):
            rows = Submission.objects.filter(article__in=plan["pks"])
            wanted = name == "withdraw"
            states = {one == wanted for one in rows.values_list("school_withdrew", flat=True)}
        else:
            wanted = name in PUBLISHING
            states = {live == wanted for live in pages.values_list("live", flat=True)}
        assert len(states) == 1, f"half of it happened: {plan}"
        return plan["pks"] if states.pop() else None

    # --- doing it

    def client(self, code, role="editor"):
        """A browser in which a person of the school is signed in."""
        key = code, role
        if key not in self.clients:
            client = Client(headers={"host": "admin.localhost"})
            client.force_login(get_user_model().objects.get(username=f"{code}.{role}"))
            self.clients[key] = client
        return self.clients[key]

    def post(self, code, path, data):
        response = self.client(code).post(path, data)
        assert response.status_code == 302, f"{path}: {response.status_code}"

    def form(self, title):
        body = streamfield([("text", rich_text(f"<p>{TEXT}</p>"))])
        values = nested_form_data({"title": title, "body": body, "subject": ""})
        return values | {"action-publish": "1"}

    def write_by_form(self, plan):
        column = column_of(SchoolSite.objects.get(code=plan["code"]), plan["kind"])
        path = f"/admin/pages/add/school_sites/articlepage/{column.pk}/"
        self.post(plan["code"], path, self.form(plan["title"]))

    def edit_by_form(self, plan):
        path = f"/admin/pages/{plan['pks'][0]}/edit/"
        self.post(plan["code"], path, self.form(plan["title"]))

    def import_by_command(self, plan):
        column = column_of(SchoolSite.objects.get(code=plan["code"]), plan["kind"])
        file = self.folder / f"{self.number}.txt"
        file.write_text(f"{plan['title']}\n\n{TEXT}")
        with Path(os.devnull).open("w") as nowhere:
            call_command("import_article", str(file), site=plan["code"], column=column.title,
                         publish=True, stdout=nowhere)  # fmt: skip

    def schedule(self, plan):
        site = SchoolSite.objects.get(code=plan["code"])
        with transaction.atomic():
            article = make_article(site, plan["title"], kind=plan["kind"], publish=False)
            article.save_revision(approved_go_live_at=timezone.now())
        publish_due()

    def write_and_approve(self, plan):
        site = SchoolSite.objects.get(code=plan["code"])
        people = get_user_model().objects
        editor = people.get(username=f"{plan['code']}.editor")
        with transaction.atomic():
            article = make_article(
                site, plan["title"], kind=plan["kind"], publish=False, owner=editor
            )
            article.save_revision(user=editor)
            engine.submit(article, by=editor)
        reviewer = people.get(username=f"{plan['code']}.reviewer")
        engine.approve(engine.waiting_step(article), by=reviewer)

    def in_bulk(self, plan):
        what = plan["name"].partition(" ")[0]
        numbers = "&".join(f"id={pk}" for pk in plan["pks"])
        self.post(plan["code"], f"/admin/bulk/wagtailcore/page/{what}/?{numbers}",
                  {"hub-checked": "1"})  # fmt: skip

    def unpublish(self, plan):
        self.post(plan["code"], f"/admin/pages/{plan['pks'][0]}/unpublish/", {})

    def change_offer(self, plan):
        row = Submission.objects.get(article=plan["pks"][0])
        verb = plan["name"].replace(" ", "-")
        self.post(plan["code"], f"/admin/my-submissions/{row.pk}/{verb}/", {})


DO = {
    "write": Writer.write_by_form,
    "command": Writer.import_by_command,
    "schedule": Writer.schedule,
    "approve": Writer.write_and_approve,
    "edit": Writer.edit_by_form,
    "publish in bulk": Writer.in_bulk,
    "unpublish": Writer.unpublish,
    "unpublish in bulk": Writer.in_bulk,
    "withdraw": Writer.change_offer,
    "offer again": Writer.change_offer,
}


NEEDS_SIGHT = ("edit", "unpublish", "unpublish in bulk", "withdraw")
FITS = {
    "edit": lambda one: one.live and one.kind != REVIEWED,
    "publish in bulk": lambda one: not one.live and one.kind != REVIEWED,
    "unpublish": lambda one: one.live,
    "unpublish in bulk": lambda one: one.live,
    "withdraw": lambda one: one.live and one.kind in OFFERED and not one.withdrew,
    "offer again": lambda one: one.withdrew,
}
