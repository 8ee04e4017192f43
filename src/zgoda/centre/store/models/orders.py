"""Rows of orders: what was bought, from whom, where its parcels are and what was paid back.

The seller's software reads them as checkout forms; the rules read them as a ``Purchase``. ``form`` keeps the
form as it came, so that a field nobody here knows yet is served back unharmed.
"""

import uuid

from django.conf import settings
from django.db import models

from zgoda.centre.orders.carriers import name_of


class Provider(models.TextChoices):
    """Who packs and sends: the seller, or the platform's warehouse."""

    SELLER = "SELLER", "seller"
    ALLEGRO = "ALLEGRO", "platform"


class LinesSent(models.TextChoices):
    NONE = "NONE", "none"
    SOME = "SOME", "some"
    ALL = "ALL", "all"


class TrackingCode(models.TextChoices):
    """The eight states of a parcel that the public protocol knows."""

    PENDING = "PENDING", "registered"
    IN_TRANSIT = "IN_TRANSIT", "on its way"
    RELEASED_FOR_DELIVERY = "RELEASED_FOR_DELIVERY", "out for delivery"
    AVAILABLE_FOR_PICKUP = "AVAILABLE_FOR_PICKUP", "waiting for pick-up"
    NOTICE_LEFT = "NOTICE_LEFT", "notice left"
    ISSUE = "ISSUE", "a problem"
    DELIVERED = "DELIVERED", "delivered"
    RETURNED = "RETURNED", "returned"


class RefundState(models.TextChoices):
    ASKED = "ASKED", "asked"
    CONFIRMED = "CONFIRMED", "confirmed"
    REFUSED = "REFUSED", "refused"


class Order(models.Model):
    """One seller's part of a purchase. ``purchase_id`` is shared by the orders paid together.

    ``bought_at`` is the earliest line's instant; ``last_bought_at`` no earlier than the latest line's, null where all
    were bought at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    market = models.CharField(max_length=2)
    marketplace = models.CharField(max_length=40)
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sales")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="purchases")
    purchase_id = models.UUIDField(db_index=True)
    bought_at = models.DateTimeField()
    last_bought_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    status = models.CharField(max_length=40)
    fulfillment_status = models.CharField(max_length=40)
    lines_sent = models.CharField(max_length=4, choices=LinesSent.choices, default=LinesSent.NONE)
    provider = models.CharField(max_length=8, choices=Provider.choices, default=Provider.SELLER)
    delivery_method_id = models.CharField(max_length=64, blank=True)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(null=True)
    payment_id = models.CharField(max_length=64, blank=True)
    payment_type = models.CharField(max_length=40, blank=True)
    surcharge_ids = models.TextField(blank=True)
    revision = models.CharField(max_length=64, blank=True)
    form = models.JSONField()

    class Meta:
        app_label = "centre"
        indexes = [
            models.Index(fields=["seller", "-bought_at", "id"], name="order_seller_bought"),
            models.Index(fields=["seller", "-updated_at", "id"], name="order_seller_updated"),
            models.Index(fields=["seller", "last_bought_at"], name="order_seller_last_bought"),
            models.Index(fields=["buyer", "-bought_at", "id"], name="order_buyer_bought"),
            models.Index(fields=["seller", "status", "-bought_at"], name="order_seller_status"),
            models.Index(fields=["payment_id"], name="order_payment"),
        ]


class OrderLine(models.Model):
    """A product bought. ``price_minor`` is the price of one piece; the line costs that times the quantity (G-10)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    offer_id = models.CharField(max_length=32)
    offer_name = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField()
    price_minor = models.BigIntegerField()
    bought_at = models.DateTimeField()

    class Meta:
        app_label = "centre"
        ordering = ["position"]
        indexes = [models.Index(fields=["offer_id", "-bought_at"], name="line_by_offer")]


class Shipment(models.Model):
    """A parcel number given for some lines of an order; an empty ``line_ids`` means all of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipments")
    carrier_id = models.CharField(max_length=32)
    carrier_name = models.CharField(max_length=30, blank=True)
    waybill = models.CharField(max_length=64)
    line_ids = models.JSONField(default=list)
    created_at = models.DateTimeField()
    by = models.CharField(max_length=12)

    class Meta:
        app_label = "centre"
        indexes = [
            models.Index(fields=["carrier_id", "waybill"], name="shipment_waybill"),
            models.Index(fields=["waybill"], name="shipment_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "carrier_id", "waybill"], name="shipment_once_per_order"),
        ]

    @property
    def carrier_shown(self) -> str:
        """The carrier's name for people."""
        return name_of(self.carrier_id, self.carrier_name)


class TrackingEvent(models.Model):
    """What a carrier told about a parcel. ``occurred_at`` is the carrier's, ``received_at`` ours (G-04)."""

    event_id = models.CharField(max_length=64, unique=True)
    carrier_id = models.CharField(max_length=32)
    waybill = models.CharField(max_length=64)
    code = models.CharField(max_length=24, choices=TrackingCode.choices)
    description = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["carrier_id", "waybill", "occurred_at"], name="tracking_parcel")]


class OrderEvent(models.Model):
    """A line of the orders' journal. The id is microseconds since 1970 and only ever grows, so it is a cursor."""

    id = models.BigIntegerField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["seller", "id"], name="order_event_seller")]


class RefundRequest(models.Model):
    """Money asked back from the payment service for a case. The same ``command_id`` is never asked twice."""

    command_id = models.UUIDField(unique=True)
    case_id = models.UUIDField(db_index=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    partner_ref = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "centre"
