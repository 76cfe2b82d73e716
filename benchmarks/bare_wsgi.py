"""The portal with the bare view, for the server that `saving.py` starts."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "benchmarks.bare_urls"
application = get_wsgi_application()
