"""A partner's signed calls to the centre, in process."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from zgoda.centre.partners.signing import signed
from zgoda.engine import clock


def tell(path: str, event: object, **changes: str) -> HttpResponse:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    key = getattr(settings, f"{path.split('/')[2].upper()}_SECRET")
    headers = signed("POST", path, body, key, clock.real_now()) | changes
    return Client().generic("POST", path, body, content_type="application/json", headers=headers)
