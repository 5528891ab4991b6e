"""Every URL pattern of a URLconf, with the name the guard knows it by."""

from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLPattern

ADMIN, PUBLIC = "sitehub.urls", "sitehub.public_urls"


@dataclass(frozen=True)
class Surface:
    """One pattern: ``name`` as ``resolver_match.view_name``, and its arguments.

    ``arguments`` are names, or positions where the pattern names none.
    """

    name: str
    route: str
    arguments: tuple = ()
    reversible: bool = True


def surfaces(urlconf=ADMIN):
    """The patterns of ``urlconf`` in order, each name once with the same arguments."""
    found = {}
    for one in _walk(get_resolver(urlconf), (), ""):
        found.setdefault((one.name, one.arguments), one)
    return list(found.values())


def _walk(resolver, namespaces, before):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield _surface(pattern, namespaces, route)
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, route)


def _surface(pattern, namespaces, route):
    compiled = pattern.pattern
    arguments = tuple(compiled.regex.groupindex)
    if not arguments and isinstance(compiled, RegexPattern):
        arguments = tuple(range(compiled.regex.groups))
    name = ":".join([*namespaces, pattern.name or pattern.lookup_str])
    return Surface(name, route, arguments, reversible=bool(pattern.name))
