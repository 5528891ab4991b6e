"""The crawl: every surface, asked as one person, with what it found compared to the golden list."""

import tomllib
from collections import defaultdict
from pathlib import Path

from django.urls import resolve

from . import forms
from .fillers import addresses, posted, queries

GOLDEN = Path(__file__).with_name("golden.toml")
KINDS = {
    "shows": "shows a text of the other school",
    "betrays": "shows a text that the other school has not published",
    "names": "names a number of the other school",
    "changes": "changes a row of the other school",
    "points": "makes an own row point at the other school",
    "sends": "sends a text of the other school by e-mail",
    "queues": "queues a job about the other school",
    "fails": "answers with an error of the server",
}


class Findings:
    """What was found at which surface, with the first evidence for each kind."""

    def __init__(self):
        self.found = defaultdict(dict)
        self.reached = {}

    def note(self, surface, done, asked):
        for kind, evidence in done.faults.items():
            self.found[surface].setdefault(kind, f"{asked}: {evidence}")

    @property
    def pairs(self):
        return {(surface, kind) for surface, kinds in self.found.items() for kind in kinds}


def crawl(watch, person, surfaces, *, every=False):
    """Ask ``surfaces`` as ``person`` in all ways, and return the Findings."""
    findings, world = Findings(), watch.world
    for surface in surfaces:
        own = addresses(surface, world, "a", every=every)
        if is_shadowed(surface, own):
            continue
        foreign = addresses(surface, world, "b", every=every)
        mixed = addresses(surface, world, "mixed", every=every)
        takes = set(own) != set(foreign)
        for url in own:
            done = watch.send(person, "GET", url)
            findings.note(surface.name, done, f"GET {url}")
            if done.status == 405:
                done = watch.send(person, "POST", url, {})
                findings.note(surface.name, done, f"POST {url}")
            findings.reached.setdefault(surface.name, done.reached)
        for url in [*(foreign if takes else []), *mixed]:
            _ask(watch, findings, person, surface, url, every)
        if findings.reached.get(surface.name):
            _ask_own(watch, findings, person, surface, own[0], every, asks=every or not takes)
    return findings


def is_shadowed(surface, urls):
    """Whether a view of this project stands before the pattern, so that nobody gets to it."""
    return any(resolve(url.partition("?")[0]).view_name != surface.name for url in urls)


def _ask(watch, findings, person, surface, url, every):
    """An address that names B's."""
    findings.note(surface.name, watch.send(person, "GET", url), f"GET {url}")
    for method in ("POST", "PUT", "PATCH", "DELETE") if every else ("POST",):
        data = {} if method == "POST" else None
        findings.note(surface.name, watch.send(person, method, url, data), f"{method} {url}")
    if every:
        for data in forms.scraped(watch, "superuser", url):
            done = watch.send(person, "POST", url, data)
            findings.note(surface.name, done, f"POST {url} {data}")


def _ask_own(watch, findings, person, surface, url, every, *, asks):
    """An address of A's own, with B's things in forms and, with ``asks``, in the query string."""
    for query in queries(surface, watch.world, every=every) if asks else ():
        query = query.replace("?", "&") if "?" in url else query
        findings.note(surface.name, watch.send(person, "GET", url + query), f"GET {url}{query}")
        if "?id=" in query or "&id=" in query:
            done = watch.send(person, "POST", url + query, {})
            done.faults.pop("fails", None)  # as below
            findings.note(surface.name, done, f"POST {url}{query}")
    for data in posted(watch.world):
        done = watch.send(person, "POST", url, data)
        # No browser sends such a form; views of Wagtail's may fall over it, and show nothing.
        done.faults.pop("fails", None)
        findings.note(surface.name, done, f"POST {url} {data}")
    if every:
        for own in forms.scraped(watch, person, url):
            for sent in [own, *forms.with_foreign(own)]:
                done = watch.send(person, "POST", url, sent)
                done.faults.pop("fails", None)  # scripts add blocks: test_injection sends those
                findings.note(surface.name, done, f"POST {url} {sent}")


# --- the golden list ---------------------------------------------------------------
def golden():
    """The accepted exceptions: a list of {surface, kind, people, reason} (golden.toml)."""
    return tomllib.loads(GOLDEN.read_text())["exception"]


def accepted(person, *, full):
    """The (surface, kind) pairs accepted for ``person``; ``full``: also what only all ways find."""
    return {
        (one["surface"], one["kind"])
        for one in golden()
        if person in one["people"] and (full or not one.get("full", False))
    }


def differences(findings, person, surfaces, *, full):
    """Lines that say what is new and what has vanished; none where all is as accepted."""
    names = {surface.name for surface in surfaces}
    known = {pair for pair in accepted(person, full=True) if pair[0] in names}
    needed = {pair for pair in accepted(person, full=full) if pair[0] in names}
    lines = [
        f"NEW {person} {surface} {KINDS[kind]}: {findings.found[surface][kind]}"
        for surface, kind in sorted(findings.pairs - known)
    ]
    lines += [
        f"VANISHED {person} {surface} {kind}: take it out of golden.toml"
        for surface, kind in sorted(needed - findings.pairs)
    ]
    return lines
