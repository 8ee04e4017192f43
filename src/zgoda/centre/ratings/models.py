"""Rows of ratings. Only ``acts``, ``judging`` and ``link`` write them; everybody else reads."""

import secrets
import uuid

from django.conf import settings
from django.db import models

from zgoda.centre.store.models import Order
from zgoda.domain.purchase import Provider
from zgoda.domain.ratings import ANSWER_LENGTH, COMMENT_LENGTH, REQUEST_LENGTH, Rating, RemovalReason, RemovedBy, Source
from zgoda.domain.ratings import Verdict as Said

ID_LENGTH = 24


def new_rating_id() -> str:
    """24 hexadecimal digits, as the protocol's ratings have."""
    return secrets.token_hex(ID_LENGTH // 2)


class OrderRating(models.Model):
    """What a buyer says of an order. A removed one stays for the counts, without anybody's words.

    ``version`` grows with each edition; ``verdict`` is of the comment in that version, ``waiting_since`` since when a
    moderator is asked for one.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_rating_id)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="rating")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    recommended = models.BooleanField()
    comment = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    last_changed_at = models.DateTimeField()
    possible_until = models.DateTimeField()
    answer = models.CharField(max_length=ANSWER_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=6, blank=True, choices=[(one.value, one.value) for one in Said])
    waiting_since = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removal_reason = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.value) for one in RemovalReason]
    )
    removed_by = models.CharField(max_length=17, blank=True, choices=[(one.value, one.value) for one in RemovedBy])

    class Meta:
        indexes = [
            models.Index(fields=["buyer", "-created_at", "-id"], name="rating_of_buyer"),
            models.Index(fields=["seller", "-last_changed_at", "-id"], name="rating_of_seller"),
            models.Index(fields=["seller", "removed_by", "recommended", "buyer"], name="rating_counted"),
            models.Index(
                fields=["waiting_since", "id"], condition=models.Q(waiting_since__isnull=False), name="rating_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def asked(self) -> "RemovalRequest | None":
        """The request to remove it, where there is one."""
        return getattr(self, "request", None)

    def as_rules_see(self) -> Rating:
        return Rating(
            recommended=self.recommended,
            comment=self.comment,
            until=self.possible_until,
            fulfilled=self.order.provider == Provider.ALLEGRO,
            verdict=Said(self.verdict) if self.verdict else None,
            asked=self.asked is not None,
            removed=self.removed_at is not None,
        )


class RemovalRequest(models.Model):
    """The one request to remove a rating. ``message`` is the seller's; the platform's is the same for all and stands
    in the catalogues. ``link_used_at``: when the link of the platform's letter removed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    rating = models.OneToOneField(OrderRating, on_delete=models.CASCADE, related_name="request")
    source = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Source])
    message = models.CharField(max_length=REQUEST_LENGTH, blank=True)
    asked_at = models.DateTimeField()
    link_used_at = models.DateTimeField(null=True)


class Judgement(models.Model):
    """Who said when whether a comment concerns the fulfilment service; never changed. ``by`` is a moderator, null the
    reader of texts, whose ``confidence`` is in thousandths; ``asked``: the platform's request followed from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    rating = models.ForeignKey(OrderRating, on_delete=models.CASCADE, related_name="judgements")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Said])
    confidence = models.PositiveSmallIntegerField(null=True)
    asked = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="judgement_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "version"], condition=models.Q(by=None), name="judgement_of_reader_once"
            )
        ]
