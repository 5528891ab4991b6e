"""Forms as a browser would send them: scraped from a page, or made of a page's own values."""

import json
from collections import Counter

from bs4 import BeautifulSoup
from wagtail import blocks
from wagtail.fields import StreamField

from .marks import NUMBER_OF_A, as_b, neutral

BUTTONS = {"submit", "button", "reset", "image", "file"}


def scraped(watch, person, url):
    """The forms that ``person`` finds at ``url`` and would post back there, as dicts.

    Read once for each world, which never changes: everybody is sent with the superuser's.
    """
    known = watch.world.scraped
    if (person, url) not in known:
        known[person, url] = _scraped(watch, person, url)
    return known[person, url]


def _scraped(watch, person, url):
    done = watch.send(person, "GET", url)
    if not done.reached or "<form" not in done.body:
        return []
    soup = BeautifulSoup(done.body, "html.parser")
    found = []
    for form in soup.find_all("form"):
        if form.get("method", "get").lower() == "post":
            found.append(fields_of(form))
    return found


def fields_of(form):
    """The names and values that a browser would send of ``form``, without the marker."""
    data = {}
    for one in form.find_all(["input", "textarea", "select", "button"]):
        name = one.get("name")
        if not name or name == "csrfmiddlewaretoken" or one.get("type") in BUTTONS - {"submit"}:
            continue
        if one.name == "select":
            chosen = [option for option in one.find_all("option") if option.has_attr("selected")]
            chosen = chosen or one.find_all("option")[:1]
            value = [option.get("value", option.text) for option in chosen]
            if not one.has_attr("multiple"):
                value = value[0] if value else ""
        elif one.name == "textarea":
            value = one.text
        elif one.get("type") in ("checkbox", "radio"):
            if not one.has_attr("checked"):
                continue
            value = one.get("value", "on")
        elif one.get("type") == "submit" or one.name == "button":
            data.setdefault(name, one.get("value", ""))
            continue
        else:
            value = one.get("value", "")
        data[name] = [neutral(v) for v in value] if isinstance(value, list) else neutral(value)
    return data


def with_foreign(data):
    """``data`` with B's numbers: each field that names something of A by itself, then all."""
    named = [name for name, value in data.items() if NUMBER_OF_A.search(str(value))]
    found = [data | {name: _foreign(data[name])} for name in named]
    if len(named) > 1:
        found.append(data | {name: _foreign(data[name]) for name in named})
    return found


def _foreign(value):
    return [as_b(one) for one in value] if isinstance(value, list) else as_b(str(value))


def form_of_page(watch, person, url, page):
    """The edit form of ``page`` as its editor would send it unchanged: fields, and streams."""
    done = watch.send(person, "GET", url)
    soup = BeautifulSoup(done.body, "html.parser")
    form = soup.find("form", id="page-edit-form")
    assert form is not None, f"{person} {url} {done.status}"
    data = {
        name: value for name, value in fields_of(form).items() if not name.startswith("action-")
    }
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and f"{field.name}-count" not in data:
            data |= of_block(field.stream_block, getattr(page, field.name), field.name)
    return data


def of_block(block, value, name):
    """What the form of ``block`` sends for ``value`` under ``name``."""
    if isinstance(block, blocks.StreamBlock):
        data = {f"{name}-count": str(len(value))}
        for order, child in enumerate(value):
            at = f"{name}-{order}"
            data |= {f"{at}-type": child.block_type, f"{at}-id": child.id or "",
                     f"{at}-order": str(order), f"{at}-deleted": ""}  # fmt: skip
            data |= of_block(child.block, child.value, f"{at}-value")
        return data
    if isinstance(block, blocks.ListBlock):
        data = {f"{name}-count": str(len(value))}
        for order, child in enumerate(value):
            at = f"{name}-{order}"
            data |= {f"{at}-id": "", f"{at}-order": str(order), f"{at}-deleted": ""}
            data |= of_block(block.child_block, child, f"{at}-value")
        return data
    if isinstance(block, blocks.StructBlock):
        data = {}
        for part, child in block.child_blocks.items():
            data |= of_block(child, value.get(part), f"{name}-{part}")
        return data
    return {name: _plain(block, value)}


def _plain(block, value):
    if isinstance(block, blocks.RichTextBlock):
        return block.field.widget.format_value(block.value_for_form(value))
    if isinstance(block, blocks.ChooserBlock):
        return str(getattr(value, "pk", value) or "")
    if isinstance(value, dict | list):
        return json.dumps(value)
    return "" if value is None or value is False else str(value)


def names_of(data):
    """How many fields of ``data`` name something of A (a control: none would test nothing)."""
    return Counter(bool(NUMBER_OF_A.search(str(value))) for value in data.values())[True]
