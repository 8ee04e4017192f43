"""Second factors: an app's codes, passkeys and recovery codes (allauth's), and who must have one.

Secrets of the app and of the recovery codes are encrypted at rest with the keys of ``ZGODA_TOKEN_KEYS``.
"""

import base64
import hashlib
from functools import lru_cache

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zgoda.accounts.models import Role, User
from zgoda.engine.prepared import Prepared

REQUIRED_OF_STAFF = "staff"
"""The value of ``ZGODA_SECOND_FACTOR`` under which staff of the centre and who runs a shop need a factor."""
STAFF = frozenset({Role.WAREHOUSE, Role.CONSULTANT, Role.MODERATOR, Role.HOTLINE, Role.ADMIN, Role.OVERSIGHT})

_FACTORS = Prepared(
    lambda user_id: Authenticator.objects.filter(
        user_id=user_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ),
    int,
)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return _keyring(tuple(settings.TOKEN_KEYS)).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keyring(tuple(settings.TOKEN_KEYS)).decrypt(encrypted_text.encode()).decode()


def must_set_up(user: User) -> bool:
    """Whether a factor is required of somebody in such a place, and this person has none yet. Sample people of a
    sandbox need none."""
    if settings.SECOND_FACTOR != REQUIRED_OF_STAFF or (settings.SANDBOX and user.sample):
        return False
    return not _FACTORS(user.pk)


def lead_to_set_up(request: HttpRequest) -> HttpResponse:
    """Instead of the page that was asked for: the one where a factor is added."""
    messages.warning(request, _("In your role a second factor is required. Add one, then go on."))
    return redirect("mfa_index")


@lru_cache
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    """The first key encrypts, every key decrypts."""
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"factor:{key}".encode()).digest())) for key in keys]
    )
