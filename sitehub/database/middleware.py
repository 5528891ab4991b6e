"""Requests that only read open no transaction."""

from django.utils.deprecation import MiddlewareMixin

READING = ("GET", "HEAD", "OPTIONS")


class ReadingOpensNoTransactionMiddleware(MiddlewareMixin):
    """Call the view of a reading request outside of ATOMIC_REQUESTS.

    On SQLite a transaction takes the write lock at its beginning, so looking at
    a list would wait for everybody who publishes, and they for it. Django 5.2
    exempts whole views only (django/core/handlers/base.py, make_view_atomic),
    not methods. It must be the last middleware: the view is called here, after
    every other ``process_view``.
    """

    def process_view(self, request, view, args, kwargs):
        """The view's response, for methods that change nothing; None leaves it to Django.

        Django shows no middleware what a view raises here, so the gate is asked.
        """
        if request.method not in READING:
            return None
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            answer = getattr(request, "answer_exception", None)
            response = answer and answer(request, error)
            if response is None:
                raise
            return response
