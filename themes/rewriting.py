"""A finished page in another variant: its links lead on in it, its words are in its script.

Works on the text of pages that our templates made: every ``<`` in them begins a tag. What is
not to be touched says so by markup: ``translate="no"`` on names, ``<code>`` and its like, and
anything in another language.
"""

import functools
import json
import re

import opencc
from django.utils.safestring import mark_safe

TOKEN = re.compile(
    r"(<!--.*?-->"
    r"|<(?:script|style|textarea)\b.*?</(?:script|style|textarea)\s*>"
    r"|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>)",
    re.DOTALL | re.IGNORECASE,
)
NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
# The words of an attribute that people read or hear.
WORDS = re.compile(
    r'(\s(?:alt|title|aria-label|placeholder|content|label|data-finder)=")([^"]+)(")'
)
ADDRESS = re.compile(r'(\s(?:href|action|formaction)=")([^"]*)(")')
LINKED = {"a", "area", "form", "button"}
# A phrase may run through these: 头<mark>发</mark> is one word.
INLINE = {"a", "abbr", "b", "bdi", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub",
          "sup", "time", "u", "wbr"}  # fmt: skip
RAW = {"script", "style", "textarea"}
AS_IT_IS = {"code", "kbd", "pre", "samp", "var"}
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
        "wbr"}  # fmt: skip
IS_LEFT = re.compile(r'\s(?:translate="no"|lang="(?!zh-Hans|zh")[^"]*")')
IS_WAY_TO_VARIANT = re.compile(r"\shreflang=")
DATA = re.compile(r'(<script type="application/ld\+json">)(.*)(</script>)', re.DOTALL)
# As Django's json_script does: neither </script> nor <!-- can appear in the data.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@functools.cache
def _converter():
    return opencc.OpenCC("s2tw")


def traditional(text):
    """``text`` in traditional characters, by phrases (OpenCC s2tw); the words stay the same words.

    Not the vocabulary of a region: what an office wrote is not put into other words.
    """
    return _converter().convert(text)


def relinked(html, link):
    """The page with each address of a link and a form as ``link(address)`` gives it.

    Links that lead to a variant (``hreflang``) know their way already.
    """
    parts = TOKEN.split(html)
    for at in range(1, len(parts), 2):
        found = NAME.match(parts[at])
        if found and found[2].lower() in LINKED and not IS_WAY_TO_VARIANT.search(parts[at]):
            parts[at] = ADDRESS.sub(lambda m: m[1] + link(m[2]) + m[3], parts[at])
    return "".join(parts)


def in_traditional(html):
    """The page with its words in traditional characters."""
    parts = TOKEN.split(html)
    runs, run = [], []
    left = _Left()
    for at, part in enumerate(parts):
        if at % 2 == 0:
            if part and not left:
                run.append(at)
            continue
        tag = NAME.match(part)
        if tag is None:
            continue
        closes, name = tag[1] == "/", tag[2].lower()
        if name not in INLINE:
            runs, run = [*runs, run] if run else runs, []
        was_left = bool(left)
        left.pass_by(name, closes, part)
        if data := DATA.match(part):
            parts[at] = data[1] + _data(data[2]) + data[3]
        elif not (was_left or left or closes or name in RAW or IS_LEFT.search(part)):
            parts[at] = WORDS.sub(lambda m: m[1] + traditional(m[2]) + m[3], part)
    for one in [*runs, run]:
        _convert(parts, one)
    return "".join(parts)


def _convert(parts, run):
    """Convert the texts at the places ``run`` of ``parts`` as one text, and put them back."""
    whole = "".join(parts[at] for at in run)
    if whole.isascii():
        return
    converted = traditional(whole)
    if len(converted) != len(whole):  # a phrase of another length: each by itself
        for at in run:
            parts[at] = traditional(parts[at])
        return
    start = 0
    for at in run:
        end = start + len(parts[at])
        parts[at], start = converted[start:end], end


def _data(text):
    """schema.org data in traditional characters, but for the names of people."""
    return safe_json(_words(json.loads(text)))


def _words(value):
    if isinstance(value, str):
        return traditional(value)
    if isinstance(value, list):
        return [_words(one) for one in value]
    if isinstance(value, dict):
        names = (
            {"name": value["name"]} if value.get("@type") == "Person" and "name" in value else {}
        )
        return {key: _words(one) for key, one in value.items()} | names
    return value


def safe_json(data):
    """JSON for a script data block: the characters that could end it are escaped."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return mark_safe(text.translate(JSON_ESCAPES))  # noqa: S308 (nothing left to break out with)


class _Left:
    """Whether what follows is left as it is, and until which tag."""

    def __init__(self):
        self.name, self.depth = "", 0

    def __bool__(self):
        return self.depth > 0

    def pass_by(self, name, closes, tag):
        if self.depth:
            if name == self.name and name not in VOID:
                self.depth += -1 if closes else 1
        elif closes or name in VOID or name == "html":
            return
        elif name in AS_IT_IS or IS_LEFT.search(tag):
            self.name, self.depth = name, 1
