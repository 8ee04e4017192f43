"""Which letters somebody does not want, and the signed link by which that is changed without signing in.

The link names the account and the address it was sent to: it opens nothing else, and ends when the address changes.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from zgoda.accounts.models import User
from zgoda.centre.mailing.models import SwitchedOff
from zgoda.domain import notifications
from zgoda.domain.notifications import Kind
from zgoda.engine.clock import real_now

_URLS = "zgoda.centre.urls"


def switched_off(user: User) -> frozenset[str]:
    return frozenset(SwitchedOff.objects.filter(user=user).values_list("kind", flat=True))


def choose(user: User, wanted: frozenset[str]) -> None:
    """Of the letters that may be switched off, exactly these are wanted from now on."""
    free = {row.kind for row in notifications.letters_for(user.role) if row.kind and not row.duty}
    with transaction.atomic():
        SwitchedOff.objects.filter(user=user, kind__in=wanted).delete()
        for kind in free - wanted:
            _switch_off(user, kind)


def switch_off(user: User, kind: Kind) -> bool:
    """One kind, by one click; False where it is a duty."""
    if notifications.LETTERS[kind].duty:
        return False
    _switch_off(user, kind)
    return True


def address_of_choices(user: User) -> str:
    """The page where all choices are shown."""
    return _absolute(reverse("letter_choices", _URLS, args=[_token(user)]))


def address_of_off(user: User, kind: Kind) -> str:
    """Where a mail program switches this kind off (RFC 8058)."""
    return _absolute(reverse("letter_off", _URLS, args=[_token(user), kind.value.lower().replace("_", "-")]))


def reader_of(token: str) -> User | None:
    """Whom a signed link was sent to; None for a link that we never gave or that has ended."""
    try:
        number, _mark, address = _signer().unsign(token).partition("-")
    except BadSignature:
        return None
    user = User.objects.filter(pk=int(number), is_active=True).first()
    return user if user is not None and user.address_mark() == address else None


def _token(user: User) -> str:
    return _signer().sign(f"{user.pk}-{user.address_mark()}")


def _signer() -> Signer:
    return Signer(salt="zgoda.letters", sep=".")


def _absolute(path: str) -> str:
    return settings.CENTRE_URL.rstrip("/") + path


def _switch_off(user: User, kind: str) -> None:
    SwitchedOff.objects.get_or_create(user=user, kind=kind, defaults={"at": real_now()})
