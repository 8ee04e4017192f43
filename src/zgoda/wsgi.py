"""The web application of one half (``ZGODA_HALF``)."""

import os

from django.core.wsgi import get_wsgi_application

from zgoda.ops import collecting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgoda.settings")
application = get_wsgi_application()
collecting.settle()
