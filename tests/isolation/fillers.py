"""What stands in the arguments of each URL, and in query strings: things of A, of B, of both.

A pattern with an argument that is not here fails the suite: somebody must say
what it names, or else nobody has tried it with another school's.
"""

import itertools
from dataclasses import dataclass

from django.urls import reverse

from sitehub.isolation.surface import PAGE_PARAMETERS

from .marks import WORD


@dataclass(frozen=True)
class Same:
    """An argument that names nothing of a school."""

    values: tuple

    def of(self, place):
        return self.values


@dataclass(frozen=True)
class Own:
    """An argument that names a thing of a school: the names of things that fit, the best first."""

    names: tuple

    def of(self, place):
        return tuple(place[name] for name in self.names)


def same(*values):
    return Same(values)


def own(*names):
    return Own(names)


PAGES = own(
    "draft", "article", "scheduled", "private", "locked", "in_review", "gone", "album", "video",
    "event", "person", "plain", "topic", "board", "week", "mailbox", "form", "column", "home",
)  # fmt: skip
COLUMNS = own("column", "box_column", "home", "draft")
DOCUMENTS, PICTURES = own("private_document", "document", "film"), own("picture")
BOXES = own("form", "mailbox", "draft")
# By the argument's name, where it means the same everywhere.
BY_ARGUMENT = {
    "page_id": PAGES,
    "page_to_move_id": PAGES,
    "article_id": own("draft", "article", "album", "in_review"),
    "parent_page_id": COLUMNS,
    "destination_id": own("column2", "home"),
    "image_id": PICTURES,
    "document_id": DOCUMENTS,
    "doc_id": DOCUMENTS,
    "uploaded_file_id": own("upload"),
    "collection_id": own("collection"),
    "revision_id": own("revision", "live_revision"),
    "revision_id_a": own("revision", "live_revision"),
    "revision_id_b": own("revision", "live_revision"),
    "task_id": own("task"),
    "task_pk": own("task"),
    "workflow_pk": own("workflow"),
    "task_state_id": own("task_state"),
    "workflow_state_id": own("workflow_state"),
    "page_pk": PAGES,
    "restriction_id": own("restriction"),
    "page_view_restriction_id": own("restriction"),
    "batch": own("batch"),
    "session_id": own("session"),
    "object_id": PAGES,
    "content_type_app_name": same("school_sites"),
    "content_type_model_name": same("articlepage", "columnpage", "formpage", "albumpage"),
    "filter_spec": same("original"),
    "section": same("write"),
    "uidb64": same("Mg"),
    "token": same("set-password"),
    "digest": same("0123456789abcdef"),
}
# By the URL's name, where the argument's name says too little; a prefix ends with ":".
BY_NAME = {
    "wagtailadmin_api:pages:": {"pk": PAGES, "action_name": same("copy", "delete", "unpublish")},
    "wagtailadmin_api:images:": {"pk": PICTURES},
    "wagtailadmin_api:documents:": {"pk": DOCUMENTS},
    "wagtailadmin_pages:revisions_compare": {"pk": PAGES},
    "wagtailadmin_pages:workflow_action": {"action_name": same("approve", "reject")},
    "wagtailadmin_pages:collect_workflow_action_data": {"action_name": same("approve", "reject")},
    "wagtailadmin_pages:type_use": {"content_type_app_name": same("school_sites")},
    "wagtailadmin_pages:choose_parent": {
        "app_label": same("school_sites"),
        "model_name": same("articlepage"),
    },
    "wagtailadmin_collections:": {"pk": own("collection")},
    "wagtailadmin_workflows:": {
        "pk": own("workflow", "task"),
        "app_label": same("wagtailcore"),
        "model_name": same("groupapprovaltask"),
        "app_name": same("wagtailcore"),
    },
    "wagtail_bulk_action": {
        "app_label": same("wagtailcore"),
        "model_name": same("page"),
        "action": same("delete"),
    },
    "wagtailadmin_editing_sessions:ping": {
        "app_label": same("wagtailcore"),
        "model_name": same("page"),
    },
    "wagtailadmin_tag_model_autocomplete": {
        "app_name": same("media"),
        "model_name": same("siteimage"),
    },
    "alias_not_here": {"pk": PAGES},
    "article_drop_template": {"pk": own("template")},
    "letters:": {
        "pk": own("letter", "answered", "filled"),
        "name": same("take_up", "close", "mark_spam", "delete_personal_data"),
    },
    "provisioning:": {"pk": own("site"), "action": same("suspend", "archive", "open")},
    "look:": {"action": same("use", "drop", "back")},
    "syndication:": {"pk": own("submission", "accepted")},
    "syndication:not_higher": {"pk": own("submission", "accepted"), "line": same(1)},
    "counting:": {"pk": own("site")},
    "placements:": {"pk": own("placement"), "key": same("picks", "pin-1")},
    "feeds:": {"pk": same(1), "state": same("on")},
    "syndication:backfill": {"pk": own("rule")},
    "returnphrase:": {"pk": same(1)},
    "channel:": {"pk": same(1)},
    "channelrule:": {"pk": own("rule")},
    "trustedschool:": {"pk": own("trust")},
    "synonyms:": {"pk": same(1)},
    "blockedquery:": {"pk": same(1)},
    "search_admin:": {"pk": own("pin")},
    "people_accept": {"secret": same("no-such-secret")},
    "people:": {"pk": own("user"), "action": same("disable", "enable", "unlock")},
    "people:revoke": {"pk": own("invitation")},
    "reviews:": {
        "pk": own("step"),
        "which": same("draft", "live"),
        "page_id": own("under_review", "draft"),
    },
    "downward:": {"pk": own("notice")},
    "downward:edit": {"pk": own("notice_draft")},
    "downward:confirm": {"pk": own("notice_draft")},
    "downward:discard": {"pk": own("notice_draft")},
    "district_notice": {"number": own("notice")},
    "reviews:confirm": {"pk": own("urgent")},
    "reviews:absence_end": {"pk": own("delegation")},
    "audit:": {"pk": own("line")},
    "audit:part": {"pk": same(1)},
    "wagtaildocs_chooser:": {"pk": DOCUMENTS},
    "wagtailimages_chooser:": {"pk": PICTURES},
    "letter_fill_in": {"number": BOXES},
    "letter_sent": {"number": BOXES, "sending": same("nothing-sent")},
    "box_answers": {"number": BOXES, "cursor": same("0-0")},
    "sitemap_articles": {"part": same(1)},
    "view_count": {"number": PAGES},
    "page_code": {"number": PAGES},
    "calendar_file": {0: own("event_file", "calendar_file")},
    "wagtailsites:": {"pk": own("wagtail_site")},
    "wagtailusers_users:": {"pk": own("user")},
    "wagtailusers_groups:": {"pk": own("group")},
    "wagtaildocs_serve": {0: DOCUMENTS, 1: own("private_file_name", "file_name")},
    "wagtail_serve": {0: own("path", "number_path", "draft_path", "private_path")},
    "media_public": {"name": own("picture_path")},
    "media_signed": {"token": same("nothing-signed")},
}
# Query parameters that name something of a school, in any view.
PARAMETERS = {
    "id": "draft", "childOf": "column", "parent_page": "column", "page": "draft",
    "collection_id": "collection", "site": "site", "owner": "user", "user": "user",
    "latest_revision__user": "user", "box": "mailbox", "column": "column", "school": "site",
    "workflow": "workflow", "task": "task", "submission": "submission", "item": "submission",
    "chooser": "column2", "new_parent_page": "column", "root_page": "home", "child_of": "column",
    "descendant_of": "home", "ancestor_of": "draft", "object_id": "draft", "article": "draft",
    "pk": "draft", "image": "picture", "document": "private_document", "collection": "collection",
    "cover": "picture",
}  # fmt: skip
# Views that take the things they are about from the query string: (arguments, name of a thing).
FILES_TOGETHER = "delete add_to_collection add_tags".split()
NAMED_IN_QUERY = {
    "wagtail_bulk_action": [
        *(
            (("wagtailcore", "page", one), "draft")
            for one in "delete move publish unpublish".split()
        ),
        *((("media", "siteimage", one), "picture") for one in FILES_TOGETHER),
        *((("media", "sitedocument", one), "private_document") for one in FILES_TOGETHER),
    ],
    "wagtailadmin_choose_page_chosen_multiple": [((), "article")],
    "wagtailimages_chooser:chosen_multiple": [((), "picture")],
    "wagtaildocs_chooser:chosen_multiple": [((), "private_document")],
}


