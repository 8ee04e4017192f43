"""Django on a database of the bench: settings of production, nothing of the developer's own data."""

import os
from pathlib import Path

import django
from django.core.wsgi import get_wsgi_application

from zgoda.ops import collecting


def boot(database: Path) -> None:
    """Once a process, before anything of the product is imported that needs the settings."""
    for name in [name for name in os.environ if name.startswith("ZGODA_")]:
        del os.environ[name]
    os.environ |= {
        "ZGODA_DATA": str(database.parent / "data"),
        "ZGODA_DATABASE_URL": f"sqlite:///{database}",
        "ZGODA_HALF": "desk",
        "ZGODA_HOSTS": "bench.test",
        "DJANGO_SETTINGS_MODULE": "zgoda.settings",
    }
    django.setup()
    get_wsgi_application()  # loads what a serving process holds, before that is set apart as it is there
    collecting.settle()
