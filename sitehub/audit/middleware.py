"""Changes made in a request say so."""

from .origin import RequestOrigin, coming_from


class OriginMiddleware:
    """What is recorded during a request names its address, browser and person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with coming_from(RequestOrigin(request)):
            return self.get_response(request)
