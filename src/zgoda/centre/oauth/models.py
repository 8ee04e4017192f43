"""Rows of the OAuth server. Secrets, codes and refresh tokens are kept only as digests.

Everything here runs on real time, never on the sandbox's clock. A *family* is everything that grew from one
approval: the code or device code, and each pair of tokens after it; so one misuse can end all of it.
"""

import uuid
from hashlib import sha256
from hmac import compare_digest

from django.conf import settings
from django.db import models
from django.utils import timezone

from zgoda.centre.oauth import scopes


def digest(secret: str) -> str:
    """What we keep of a secret of high entropy: enough to recognise it, not to use it."""
    return sha256(secret.encode()).hexdigest()


class Application(models.Model):
    """A registered program. The methods are the questions Authlib asks a client.

    Its ``owner`` may change and delete it; one registered by the operator has none.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    client_id = models.CharField(max_length=32, unique=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=100)
    information_url = models.URLField(blank=True)
    redirect_uris = models.TextField(blank=True)
    scopes = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    disabled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def confidential(self) -> bool:
        """A program that can keep a secret; the others prove themselves by PKCE alone."""
        return bool(self.secret_digest)

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """All registered scopes when none is named; None when one goes beyond the registration."""
        mine = scopes.split(self.scopes)
        wanted = scopes.split(scope) or mine
        return scopes.join(wanted) if wanted <= mine else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris.split()

    def check_client_secret(self, client_secret: str) -> bool:
        return self.confidential and compare_digest(self.secret_digest, digest(client_secret))

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == ("client_secret_basic" if self.confidential else "none")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return self.confidential or grant_type in {"authorization_code", "refresh_token"}


class Consent(models.Model):
    """The seller's remembered yes to one application. Revoking deletes it and ends every token."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    scope = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "application"], name="oauth_one_consent")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.application_id}"

    def covers(self, scope: str) -> bool:
        return scopes.split(scope) <= scopes.split(self.scope)


class _Issued(models.Model):
    """What every code and token says: for whom, for which program, how far and until when."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    scope = models.TextField()
    family = models.UUIDField(default=uuid.uuid4, db_index=True)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def check_client(self, client: Application) -> bool:
        return self.application_id == client.pk


class AuthorizationCode(_Issued):
    """Lives seconds. A used one is kept, so that a second use is recognised and ends the family."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    redirect_uri = models.TextField()
    code_challenge = models.CharField(max_length=128, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri


class DeviceCode(_Issued):
    """A program without a browser waits with ``digest``; the person types ``user_code`` (without its dash)."""

    class State(models.TextChoices):
        PENDING = "PENDING"
        APPROVED = "APPROVED"
        DENIED = "DENIED"
        USED = "USED"

    digest = models.CharField(max_length=64, unique=True)
    user_code = models.CharField(max_length=16, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    interval = models.PositiveSmallIntegerField()
    polled_at = models.DateTimeField(null=True, blank=True)

    def get_client_id(self) -> str:
        return self.application.client_id

    def get_user_code(self) -> str:
        return self.user_code


class AccessToken(_Issued):
    """``id`` is the JWT's ``jti``. No user: a token of the application itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)


class RefreshToken(_Issued):
    """``used_at`` is the first rotation; what a later use means depends on the mode of rotation."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    access = models.OneToOneField(AccessToken, models.CASCADE, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
