"""Links of letters: signed, so that the database alone opens no door."""

import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse

from zgoda.desk.people.models import Invitation
from zgoda.desk.store.models import Member
from zgoda.domain.notices import Event

_SALT = "zgoda.desk.people.invitation"
_SALT_OF_LETTERS = "zgoda.desk.people.notices"


def link_of(row: Invitation) -> str:
    """The whole address that the letter names."""
    return _absolute("desk-invitation", signing.dumps([row.pk, row.nonce], salt=_SALT))


def named_by(token: str) -> Invitation | None:
    """The invitation of a genuine link, open or not; None for a forged one."""
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    row = Invitation.objects.select_related("shop", "invited_by").filter(pk=pk).first()
    return row if row is not None and secrets.compare_digest(row.nonce, str(nonce)) else None


def link_of_letters(member: Member, event: Event) -> str:
    """Where letters about this event are switched off, without signing in. It ends when the address changes."""
    named = [member.pk, member.user.address_mark(), event.value]
    return _absolute("desk-notice-letters", signing.dumps(named, salt=_SALT_OF_LETTERS))


def reader_of(token: str) -> tuple[Member, Event] | None:
    """Whom a genuine link was sent to and about what; None for a forged one and for one that has ended."""
    try:
        pk, mark, event = signing.loads(token, salt=_SALT_OF_LETTERS)
        about = Event(event)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    row = Member.objects.select_related("user", "shop", "notice_settings").filter(pk=pk, user__is_active=True).first()
    return (row, about) if row is not None and row.user.address_mark() == mark else None


def _absolute(name: str, token: str) -> str:
    return settings.DESK_URL.rstrip("/") + reverse(name, args=[token], urlconf="zgoda.desk.urls")
