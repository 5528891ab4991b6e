"""The WSGI application a server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitehub.settings.production")
application = get_wsgi_application()

# What was loaded above lives as long as the process; without this every full
# collection walks it, a quarter of a second during somebody's request.
gc.freeze()
