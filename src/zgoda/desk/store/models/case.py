"""The desk's mirror of one remote case and its messages."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zgoda.desk.store.models.connection import Connection
from zgoda.desk.store.models.shop import Member, Shop

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The ``next_due`` of a case in which nothing is due: it sorts last on every database."""


class Lane(models.IntegerChoices):
    """In which part of the list a case stands, in the list's order."""

    OURS = 0, _("for us to act")
    WAITING = 1, _("waiting for others")
    ENDED = 2, _("ended")


class Turn(models.TextChoices):
    """Who is expected to write next, read from the authors of the chat."""

    SELLER = "SELLER", _("our turn")
    BUYER = "BUYER", _("buyer's turn")
    PLATFORM = "PLATFORM", _("platform's turn")
    NOBODY = "NOBODY", _("nobody's turn")


class Answerer(models.IntegerChoices):
    """Who answers a case of a fulfilled order; a case of another order has none of them, the seller answers."""

    SELLER = 0, _("we answer")
    WAREHOUSE = 1, _("the Warehouse answers")


class DeskCase(models.Model):
    """A remote case. ``type`` and ``status`` are the server's words verbatim, known to us or not.

    ``answer_due`` is the server's date where it gives one, else ours (``due_is_ours``). ``own`` keeps what the
    server's capability document adds. ``fingerprint`` is the tuple last seen in a list; a different one means the
    chat must be read. ``chat_fingerprint`` is the one under which the chat was last read to its end.
    ``house_due`` is when the shop's own target ends (`desk.house.clock`), ``house`` how that was reckoned.
    ``buyer_key`` is the login case-folded: logins are compared without regard to case.
    ``answers_since`` is by the server's time, ``handed_back_at`` by ours (`desk.cases.answering`).
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="cases")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="cases")
    family = models.CharField(max_length=20, default="issue")
    remote_id = models.CharField(max_length=100)
    type = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=100, blank=True)
    buyer_id = models.CharField(max_length=64, blank=True)
    buyer_login = models.CharField(max_length=200, blank=True)
    buyer_key = models.CharField(max_length=200, blank=True)
    order_id = models.CharField(max_length=64, blank=True)
    market = models.CharField(max_length=2, default="pl")
    opened_at = models.DateTimeField()

    answer_due = models.DateTimeField(null=True, blank=True)
    own_answer_due = models.DateTimeField(null=True, blank=True)
    due_is_ours = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.OURS)
    next_due = models.DateTimeField(default=NEVER)
    next_what = models.CharField(max_length=30, blank=True)
    house_due = models.DateTimeField(null=True, blank=True)
    house = models.JSONField(default=dict)
    whose_turn = models.CharField(max_length=8, choices=Turn.choices, default=Turn.SELLER)

    answerer = models.PositiveSmallIntegerField(choices=Answerer.choices, null=True, blank=True)
    answers_since = models.DateTimeField(null=True, blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)

    chat_active = models.BooleanField(default=True)
    ended = models.BooleanField(default=False)
    messages_count_seen = models.PositiveIntegerField(default=0)
    message_rows = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=300, blank=True)
    chat_fingerprint = models.CharField(max_length=300, blank=True)
    history_incomplete = models.BooleanField(default=False)
    last_message_at = models.DateTimeField(null=True, blank=True)
    last_message_role = models.CharField(max_length=20, blank=True)
    last_message_remote_id = models.CharField(max_length=100, blank=True)
    snippet = models.CharField(max_length=160, blank=True)

    remote = models.JSONField(default=dict)
    own = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    read_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "remote_id"], name="desk_case_once"),
        ]
        indexes = [
            models.Index(fields=["shop", "lane", "next_due", "id"], name="desk_case_due", condition=Q(ended=False)),
            models.Index(fields=["shop", "-last_message_at", "-id"], name="desk_case_ended", condition=Q(ended=True)),
            models.Index(
                fields=["shop", "buyer_key", "lane", "next_due", "id"],
                name="desk_case_login_due",
                condition=Q(ended=False),
            ),
            models.Index(
                fields=["shop", "buyer_key", "-last_message_at", "-id"],
                name="desk_case_login_ended",
                condition=Q(ended=True),
            ),
            models.Index(
                fields=["shop", "answerer", "lane", "next_due", "id"],
                name="desk_case_answerer",
                condition=Q(ended=False, answerer__isnull=False),
            ),
            models.Index(
                fields=["handed_back_at"], name="desk_case_handed_back", condition=Q(handed_back_at__isnull=False)
            ),
            models.Index(fields=["shop", "order_id"], name="desk_case_order"),
            models.Index(fields=["shop", "reference"], name="desk_case_reference"),
            models.Index(
                fields=["shop", "buyer_key"],
                name="desk_case_login",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]

    @property
    def is_erased(self) -> bool:
        """The buyer's data in it was erased. It is read again only when it has moved: the buyer wrote anew."""
        return self.read_at >= NEVER

    @property
    def due(self) -> datetime | None:
        """What is due next, or none."""
        return None if self.next_due >= NEVER else self.next_due


class DeskMessage(models.Model):
    """One message of the chat, under the server's id. The author's role is the server's word verbatim."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="messages")
    remote_id = models.CharField(max_length=100)
    author_role = models.CharField(max_length=20, blank=True)
    author_login = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    created_at = models.DateTimeField()
    first_seen_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "remote_id"], name="desk_message_once")]
        indexes = [models.Index(fields=["case", "created_at", "id"], name="desk_message_order")]


class CaseSeen(models.Model):
    """Up to which message a person has seen a case: a case with a later one is new to them."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    up_to = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "case"], name="desk_seen_once")]


class Alias(models.Model):
    """Another id of the same case: a case survives a change of the endpoint family it is read from."""

    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="aliases")
    family = models.CharField(max_length=20)
    remote_id = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "family", "remote_id"], name="desk_alias_once"),
        ]
        indexes = [models.Index(fields=["family", "remote_id"], name="desk_alias_remote")]
