"""What a public response depends on, declared from the first page on."""


def tag(response, **dependencies):
    """Declare that ``response`` shows the given things, and return it.

    Each keyword names a kind and gives one id or an iterable of ids, such as
    ``tag(response, site=3, column=[5, 6], article=99)``. They collect in
    ``response.sitehub_tags``, a set of ``kind:id`` strings, for the page store.
    """
    tags = getattr(response, "sitehub_tags", set())
    for kind, ids in dependencies.items():
        if isinstance(ids, int | str):
            ids = [ids]
        tags |= {f"{kind}:{one}" for one in ids}
    response.sitehub_tags = tags
    return response
