"""Where Elasticsearch is, how an index of ours is made, and what of an entry it is given.

Queries and updates go to an alias; ``NEXT`` is the alias of an index that is being filled. An
entry's number is its document's. What is not to be found is a document of its number alone:
so every write is of one kind, guarded by its alias and by a version that only rises, and one
that comes late changes nothing.
"""

from datetime import UTC, datetime

import elasticsearch
from django.conf import settings
from elasticsearch import dsl

from search.texts import tokens_of

from . import Unavailable, breaker

LAYOUT = 1  # rises with another mapping: the old index cannot answer the new questions
TEXTS = ("tw", "bw", "tb", "bb")  # words of title and rest, pairs of title and rest
FACTS = ("site", "column_kind", "type", "year", "day", "published", "expires", "digest")
COPIED = 1  # version of what a rebuild copies; each update in the outbox has a later one
START = datetime(1970, 1, 1, tzinfo=UTC)
CONNECTION = ("URL", "API_KEY", "USER", "PASSWORD", "CA")
_clients, _quick_clients = {}, {}
UPDATE_SECONDS = 20  # for one request that writes: nobody waits for it


def serving():
    """The alias that is searched."""
    return f"{settings.ELASTICSEARCH_INDEX}.{LAYOUT}"


def following():
    """The alias of the index that is being filled."""
    return f"{serving()}.next"


def client():
    """The client of this process for the Elasticsearch of the settings."""
    key = tuple(getattr(settings, f"ELASTICSEARCH_{name}") for name in CONNECTION)
    if key not in _clients:
        _clients[key] = _client(*key)
    return _clients[key]


def _quick():
    """The same, which waits as long as a visitor does."""
    seconds, of_all = settings.ELASTICSEARCH_TIMEOUT, client()
    if (of_all, seconds) not in _quick_clients:
        _quick_clients.clear()
        _quick_clients[of_all, seconds] = of_all.options(request_timeout=seconds)
    return _quick_clients[of_all, seconds]


def _client(url, api_key, user, password, authority):
    options = {"request_timeout": UPDATE_SECONDS, "max_retries": 0}
    if api_key:
        options["api_key"] = api_key
    elif user:
        options["basic_auth"] = (user, password)
    if authority and url.startswith("https:"):  # the client refuses to know one without TLS
        options["ca_certs"] = authority
    return elasticsearch.Elasticsearch(url, **options)


def forget():
    """Close this process's client."""
    _quick_clients.clear()
    while _clients:
        _clients.popitem()[1].close()


def ask(search):
    """The answer to ``search`` (elasticsearch.dsl) within the time visitors are asked to wait.

    As plain lists and dictionaries: what is wrapped hit by hit takes longer than the search.
    Raises Unavailable where there is none, or half of one; the breaker learns of it.
    """
    return ask_all([search])[0]


def ask_all(searches):
    """The same for several, in one request."""
    try:
        if len(searches) == 1:
            answer = _quick().search(
                index=serving(), allow_partial_search_results=False, body=_body(searches[0])
            )
            answers = [answer.body]
        else:
            header = {"index": serving(), "allow_partial_search_results": False}
            lines = [line for one in searches for line in (header, _body(one))]
            answers = _quick().msearch(searches=lines)["responses"]
    except (elasticsearch.ApiError, elasticsearch.TransportError) as error:
        breaker.failed()
        raise Unavailable(str(error)) from error
    for answer in answers:
        if "error" in answer or answer["timed_out"]:
            breaker.failed()
            raise Unavailable(str(answer.get("error", "it took too long")))
    breaker.close()
    return answers


def _body(search):
    return search.extra(timeout=f"{int(settings.ELASTICSEARCH_TIMEOUT * 1000)}ms").to_dict()


def mapping():
    """Every field an index has; a document with another one is refused."""
    found = dsl.Mapping().meta("dynamic", "strict")
    # Found again in the database: an index holds what it needs to find and to compare.
    found.meta("_source", excludes=list(TEXTS))
    for name in ("tw", "bw"):
        found.field(name, dsl.Text(analyzer="whitespace", index_options="freqs"))
    for name in ("tb", "bb"):
        found.field(name, dsl.Text(analyzer="whitespace"))
    found.field("digest", dsl.Keyword(index=False, doc_values=False))
    for name in ("column_kind", "type"):
        found.field(name, dsl.Keyword())
    for name in ("site", "year", "day"):
        found.field(name, dsl.Integer())
    for name in ("number", "published", "expires"):
        found.field(name, dsl.Long())
    found.field("listed", dsl.Boolean())
    return found


def make(name):
    """Make the empty index ``name`` under the alias ``following()``; False if it is there."""
    index = dsl.Index(name, using=client())
    index.settings(
        number_of_shards=1,
        auto_expand_replicas="0-1",
        refresh_interval="1s",  # named, or an index that nobody asks for a while falls behind
    )
    index.mapping(mapping())
    index.aliases(**{following(): {}})
    try:
        index.create()
    except elasticsearch.BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
        return False
    return True


def indexes(seconds=UPDATE_SECONDS):
    """{name of an index of this install: its aliases}."""
    answer = (
        client()
        .options(request_timeout=seconds)
        .indices.get_alias(index=f"{settings.ELASTICSEARCH_INDEX}.*")
    )
    return {name: set(found["aliases"]) for name, found in answer.body.items()}


def facts(entry):
    """What is counted and chosen of ``entry`` (with its text), as documents have it."""
    return {
        "site": entry.site_id,
        "column_kind": entry.column_kind,
        "type": str(entry.type),
        "year": entry.year,
        "day": entry.day,
        "published": microseconds(entry.published_at),
        "expires": entry.expires_at and microseconds(entry.expires_at),
        # Numbers begin again where a backup is put back: the same one, another text.
        "digest": entry.text.digest,
    }


def document(number, entry):
    """The document of ``number``; ``entry`` with its text, None where there is none any more."""
    if entry is None or not entry.listed:
        return {"number": number, "listed": False}
    title, rest = tokens_of(entry.text)
    texts = (title.words, rest.words, title.pairs, rest.pairs)
    return {
        "number": number,
        "listed": True,
        **facts(entry),
        **{name: " ".join(tokens) for name, tokens in zip(TEXTS, texts, strict=True)},
    }


def microseconds(moment):
    """``moment`` as a number that loses nothing."""
    past = moment - START
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


def action(alias, document, version):
    """``document`` for a bulk request: taken where ``alias`` has it in no later version."""
    return {
        "_op_type": "index",
        "_index": alias,
        "_id": document["number"],
        "version": version,
        "version_type": "external",
        "_source": document,
    }
