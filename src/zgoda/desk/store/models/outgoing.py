"""What the desk was told to send, and how far each of it is."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zgoda.desk.store.models.case import DeskCase


class Kind(models.TextChoices):
    """What is sent. The first three are messages of the chat; the rest are acts, some only on servers that offer them.

    RETURN and VERDICT are for claims; ``payload`` says which of the return decisions or verdicts it is.
    """

    REGULAR = "REGULAR", _("message")
    END_REQUEST = "END_REQUEST", _("request to confirm")
    RETURN = "RETURN", _("return decision")
    VERDICT = "VERDICT", _("verdict")
    OFFER = "OFFER", _("offer")
    TRACKING = "TRACKING", _("tracking number")
    HANDOVER = "HANDOVER", _("handover")
    REFUND = "REFUND", _("refund")
    REPORT = "REPORT", _("report of a violation")
    CARRIED_OUT = "CARRIED_OUT", _("word that it is done")
    REJECTION = "REJECTION", _("rejection of a return")
    FORWARD = "FORWARD", _("word on who answers")
    TO_WAREHOUSE = "TO_WAREHOUSE", _("forward to the Warehouse")


MESSAGES = (Kind.REGULAR, Kind.END_REQUEST, Kind.RETURN)
"""What stands in the chat under an id of its own."""


class SendState(models.TextChoices):
    """queued → sending → sent → seen; the others say why it went another way.

    UNCERTAIN is looked for by itself; UNSEEN was not found in the time a message may take, so a person decides.
    SHADOW came due while its writer was in shadow mode: it never leaves unless a person sends it.
    """

    QUEUED = "QUEUED", _("waiting to be sent")
    SENDING = "SENDING", _("being sent")
    UNCERTAIN = "UNCERTAIN", _("checking whether it arrived")
    UNSEEN = "UNSEEN", _("not seen in the conversation; you decide")
    SENT = "SENT", _("sent")
    SEEN = "SEEN", _("in the conversation")
    HELD = "HELD", _("held: something new came")
    FAILED = "FAILED", _("not sent")
    CANCELLED = "CANCELLED", _("cancelled")
    SHADOW = "SHADOW", _("would have been sent")


IN_FLIGHT = (SendState.QUEUED, SendState.SENDING, SendState.UNCERTAIN)


class Outgoing(models.Model):
    """One thing to send. ``form_token`` makes a form submitted twice one row.

    ``chat_seen_at_compose`` is the id of the last message the agent saw when beginning to type, or when deciding to
    send a held one all the same; ``known_before`` are the ids of the seller's messages in the chat
    before the first attempt: a read-back may only recognise others.
    ``lease`` fences workers: only its holder may write an outcome. ``attempted_at`` is set before the first call.
    ``repeat_agreed``: a person saw that it is not in the thread and wants it sent once more.
    ``released_by`` reviewed it in shadow mode and sent it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="outgoing")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REGULAR)
    text = models.TextField(blank=True)
    payload = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    uploaded = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    form_token = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=SendState.choices, default=SendState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    trace_id = models.CharField(max_length=64, blank=True)
    remote_message_id = models.CharField(max_length=100, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    chat_seen_at_compose = models.CharField(max_length=100, blank=True)
    known_before = models.JSONField(null=True, blank=True)
    repeat_agreed = models.BooleanField(default=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateTimeField(null=True, blank=True)
    send_not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "form_token"], name="desk_outgoing_form_once"),
            models.UniqueConstraint(fields=["case", "number"], name="desk_outgoing_number_once"),
        ]
        indexes = [
            models.Index(fields=["state", "send_not_before"], name="desk_outgoing_due"),
            models.Index(fields=["case", "state"], name="desk_outgoing_case"),
        ]
