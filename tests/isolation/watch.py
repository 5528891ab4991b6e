"""What one request did: its answer, the rows it wrote, its letters and its jobs. All undone."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core import mail
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from django.test import Client
from django_tasks import default_task_backend

from school_sites import hosts

from .marks import HUSH, MARK, is_of_b, marked, numbers_of_b, text_of

WRITES = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO)"
    r'\s+"?(\w+)"?',
    re.IGNORECASE,
)
# What somebody typed, kept as it was sent until the preview reads it through the same form.
# Whether that shows anything is asked of the preview (test_injection).
AS_TYPED = {"wagtailadmin_formstate"}


@dataclass
class Done:
    """One request's outcome. ``faults``: kinds of leaks, with what was found as evidence."""

    status: int
    location: str = ""
    body: str = ""
    response: object = None
    faults: dict = field(default_factory=dict)
    wrote: set = field(default_factory=set)

    def add(self, kind, evidence):
        self.faults.setdefault(kind, str(evidence)[:300])

    @property
    def reached(self):
        """Whether the person was let in: neither refused nor sent to the door."""
        sent_away = self.location.split("?")[0] in ("/admin/", "/admin/login/")
        return self.status not in (403, 404, 405) and self.status < 500 and not sent_away


class Watch:
    """Sends requests as people of the world, and tells what each did.

    ``before`` keeps the rows of each table as they stand between requests;
    every request is undone, so they never change.
    """

    def __init__(self, world, *, host="admin.localhost"):
        self.world, self.host = world, host
        self.before, self.keys, self.sessions = {}, {}, {}

    def as_person(self, name):
        """A client signed in as ``name``; a new one each time, since requests change cookies."""
        client = Client(HTTP_HOST=self.host, raise_request_exception=True)
        if name is None:
            return client
        if name not in self.sessions:
            client.force_login(self.world.people[name])
            session = client.session
            session["working_site"] = self.world.a.site.pk
            session.save()
            self.sessions[name] = client.cookies["sessionid"].value
            self.before.pop("django_session", None)
            return client
        client.cookies["sessionid"] = self.sessions[name]
        return client

    def send(self, person, method, url, data=None, **extra):
        """Send one request and return what it did (Done)."""
        client = self.as_person(person)
        mail.outbox = []
        default_task_backend.clear()
        written = set()
        with transaction.atomic():
            with recorded(written):
                done = self._ask(client, method, url, data, extra)
            after = {table: self._rows(table) for table in written}
            transaction.set_rollback(True)
        done.wrote = written
        if written:
            hosts.forget()
            cache.clear()
        asked = f"{url} {data}"
        self._look_at_answer(done, asked)
        self._look_at_rows(done, after)
        self._look_at_letters_and_jobs(done, asked)
        return done

    def _ask(self, client, method, url, data, extra):
        try:
            answer = (
                client.generic(method, url, **extra)
                if data is None
                else getattr(client, method.lower())(url, data, **extra)
            )
        except SuspiciousOperation:
            return Done(400)
        except Exception as error:  # whatever it is, a visitor would get a page of 500
            done = Done(500)
            done.add("fails", f"{type(error).__name__}: {error}")
            return done
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        heads = "\n".join(f"{name}: {value}" for name, value in answer.items())
        done = Done(answer.status_code, answer.get("Location", ""), response=answer)
        done.body = f"{heads}\n{text_of(body)}"
        return done

    @staticmethod
    def _look_at_answer(done, asked):
        if done.status >= 500:
            done.add("fails", done.status)
        if marked(done.body):
            secret = MARK + HUSH in done.body.lower()
            at = done.body.lower().index(MARK + HUSH if secret else MARK)
            done.add("betrays" if secret else "shows", done.body[max(0, at - 100) : at + 100])
        elif new := numbers_of_b(done.body) - numbers_of_b(asked):
            one = sorted(new)[0]
            at = done.body.index(one)
            done.add("names", done.body[max(0, at - 100) : at + 100])

    def _look_at_rows(self, done, after):
        for table, rows in after.items():
            if table not in self.before:
                self.before[table] = self._rows(table)
            before = self.before[table]
            for key in before.keys() - rows.keys():
                if is_of_b(before[key]):
                    done.add("changes", f"{table}: deleted {before[key]}")
            for key, row in rows.items():
                self._look_at_row(done, table, before.get(key), row)

    @staticmethod
    def _look_at_row(done, table, before, row):
        if row == before:
            return
        old, new = str(before), str(row)
        if before is not None and is_of_b(old):
            done.add("changes", f"{table}: {old} -> {new}")
        elif table not in AS_TYPED and is_of_b(new):
            done.add("points", f"{table}: {new}")

    @staticmethod
    def _look_at_letters_and_jobs(done, asked):
        for letter in mail.outbox:
            text = f"{letter.subject}\n{letter.body}\n{letter.recipients()}\n{letter.alternatives}"
            if marked(text) or numbers_of_b(text):
                done.add("sends", text)
        for job in default_task_backend.results:
            if is_of_b((job.args, job.kwargs)):
                done.add("queues", f"{job.task.name} {job.args} {job.kwargs}")

    def _rows(self, table):
        """The rows of ``table`` by their key."""
        with connection.cursor() as cursor:
            if table not in self.keys:
                key = connection.introspection.get_primary_key_column(cursor, table)
                self.keys[table] = key
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            at = names.index(self.keys[table]) if self.keys[table] in names else None
            return {row if at is None else row[at]: row for row in cursor.fetchall()}


@contextmanager
def recorded(written):
    """Note the tables that statements write to in ``written``."""

    def note(execute, sql, params, many, context):
        match = WRITES.match(sql)
        if match and "_fts" not in match[1]:
            written.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
