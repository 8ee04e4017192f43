"""People who sign in. What a person may do in a case is decided in ``domain``; here is only who they are."""

from hashlib import sha256

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The actor of rules E.1 that an account of the centre is. Agents of a desk have none."""

    NONE = "", "–"
    BUYER = "BUYER", _("buyer")
    SELLER = "SELLER", _("seller")
    WAREHOUSE = "WAREHOUSE", _("warehouse")
    CONSULTANT = "CONSULTANT", _("consultant")
    MODERATOR = "MODERATOR", _("moderator")
    HOTLINE = "HOTLINE", _("hotline")
    ADMIN = "ADMIN", _("administrator")
    OVERSIGHT = "OVERSIGHT", _("oversight")


class User(AbstractUser):
    """``username`` is the login the other side sees; ``id`` in decimal is the user id on the wire.

    ``sample``: invented for a sandbox, where anybody may sign in as this person with one click. ``one_fulfillment``:
    the platform's Warehouse keeps and sends what this seller sells (C-15).
    """

    role = models.CharField(max_length=12, choices=Role.choices, default=Role.NONE, blank=True)
    market = models.CharField(max_length=2, default="pl")
    language = models.CharField(max_length=2, blank=True)
    company = models.CharField(max_length=200, blank=True)
    one_fulfillment = models.BooleanField(default=False)
    sample = models.BooleanField(default=False)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_reason = models.TextField(blank=True)

    def address_mark(self) -> str:
        """Names the e-mail address without telling it; a link that holds it ends when the address changes."""
        return sha256(self.email.encode()).hexdigest()[:16]

    class Meta(AbstractUser.Meta):
        indexes = [
            models.Index(Upper("username"), name="accounts_login"),
            models.Index(Upper("email"), name="accounts_address"),
        ]


class ConsentRecord(models.Model):
    """S0-62: evidence of one choice, never changed. ``purposes`` are codes of ``domain.consent``, empty = refused."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    given_at = models.DateTimeField()
    purposes = models.CharField(max_length=200, blank=True)
    version = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["user", "-given_at"], name="accounts_consent_latest")]
