"""Rows of customer returns. Only ``acts`` writes them; everybody else reads."""

import uuid

from django.conf import settings
from django.db import models

from zgoda.centre.store.models import Order, OrderLine
from zgoda.domain.returns import RejectionCode, ReturnReason, ReturnStatus


class CustomerReturn(models.Model):
    """Products of one order on their way back. ``status`` repeats what the facts below and the carriers' events say,
    for lists. ``token`` and ``digest`` are of the form that announced it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=16, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ReturnStatus])
    created_at = models.DateTimeField()
    rejected_at = models.DateTimeField(null=True)
    rejection_code = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in RejectionCode]
    )
    rejection_reason = models.CharField(max_length=250, blank=True)
    token = models.UUIDField(null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["buyer", "-created_at", "-id"], name="return_of_buyer"),
            models.Index(fields=["seller", "-created_at", "-id"], name="return_of_seller"),
            models.Index(fields=["seller", "status", "-created_at"], name="return_of_seller_status"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReturnItem(models.Model):
    """Pieces of one line of the order."""

    returned = models.ForeignKey(CustomerReturn, on_delete=models.CASCADE, related_name="items")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="returns")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=24, choices=[(one.value, one.value) for one in ReturnReason])
    comment = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class ReturnParcel(models.Model):
    """A parcel number that the buyer gave."""

    returned = models.ForeignKey(CustomerReturn, on_delete=models.CASCADE, related_name="parcels")
    carrier_id = models.CharField(max_length=32)
    waybill = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["carrier_id", "waybill"], name="return_parcel_waybill")]
        constraints = [models.UniqueConstraint(fields=["returned", "carrier_id", "waybill"], name="return_parcel_once")]
