"""Rows of claims. Only ``centre.claims.door`` writes them; everybody else reads.

``ClaimRow.state`` is the folded claim and the truth for the rules; the other columns repeat what lists and searches
need. People's words stand only in ``ClaimMessage.text``, which may be erased while the journal's digests still verify.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.actors import Role
from zgoda.domain.claims.claim import Decision, Ground, Status

_ROLE = 12
_WAREHOUSE = Q(responsible=Role.WAREHOUSE.value)


class ClaimRow(models.Model):
    """One claim. ``seq`` and ``head`` are where its journal stands; ``next_due`` its earliest open timer;
    ``updated_at`` the instant of its last event. ``return_due``: TM-8, while the decision on the return is awaited."""

    id = models.UUIDField(primary_key=True)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    market = models.CharField(max_length=20)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="claims")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="claims")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims_bought", db_index=False
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims_sold", db_index=False
    )
    status = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Status])
    decision = models.CharField(max_length=60, blank=True, choices=[(d.value, d.value) for d in Decision])
    ground = models.CharField(max_length=12, choices=[(g.value, g.value) for g in Ground])
    reason = models.CharField(max_length=80)
    rule_set = models.CharField(max_length=1000)
    opened_at = models.DateTimeField()
    decision_due = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    responsible = models.CharField(max_length=_ROLE, default=Role.SELLER.value)
    return_due = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    messages_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True)
    last_message_role = models.CharField(max_length=_ROLE, blank=True)
    updated_at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    state = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["seller", "-opened_at", "-id"], name="claim_seller_opened"),
            models.Index(fields=["seller", "status", "-opened_at", "-id"], name="claim_seller_status"),
            models.Index(fields=["buyer", "-opened_at", "-id"], name="claim_buyer_opened"),
            models.Index(fields=["-opened_at", "-id"], name="claim_opened"),
            models.Index(fields=["-opened_at", "-id"], condition=_WAREHOUSE, name="claim_of_warehouse"),
            models.Index(
                fields=["return_due", "id"],
                condition=_WAREHOUSE & Q(return_due__isnull=False),
                name="claim_waits_for_wh",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(status="SUBMITTED"), name="claim_one_open_per_order"),
            models.UniqueConstraint(fields=["year", "number"], name="claim_reference"),
        ]

    @property
    def reference(self) -> str:
        """B1-06."""
        return f"{self.number}/{self.year}"


class ClaimMessage(models.Model):
    """A message of a claim's chat. The platform's words, told from ``kind`` and ``code``, come before ``text``.

    ``text_id`` and ``salt`` belong to the words and tie them to the journal's digest. ``number`` counts from 1.
    """

    id = models.UUIDField(primary_key=True)
    claim = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="messages", db_index=False)
    number = models.PositiveIntegerField()
    author_role = models.CharField(max_length=_ROLE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    text = models.TextField(null=True)
    text_id = models.UUIDField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claim_message_number")]


class ClaimAttachment(models.Model):
    """A file shown with a message; the file itself lives in ``zgoda.files``."""

    message = models.ForeignKey(ClaimMessage, on_delete=models.CASCADE, related_name="attachments")
    file_id = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class ClaimCommand(models.Model):
    """A command that took effect, so that its repetition does nothing twice. ``digest`` is of its content."""

    command_id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()


class ClaimCounter(models.Model):
    """B1-06: the last number given in a year, over the whole platform."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class ClaimRead(models.Model):
    """Who of the platform read which claim, and when (P-04: any, logged)."""

    claim = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="staff_reads")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=_ROLE)
    at = models.DateTimeField()


class OfferWarranty(models.Model):
    """An offer of a seller that comes with a warranty (B1-18)."""

    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    offer_id = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "offer_id"], name="offer_warranty")]
