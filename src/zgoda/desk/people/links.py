"""The link of an invitation: signed, so that the database alone opens no door."""

import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse

from zgoda.desk.people.models import Invitation

_SALT = "zgoda.desk.people.invitation"


def link_of(row: Invitation) -> str:
    """The whole address that the letter names."""
    path = reverse("desk-invitation", args=[signing.dumps([row.pk, row.nonce], salt=_SALT)], urlconf="zgoda.desk.urls")
    return f"{settings.DESK_URL.rstrip('/')}{path}"


def named_by(token: str) -> Invitation | None:
    """The invitation of a genuine link, open or not; None for a forged one."""
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    row = Invitation.objects.select_related("shop", "invited_by").filter(pk=pk).first()
    return row if row is not None and secrets.compare_digest(row.nonce, str(nonce)) else None
