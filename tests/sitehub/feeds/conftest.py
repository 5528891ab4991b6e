"""A school outside with a feed on a server of its own."""

import pytest

from sitehub.feeds import fetching, polling, sources
from sitehub.feeds.models import FeedSource
from sitehub.syndication.models import Channel

RSS = '<rss version="2.0"><channel><title>青禾小学</title>%s</channel></rss>'


def rss(*items):
    """An RSS feed of (title, changes) or titles; links, ids and dates are made up unless given."""
    return (RSS % "".join(_item(one) for one in items)).encode()


def _item(one):
    title, facts = one if isinstance(one, tuple) else (one, {})
    facts = {
        "link": f"http://qinghe.example/{title}.html", "guid": f"id-{title}",
        "pubDate": "2026-03-05 15:20", "description": "一句话。", **facts,
    }  # fmt: skip
    parts = "".join(f"<{name}>{value}</{name}>" for name, value in facts.items() if value)
    return f"<item><title>{title}</title>{parts}</item>"


@pytest.fixture
def feed(outside, monkeypatch):
    """The server's answers; the product's client may reach it."""
    monkeypatch.setattr(fetching, "client", outside.client())
    # Its port is one that only the tests' client takes.
    monkeypatch.setattr(sources, "target_of", lambda url: None)
    outside.at["/feed"] = rss("甲", "乙")
    return outside


@pytest.fixture
def source(district, administrator, feed):
    """A source of 青禾小学, switched on."""
    made = sources.add_source(
        school_name="青禾小学", school_kind="primary", url=feed.url("/feed"),
        channel=Channel.objects.order_by("order").first(), site=None, by=administrator,
    )  # fmt: skip
    return sources.switch_on(made, by=administrator)


@pytest.fixture
def poll(source):
    """Poll the source once, as the worker does, and return it as it is then."""

    def run():
        polling.poll_source.call(source.pk)
        return FeedSource.objects.get(pk=source.pk)

    return run
