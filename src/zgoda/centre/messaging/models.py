"""Rows of the Message Center. Only ``acts`` writes them; everybody else reads."""

import secrets
import string
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.store.models import Order
from zgoda.domain.messaging import Delivery, Origin, Parties, Side, ThreadKind, Topic

ID_LENGTH = 43
_BASE62 = string.digits + string.ascii_letters


def new_thread_id() -> str:
    """43 characters, as the protocol's threads have: nobody guesses one."""
    return "".join(secrets.choice(_BASE62) for _ in range(ID_LENGTH))


def is_thread_id(text: str) -> bool:
    """Whether a text could be a thread's id at all."""
    return len(text) == ID_LENGTH and text.isascii() and text.isalnum()


class Thread(models.Model):
    """A conversation. ``order``, ``line_ids`` (empty: all) and ``topic`` are of problems only.

    ``buyer_read`` and ``seller_read``: whether that side has seen the newest message. ``last_message_at`` never
    stands still, so that lists by it can be cut anywhere.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_thread_id)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ThreadKind])
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="problem_threads")
    line_ids = models.JSONField(default=list)
    topic = models.CharField(max_length=40, blank=True, choices=[(one.value, one.value) for one in Topic])
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    messages_count = models.PositiveIntegerField(default=0)
    buyer_read = models.BooleanField(default=True)
    seller_read = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["buyer", "-last_message_at", "-id"], name="thread_of_buyer"),
            models.Index(fields=["seller", "-last_message_at", "-id"], name="thread_of_seller"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "seller"], condition=Q(kind=ThreadKind.COMMON.value), name="thread_one_of_two_people"
            ),
            models.UniqueConstraint(
                fields=["order", "topic"],
                condition=Q(kind=ThreadKind.PROBLEM.value, closed_at=None),
                name="thread_one_open_problem",
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def parties(self) -> Parties:
        return Parties(self.buyer_id, self.seller_id)

    def is_read_by(self, side: Side) -> bool:
        return self.buyer_read if side is Side.BUYER else self.seller_read


class ThreadMessage(models.Model):
    """One message. ``number`` counts from 1; ``created_at`` grows with it. ``order`` and ``offer_id``: what it is
    about. ``subject`` is of e-mails."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Delivery])
    origin = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Origin])
    text = models.TextField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    offer_id = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="thread_message_number")]

    def __str__(self) -> str:
        return str(self.id)


class ThreadFile(models.Model):
    """A file shown with a message; the file itself lives in ``zgoda.files``."""

    message = models.ForeignKey(ThreadMessage, on_delete=models.CASCADE, related_name="files")
    file_id = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]


class SentOnce(models.Model):
    """A form or request that took effect, so that its repetition does nothing twice. ``digest`` is of its content."""

    token = models.UUIDField(primary_key=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    message = models.ForeignKey(ThreadMessage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
