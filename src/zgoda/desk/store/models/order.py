"""Orders and parcels as the server states them."""

from django.db import models

from zgoda.desk.store.models.connection import Connection


class DeskOrder(models.Model):
    """A checkout form, kept whole; columns only for what the desk sorts, searches or counts by."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="orders")
    remote_id = models.CharField(max_length=64)
    form = models.JSONField()
    revision = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=40, blank=True)
    market = models.CharField(max_length=2, blank=True)
    bought_at = models.DateTimeField(null=True, blank=True)
    paid_minor = models.BigIntegerField(null=True, blank=True)
    paid_currency = models.CharField(max_length=3, blank=True)
    read_at = models.DateTimeField()
    stale = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="desk_order_once")]


class DeskShipment(models.Model):
    """One parcel number of an order, ours or added by a carrier."""

    order = models.ForeignKey(DeskOrder, on_delete=models.CASCADE, related_name="shipments")
    remote_id = models.CharField(max_length=100)
    waybill = models.CharField(max_length=64)
    carrier_id = models.CharField(max_length=60, blank=True)
    carrier_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=40, blank=True)
    status_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "remote_id"], name="desk_shipment_once")]