class Unmapped(LookupError):
    """An argument nobody has said the meaning of."""


def filler(surface, argument):
    """What fills ``argument`` of ``surface``: Same or Own. Raises Unmapped."""
    own_map = BY_NAME.get(surface.name) or {}
    prefix_map = BY_NAME.get(surface.name.rpartition(":")[0] + ":") or {}
    for known in (own_map, prefix_map, BY_ARGUMENT):
        if argument in known:
            return known[argument]
    raise Unmapped(f"{surface.name}: {argument}")


def addresses(surface, world, mix, *, every=False, urlconf=None):
    """Addresses of ``surface`` filled with things of the places ``mix`` names.

    ``mix``: one of "a" (A's own), "b" (all of B), "mixed" (some of A, some of B).
    With ``every`` all things that fit, else the first that fits each argument.
    """
    if not surface.reversible:
        return ["/" + surface.route.replace("^.*/$", "no-such-thing/")] if mix == "a" else []
    if surface.name in NAMED_IN_QUERY:
        return _with_ids(surface, world, mix)
    kinds = [filler(surface, argument) for argument in surface.arguments]
    found = []
    for places in _places(kinds, world, mix):
        choices = [kind.of(place) for kind, place in zip(kinds, places, strict=True)]
        rows = _aligned(choices, every)
        found += [url for row in rows if (url := _reverse(surface, row, urlconf))]
    return list(dict.fromkeys(found))


