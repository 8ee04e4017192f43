"""What the desk keeps of ratings, how far they are read, and what is to be sent about them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection, Shop


class RatingsRead(models.Model):
    """How far a connection's ratings are read. ``cursor`` is the latest change seen; between ``deep_from`` and
    ``deep_to`` the list still has to be read, null where nothing is left. The kind of trouble and the trace id are as
    on the connection; ``read_again`` means at the next turn."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="ratings_read"
    )
    cursor = models.DateTimeField(null=True)
    deep_from = models.DateTimeField(null=True)
    deep_to = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_again = models.BooleanField(default=False)
    trouble = models.CharField(max_length=20, blank=True)
    trace_id = models.CharField(max_length=64, blank=True)


class DeskRating(models.Model):
    """One rating as it was last read. ``asked_source`` is the server's word: SELLER, or ADMIN for the marketplace.

    ``gone_at``: the server knows it no more. ``erased_at``: the buyer's data was erased, and nothing is read anew
    unless the buyer changes the rating. ``mark`` is of what was read, so that only what moved is written.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="ratings", db_index=False)
    remote_id = models.CharField(max_length=100)
    recommended = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    buyer_id = models.CharField(max_length=64, blank=True)
    buyer_login = models.CharField(max_length=200, blank=True)
    buyer_key = models.CharField(max_length=200, blank=True)
    order_id = models.CharField(max_length=64, blank=True)
    products = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    last_changed_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    possible_to = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_message = models.TextField(blank=True)
    asked_source = models.CharField(max_length=60, blank=True)
    remote = models.JSONField(default=dict)
    mark = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="desk_rating_once")]
        indexes = [
            models.Index(fields=["shop", "-last_changed_at", "-id"], name="desk_rating_newest"),
            models.Index(fields=["shop", "recommended", "-last_changed_at", "-id"], name="desk_rating_by_choice"),
            models.Index(fields=["shop", "buyer_key"], name="desk_rating_buyer"),
            models.Index(fields=["connection", "recommended", "read_at"], name="desk_rating_reread"),
        ]


class WriteKind(models.TextChoices):
    """What is sent about a rating."""

    ANSWER = "ANSWER", _("public answer")
    REMOVAL = "REMOVAL", _("request to remove")


class RatingWrite(models.Model):
    """One thing to send; its id is the form's, so that a form sent twice is one. ``not_before`` is when a turn of the
    connection takes it up again. ``last_error`` is what the server said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    rating = models.ForeignKey(DeskRating, on_delete=models.CASCADE, related_name="writes")
    kind = models.CharField(max_length=7, choices=WriteKind.choices)
    text = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=WriteState.choices, default=WriteState.QUEUED)
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    trace_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["state", "not_before"], name="desk_rating_write_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "kind"],
                condition=models.Q(state__in=["QUEUED", "SHADOW"]),
                name="desk_rating_write_one_waits",
            )
        ]
