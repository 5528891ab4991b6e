"""A district that writes to two schools, and who signs for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sitehub.downward import reach, states
from tests.factories import make_user


def facts(**changes):
    """What a sender fills in: a notice to all schools for a week."""
    return {
        "kind": "notice",
        "title": "寒假值班安排",
        "text": "请安排好值班。",
        "audience": "all",
        "show_until": timezone.now() + timedelta(days=7),
    } | changes


def send(by, **changes):
    """Write and send it, as confirmed; returns the notice."""
    notice = states.draft(by=by, **facts(**changes))
    seal = reach.seal_of(reach.recipients_of(notice))
    return states.send(notice, version=notice.version, seal=seal, by=by)


def banner(by, **changes):
    """A banner that was sent; an emergency unless told otherwise."""
    return send(
        by,
        **{"kind": "banner", "level": "emergency", "title": "台风红色预警", "text": "全区停课。"}
        | changes,
    )


@pytest.fixture
def other_manager(other_school):
    """The manager of the second school, with an address."""
    user = make_user("mingde.manager", "郑校长", site=other_school, role="school-manager")
    user.email = "zheng@mingde.example"
    user.save()
    return user


@pytest.fixture
def page_of(client):
    """``page_of(path, host)``: the text of a public page; 404 pages have one, too."""

    def get(path="/", host="shiyan"):
        response = client.get(path, headers={"host": f"{host}.localhost"})
        get.response = response
        return response.content.decode()

    return get
