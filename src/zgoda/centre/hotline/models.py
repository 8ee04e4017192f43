"""Rows of the hotline. ``lines``, ``contacts`` and ``calls`` write them; everybody else reads."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.store.models import Order
from zgoda.domain.hotline import LIVE, Outcome, Topic, TransferState

PHONE_LENGTH = 32
_KEY = 9


class LineChange(models.Model):
    """What an administrator set for a market's hotline (P-46). Rows are only added: the last one counts, and all of
    them are the audit. ``opens`` and ``closes`` are minutes of the local day."""

    market = models.CharField(max_length=2)
    number = models.CharField(max_length=PHONE_LENGTH, blank=True)
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    by_exchange = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["market", "-id"], name="hotline_line_latest")]


class SellerContact(models.Model):
    """How a seller is reached, in its own words. ``week``: the open times of each weekday from Monday, in minutes."""

    seller = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="hotline_contact"
    )
    phone = models.CharField(max_length=PHONE_LENGTH, blank=True)
    email = models.EmailField(blank=True)
    week = models.JSONField()
    changed_at = models.DateTimeField()


class OrderPhone(models.Model):
    """A number that a buyer gave with an order, as `domain.hotline.number_key` writes it, so that a caller is found."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="phones")
    key = models.CharField(max_length=_KEY)

    class Meta:
        indexes = [models.Index(fields=["key"], name="hotline_order_phone")]
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="hotline_order_phone_once")]


class Call(models.Model):
    """One call to the hotline. ``id`` comes from the form that logged it. ``topic`` is empty where it is none of the
    six. ``seller_only``: only the seller can answer. Where an order is named, buyer and seller are the order's.
    ``forgotten_at``: since when it names nobody but the seller and the agent (`retention`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    market = models.CharField(max_length=2)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    caller_name = models.CharField(max_length=120, blank=True)
    caller_phone = models.CharField(max_length=PHONE_LENGTH, blank=True)
    phone_key = models.CharField(max_length=_KEY, blank=True)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="hotline_calls")
    offer_id = models.CharField(max_length=32, blank=True)
    topic = models.CharField(max_length=32, blank=True, choices=[(one.value, one.value) for one in Topic])
    seller_only = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    number_given_at = models.DateTimeField(null=True)
    thread_message = models.ForeignKey(ThreadMessage, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Outcome])
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="hotline_call_newest"),
            models.Index(fields=["agent", "-began_at", "-id"], name="hotline_call_agent"),
            models.Index(fields=["buyer", "-began_at", "-id"], name="hotline_call_buyer"),
            models.Index(fields=["seller", "-began_at", "-id"], name="hotline_call_seller"),
            models.Index(fields=["phone_key", "-began_at", "-id"], name="hotline_call_phone"),
            models.Index(fields=["-began_at", "-id"], condition=Q(ended_at=None), name="hotline_call_open"),
            models.Index(fields=["began_at", "id"], condition=Q(forgotten_at=None), name="hotline_call_remembered"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Transfer(models.Model):
    """One attempt to hand a call over. ``id`` comes from the form that asked for it, and the exchange's
    idempotency key. ``by_hand``: the agent dials. ``number`` is what is dialled."""

    id = models.UUIDField(primary_key=True)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="transfers", db_index=False)
    number = models.CharField(max_length=PHONE_LENGTH)
    summary = models.TextField()
    by_hand = models.BooleanField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in TransferState])
    partner_ref = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["call", "asked_at"], name="hotline_transfer_of_call")]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(state__in=sorted(one.value for one in LIVE)),
                name="hotline_one_live_transfer",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class OrderLook(models.Model):
    """An agent looked at an order, with its parcels and what is said of its Discussions; each look is a row (P-04)."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="hotline_look_newest")]
