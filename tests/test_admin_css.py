"""The admin's own CSS: nothing dead, nothing twice, and no room leans on a higher room's file."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR
# From the lowest room up, as imports go.
ROOMS = ["sitehub/accounts", "media", "school_sites", "search", "sitehub/provisioning",
         "sitehub/syndication", "sitehub/placements", "sitehub/platform",
         "sitehub/district"]  # fmt: skip
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
WAGTAILS = {"button", "icon", "w-dialog", "sidebar--slim", "sidebar-custom-branding"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def files(room, *endings):
    return [path for end in endings for path in (ROOT / room).rglob(end)]


def rules(path):
    """(context, selector) of every rule of a stylesheet; the context is its media query."""
    text, context = COMMENT.sub("", path.read_text()), ""
    for selector, mark in re.findall(r"([^{}]*)([{}])", text):
        selector = " ".join(selector.split())
        if mark == "{" and selector.startswith("@"):
            context = selector
        elif mark == "{":
            yield context, selector
        elif not selector and context:
            context = ""


def classes(room):
    """Classes a room's stylesheets for the admin have rules for."""
    selectors = [rule[1] for path in files(room, "static/**/*.css") for rule in rules(path)]
    return {name for one in selectors for name in CLASS.findall(one)} - WAGTAILS


def words(room):
    """What a room's templates, scripts and code could give as a class."""
    texts = [path.read_text() for path in files(room, "templates/**/*.html", "static/**/*.js",
                                               "[a-z]*.py", "letters/*.py")]  # fmt: skip
    return set(re.findall(r"[\w-]+", " ".join(texts)))


def is_used(name, used):
    """Whether ``name`` is written out, or ends in what a template fills in (``hub-state--``)."""
    return name in used or (name.partition("--")[0] + "--" in used if "--" in name else False)


def test_no_rule_is_for_a_class_that_nothing_has():
    used = set().union(*map(words, ROOMS))
    assert {name for room in ROOMS for name in classes(room) if not is_used(name, used)} == set()


def test_a_room_uses_classes_of_its_own_or_of_lower_rooms_only():
    for number, room in enumerate(ROOMS):
        below = set().union(*map(classes, ROOMS[: number + 1]))
        above = set().union(*map(classes, ROOMS[number + 1 :]), set()) - below
        given = [path.read_text() for path in files(room, "templates/**/*.html")]
        named = set(
            re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', " ".join(given))))
        )
        assert above & named == set(), room


def test_no_selector_has_two_rules():
    sheets = [path for room in ROOMS for path in files(room, "static/**/*.css")]
    found = [rule for path in sheets for rule in rules(path)]
    assert {rule for rule in found if found.count(rule) > 1} == set()
