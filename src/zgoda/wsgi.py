"""The web application of one half (``ZGODA_HALF``)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
application = get_wsgi_application()
