"""Rows of the Message Center. Only ``acts`` and ``forwarding`` write them; everybody else reads."""

import secrets
import string
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.store.models import Order
from zgoda.domain.actors import Role
from zgoda.domain.message_routing import TurnCause, Waiting
from zgoda.domain.message_topics import MessageTopic
from zgoda.domain.messaging import Delivery, Origin, Parties, Side, ThreadKind, Topic

ID_LENGTH = 43
_BASE62 = string.digits + string.ascii_letters
_PARTIES = [(Role.SELLER.value, Role.SELLER.value), (Role.WAREHOUSE.value, Role.WAREHOUSE.value)]


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

    ``seller_since`` and ``warehouse_since``: the oldest message without an answer that is this party's to answer, as
    the rows `Assigned` say. ``warehouse_at``: when the Warehouse last got or answered one here; null where it has no
    part in the thread. ``last_reply_by``: who wrote the newest reply.
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
    seller_since = models.DateTimeField(null=True)
    warehouse_since = models.DateTimeField(null=True)
    warehouse_at = models.DateTimeField(null=True)
    last_reply_by = models.CharField(max_length=9, blank=True, choices=_PARTIES)

    class Meta:
        indexes = [
            models.Index(
                fields=["warehouse_since", "id"], condition=Q(warehouse_since__isnull=False), name="thread_waits_for_wh"
            ),
            models.Index(
                fields=["-warehouse_at", "-id"], condition=Q(warehouse_at__isnull=False), name="thread_of_warehouse"
            ),
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

    @property
    def waiting(self) -> Waiting:
        reply_by = Role(self.last_reply_by) if self.last_reply_by else None
        return Waiting(self.seller_since, self.warehouse_since, reply_by)

    def is_read_by(self, side: Side) -> bool:
        return self.buyer_read if side is Side.BUYER else self.seller_read


class ThreadMessage(models.Model):
    """One message. ``number`` counts from 1; ``created_at`` grows with it. ``order`` and ``offer_id``: what it is
    about. ``subject`` is of e-mails. ``agent``: who at the Warehouse wrote it; ``author`` is the seller then, for whom
    the Warehouse answers, because the protocol shows it so (allegro-api.md §6.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
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


class Assigned(models.Model):
    """Who answers one message of a buyer, now (S1-02). ``turns`` are its history.

    ``topic`` is empty in problems, which go by their own; ``chosen``: the buyer named it. ``confidence`` in hundredths.
    ``asked_at`` is the message's instant, which no forward moves. ``answered_at``: the responsible party's next reply.
    What quality counts is read from here and from the replies: see ``messaging.rounds``.
    """

    message = models.OneToOneField(ThreadMessage, primary_key=True, on_delete=models.CASCADE, related_name="assigned")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="assigned", db_index=False)
    party = models.CharField(max_length=9, choices=_PARTIES)
    topic = models.CharField(max_length=24, blank=True, choices=[(one.value, one.value) for one in MessageTopic])
    confidence = models.PositiveSmallIntegerField(default=100)
    chosen = models.BooleanField(default=False)
    unsure = models.BooleanField(default=False)
    fulfilled = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "-asked_at"], name="assigned_in_thread")]


class Turn(models.Model):
    """One stretch of a message's responsibility. ``note`` went with a forward and is never the buyer's to read."""

    message = models.ForeignKey(ThreadMessage, on_delete=models.CASCADE, related_name="turns", db_index=False)
    number = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=9, choices=_PARTIES)
    cause = models.CharField(max_length=10, choices=[(one.value, one.value) for one in TurnCause])
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="message_turn_number")]
        indexes = [
            models.Index(
                fields=["since", "by"],
                condition=Q(cause=TurnCause.FORWARDED.value, party=Role.SELLER.value),
                name="message_turn_to_sellers",
            )
        ]


class Correction(models.Model):
    """What a person made of a message that was read as ``read_as``: an example to learn from. ``topic`` may equal it,
    where somebody kept what was unsure. Its words stay with the message, so that they can be erased with it."""

    message = models.ForeignKey(ThreadMessage, on_delete=models.CASCADE, related_name="corrections")
    read_as = models.CharField(max_length=24, blank=True)
    topic = models.CharField(max_length=24, choices=[(one.value, one.value) for one in MessageTopic])
    party = models.CharField(max_length=9, choices=_PARTIES)
    by_role = models.CharField(max_length=9, choices=_PARTIES)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="correction_by_time")]
