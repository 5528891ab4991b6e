"""Responses that are never kept: by browsers, by proxies, or by the page store."""


def unstored(response):
    """Declare that ``response`` is for one visitor at one moment, and return it.

    ``response.sitehub_unstored`` is for the page store; ``no-store`` for all others.
    """
    response.sitehub_unstored = True
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
