"""The WSGI application a server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.production")
application = get_wsgi_application()
