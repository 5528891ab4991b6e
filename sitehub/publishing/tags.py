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


def until(response, *moments):
    """Declare that ``response`` says something else from the earliest of ``moments`` on.

    For what changes by the clock alone: an event that ends, a validity that runs
    out. None among the moments is passed over. The earliest collects in
    ``response.sitehub_valid_until`` (None: no such moment), for the page store.
    """
    known = [getattr(response, "sitehub_valid_until", None), *moments]
    response.sitehub_valid_until = min((one for one in known if one is not None), default=None)
    return response
