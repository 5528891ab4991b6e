"""Where a change comes from: a request, a command or a job.

Kept in a context variable, so that the functions that record a change need not
carry it. Imports nothing of Django's models: manage.py asks for it first.
"""

import getpass
import ipaddress
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

WEB, COMMAND, JOB, OTHER = "web", "command", "job", ""
AGENT_LENGTH = 200


@dataclass(frozen=True)
class Origin:
    """What an audit line says of how a change came about.

    ``user`` is who signed in, None for visitors, commands and jobs; ``name``
    stands for the person where there is none.
    """

    source: str = OTHER
    user: object = None
    name: str = ""
    address: str = ""
    agent: str = ""
    request_id: str = ""


class RequestOrigin:
    """The origin of a request, read only when something is recorded."""

    source = WEB
    name = ""

    def __init__(self, request):
        self._request = request

    @property
    def user(self):
        # Public hosts have no sessions; asking for one would vary their pages by cookie.
        user = getattr(self._request, "user", None)
        is_admin_host = getattr(self._request, "is_admin_host", False)
        return user if is_admin_host and user is not None and user.is_authenticated else None

    @cached_property
    def address(self):
        return str(remote_address(self._request) or "")

    @cached_property
    def agent(self):
        return self._request.headers.get("User-Agent", "")[:AGENT_LENGTH]

    @cached_property
    def request_id(self):
        return uuid.uuid4().hex


_origin = ContextVar("audit_origin", default=None)
_process = Origin()
_tokens = {}  # of tasks that run in this process


def current():
    """The origin of what happens now."""
    return _origin.get() or _process


def begin_command(arguments):
    """This process is ``manage.py`` with these arguments, run by a user of the system."""
    global _process
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may have no name for its user
        name = "?"
    _process = Origin(source=COMMAND, name=name, agent=" ".join(arguments[:2])[:AGENT_LENGTH])


@contextmanager
def coming_from(origin):
    """Inside the block changes come from ``origin``."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def of_job(name):
    """The origin of a job of the scheduler or the queue."""
    return Origin(source=JOB, agent=name[:AGENT_LENGTH])


def begin_task(*, task_result, **signal):
    """Signal handler: a task of the queue begins."""
    _tokens[task_result.id] = _origin.set(of_job(task_result.task.module_path))


def end_task(*, task_result, **signal):
    """Signal handler: it ended; what goes on comes from where it came before."""
    if (token := _tokens.pop(task_result.id, None)) is not None:
        _origin.reset(token)


def remote_address(request):
    """The client's address, or None.

    A header is believed only from our own proxy (TRUSTED_PROXIES), which writes the last one.
    """
    from django.conf import settings

    text = request.META.get("REMOTE_ADDR", "")
    if text in settings.TRUSTED_PROXIES:
        text = request.headers.get("X-Forwarded-For", text).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