def _with_ids(surface, world, mix):
    found = []
    for values, thing in NAMED_IN_QUERY[surface.name]:
        url, own, foreign = reverse(surface.name, args=values), world.a[thing], world.b[thing]
        ids = {"a": f"?id={own}", "b": f"?id={foreign}", "mixed": f"?id={own}&id={foreign}"}
        found.append(url + ids[mix])
        if mix == "mixed":
            found += [f"{url}?id=all", f"{url}?id=all&childOf={world.b['column']}"]
    return found


def _places(kinds, world, mix):
    if mix in "ab":
        return [[getattr(world, mix)] * len(kinds)]
    owned = [number for number, kind in enumerate(kinds) if isinstance(kind, Own)]
    found = []
    for pick in itertools.product("ab", repeat=len(owned)):
        if len(set(pick)) < 2:
            continue
        places = [world.a] * len(kinds)
        for number, letter in zip(owned, pick, strict=True):
            places[number] = getattr(world, letter)
        found.append(places)
    return found


def _aligned(choices, every):
    """Rows of values: the first of each, and with ``every`` each other one in its turn."""
    first = [values[0] for values in choices]
    rows = [first]
    if every:
        for at, values in enumerate(choices):
            rows += [[*first[:at], value, *first[at + 1 :]] for value in values[1:]]
    return rows


def _reverse(surface, row, urlconf):
    if surface.arguments and isinstance(surface.arguments[0], int):
        return reverse(surface.name, urlconf, args=row)
    return reverse(surface.name, urlconf, kwargs=dict(zip(surface.arguments, row, strict=True)))


def queries(surface, world, *, every=False):
    """Query strings that ask a view of A's, or one without arguments, for what is B's."""
    b = world.b
    if not every:
        return [f"?q={WORD}&collection_id={b['collection']}&user={b['user']}"]
    of_pages = "page_type=school_sites.ArticlePage"
    found = [
        "?id=all", f"?id=all&childOf={b['column']}", f"?id={world.a['draft']}&id={b['draft']}",
        f"?id={b['picture']}", f"?id={b['private_document']}",
        f"?q={WORD}", f"?q={WORD}&p=1", f"?search={WORD}", f"?{of_pages}",
        f"?allow_external_link=true&{of_pages}&q={WORD}",
        "?export=xlsx", "?export=csv", f"?export=csv&q={WORD}", "?fields=*&limit=100",
        f"?template=own-{b['template']}", f"?action=accept&item={b['submission']}",
    ]  # fmt: skip
    return [*found, *(f"?{name}={b[thing]}" for name, thing in PARAMETERS.items())]


def posted(world):
    """Forms that name B's things under every name a view may read.

    The second leaves out what the guard refuses in any view, or it would hide
    what the view itself does with the others.
    """
    b = world.b
    sent = {name: b[thing] for name, thing in PARAMETERS.items()}
    sent |= {"template": f"own-{b['template']}", "version": "0", "title": "x", "q": WORD}
    return [sent, {name: value for name, value in sent.items() if name not in PAGE_PARAMETERS}]
