"""Invitations to a shop, the log of who did what there, and what its members want to be told of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole, Shop
from zgoda.engine.mailing.sending import Delivery


class Invitation(models.Model):
    """One person asked by e-mail to join. The link is signed and holds ``nonce``; it counts once, until
    ``expires_at``, unless it was revoked."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=8, choices=MemberRole.choices, default=MemberRole.AGENT)
    nonce = models.CharField(max_length=43)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["shop", "-id"], name="people_invitation_recent")]


class What(models.TextChoices):
    """What was done; a row of the log says who did it, when, and to what."""

    INVITED = "INVITED", _("invited somebody")
    INVITATION_REVOKED = "INVITATION_REVOKED", _("withdrew an invitation")
    JOINED = "JOINED", _("joined the shop")
    ROLE_CHANGED = "ROLE_CHANGED", _("changed a role")
    MEMBER_REMOVED = "MEMBER_REMOVED", _("removed a member")
    CONNECTION_ADDED = "CONNECTION_ADDED", _("added a connection")
    CONNECTION_AUTHORISED = "CONNECTION_AUTHORISED", _("authorised a connection")
    CONNECTION_CHANGED = "CONNECTION_CHANGED", _("changed a connection")
    SENDING_ON = "SENDING_ON", _("turned sending on")
    SENDING_OFF = "SENDING_OFF", _("turned sending off")
    SENDING_STOPPED = "SENDING_STOPPED", _("stopped all sending")
    SENDING_RESUMED = "SENDING_RESUMED", _("let sending go on")
    READINGS_REMOVED = "READINGS_REMOVED", _("removed what was read from an account")
    RULES_CHANGED = "RULES_CHANGED", _("changed the rules")
    SECURITY_CHANGED = "SECURITY_CHANGED", _("changed who needs a second factor")
    LOG_EXPORTED = "LOG_EXPORTED", _("exported this log")
    CASES_EXPORTED = "CASES_EXPORTED", _("exported cases")
    CASE_FORWARDED = "CASE_FORWARDED", _("handed a case to the Warehouse")
    DOCUMENT_ADDED = "DOCUMENT_ADDED", _("added a sales document to an order")
    BUYER_EXPORTED = "BUYER_EXPORTED", _("exported a buyer's data")
    BUYER_ERASED = "BUYER_ERASED", _("erased a buyer's data")


class AuditEntry(models.Model):
    """Never changed and never deleted: the database refuses both. It refers to nothing, so that it outlives what it
    tells of; ``actor`` is the login, ``actor_id`` the account's id. It holds no word and no login of a buyer.
    """

    shop_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150, blank=True)
    what = models.CharField(max_length=24, choices=What.choices)
    about = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["shop_id", "-id"], name="people_log_recent"),
            models.Index(fields=["shop_id", "what", "-id"], name="people_log_what"),
            models.Index(fields=["shop_id", "actor", "-id"], name="people_log_actor"),
        ]


class NoticeSettings(models.Model):
    """What a member chose; without a row the defaults of `domain.notices.Wishes` count. Lists hold its events."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="notice_settings")
    email = models.JSONField(default=list)
    browser = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)


class Notice(models.Model):
    """One thing a member was told of, once: ``key`` names it. It holds no words of anybody; pages make them."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    event = models.CharField(max_length=14)
    case = models.ForeignKey(DeskCase, null=True, on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, null=True, on_delete=models.CASCADE, related_name="+")
    by_browser = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="people_notice_once")]
        indexes = [models.Index(fields=["member", "-id"], name="people_notice_recent")]


class DeskLetter(Delivery):
    """How far a letter to somebody of the desk came. ``key`` is ``invitation:`` or ``notice:`` with its number; whom it
    went to and what it said stand there. Gone after `engine.mailing.sending.KEPT`."""
