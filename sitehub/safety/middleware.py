"""Content security policy by host: strict for visitors, Wagtail's needs for the admin."""

from csp.middleware import CSPMiddleware
from django.conf import settings


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, with the admin's own policy on the admin host and in previews."""

    def process_response(self, request, response):
        if getattr(request, "is_admin_host", False):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        else:
            # The district's desk shows an article as its school does.
            response._csp_update = {"frame-ancestors": [settings.WAGTAILADMIN_BASE_URL]}
        return super().process_response(request, response)
