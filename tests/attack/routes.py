"""Every route of the portal, found by walking the resolver: a new page cannot hide from the tests."""

from django.urls import URLPattern, get_resolver


def every_route(patterns=None, namespaces=()):
    """(name with namespaces, URLPattern) of every route; an unnamed one comes with its pattern as name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            name = pattern.name or f"unnamed {pattern.pattern}"
            yield ":".join([*namespaces, name]), pattern
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from every_route(pattern.url_patterns, inner)


def portal_routes():
    """The routes but Django's admin, which has a rule of its own: superusers only."""
    return {name: pattern for name, pattern in every_route() if not name.startswith("admin:")}


def admin_routes():
    return {name: pattern for name, pattern in every_route() if name.startswith("admin:")}
