"""Rows of Discussions. Only ``centre.handle`` writes them; everybody else reads.

``Case.state`` is the folded Discussion and the truth for the rules; the other columns repeat what lists,
queues and searches need. People's words stand only in ``CaseMessage.text`` and ``CaseText.text``, which may
be erased while the journal's digests still verify.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.store.models.orders import Order, OrderLine
from zgoda.domain.actors import Role
from zgoda.domain.discussion import ClosureReason, ReportCategory, Status

_ROLE = 12


class Case(models.Model):
    """One Discussion. ``seq`` and ``head`` are where its journal stands; ``next_due`` its earliest open timer;
    ``updated_at`` the instant of its last event.

    ``fulfilled``: of an order that the Warehouse sends; ``at_warehouse``: open and the Warehouse answers;
    ``at_seller``: of such an order, open and its seller answers; ``ping_pong``: forwarded so often that the report
    names it (C-34).
    ``attention`` says that consultants should look: asked to join, Unresolved, or the platform
    is in because staff opened or re-opened it (P-14).
    """

    id = models.UUIDField(primary_key=True)
    market = models.CharField(max_length=20)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="cases")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="cases")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_bought", db_index=False
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases_sold", db_index=False
    )
    status = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Status])
    closure_reason = models.CharField(max_length=16, blank=True, choices=[(r.value, r.value) for r in ClosureReason])
    reason = models.CharField(max_length=80)
    rule_set = models.CharField(max_length=1000)
    first_opened_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    answer_due = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    responsible = models.CharField(max_length=_ROLE)
    hidden = models.BooleanField(default=False)
    on_behalf = models.BooleanField(default=False)
    attention = models.BooleanField(default=False)
    fulfilled = models.BooleanField(default=False)
    at_warehouse = models.BooleanField(default=False)
    at_seller = models.BooleanField(default=False)
    ping_pong = models.BooleanField(default=False)
    joined = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    join_requested_at = models.DateTimeField(null=True)
    messages_count = models.PositiveIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True)
    last_message_role = models.CharField(max_length=_ROLE, blank=True)
    updated_at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    state = models.TextField()

    class Meta:
        app_label = "centre"
        indexes = [
            models.Index(fields=["seller", "-opened_at", "-id"], condition=Q(hidden=False), name="case_seller_opened"),
            models.Index(
                fields=["seller", "status", "-opened_at", "-id"],
                condition=Q(hidden=False),
                name="case_seller_status_opened",
            ),
            models.Index(fields=["buyer", "-opened_at", "-id"], name="case_buyer_opened"),
            models.Index(fields=["seller", "-opened_at", "-id"], condition=Q(hidden=True), name="case_seller_hidden"),
            models.Index(
                fields=["seller", "-opened_at", "-id"], condition=Q(fulfilled=True), name="case_seller_fulfilled"
            ),
            models.Index(
                fields=["opened_at", "id", "market", "joined", "join_requested_at", "status", "on_behalf"],
                condition=Q(attention=True),
                name="case_consultants",
            ),
            models.Index(fields=["answer_due", "id", "market"], condition=Q(at_warehouse=True), name="case_warehouse"),
            models.Index(
                fields=["answer_due", "id", "opened_at", "market"],
                condition=Q(at_warehouse=True, answered_at__isnull=True),
                name="case_warehouse_waits",
            ),
            models.Index(
                fields=["answer_due", "id", "market", "last_message_role"],
                condition=Q(at_warehouse=True, answered_at__isnull=False, last_message_role=Role.BUYER.value),
                name="case_warehouse_written",
            ),
            models.Index(fields=["-opened_at", "-id"], condition=Q(fulfilled=True), name="case_fulfilled"),
            models.Index(fields=["-opened_at", "-id"], condition=Q(ping_pong=True), name="case_ping_pong"),
            models.Index(fields=["-opened_at", "-id"], condition=Q(at_seller=True), name="case_at_seller"),
            models.Index(fields=["joined", "-opened_at"], condition=Q(joined__isnull=False), name="case_joined"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(status="PENDING"), name="case_one_pending_per_line"),
        ]


class CaseMessage(models.Model):
    """A message of the thread. Where ``template`` is set and ``text`` empty, the edge renders the words.

    ``text_id`` and ``salt`` belong to the words and tie them to the journal's digest. ``number`` counts from 1.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages", db_index=False)
    number = models.PositiveIntegerField()
    author_role = models.CharField(max_length=_ROLE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    template = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    text = models.TextField(null=True)
    text_id = models.UUIDField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["case", "created_at", "id"], name="case_message_thread")]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_message_number")]


class MessageAttachment(models.Model):
    """A file shown with a message; the file itself lives in ``zgoda.files``."""

    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="attachments")
    file_id = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "centre"
        ordering = ["position"]


class TextKind(models.TextChoices):
    """What words outside the thread are for."""

    REPORTED = "REPORTED", "what the buyer told the platform"
    JUSTIFICATION = "JUSTIFICATION", "why staff re-opened"
    BUYER_REQUEST = "BUYER_REQUEST", "the buyer's request to re-open"
    WARNING = "WARNING", "why the seller was warned"
    BLOCKING = "BLOCKING", "why the seller was blocked"
    REPORT = "REPORT", "what a reporter added"
    VERDICT = "VERDICT", "what the moderator wrote"
    COMMENT = "COMMENT", "internal comment"
    FORWARD = "FORWARD", "note of a forward"
    RECOMPUTED = "RECOMPUTED", "why the deadlines were recomputed"


class CaseText(models.Model):
    """Words that are not part of the thread. ``side`` is who may read a comment (P-07)."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="texts", db_index=False)
    kind = models.CharField(max_length=16, choices=TextKind.choices)
    side = models.CharField(max_length=_ROLE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField(null=True)
    salt = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "centre"
        indexes = [
            models.Index(fields=["case", "created_at", "id"], name="case_text_order"),
            models.Index(
                fields=["created_at", "author"],
                condition=Q(kind="FORWARD", side=Role.SELLER.value),
                name="case_text_to_sellers",
            ),
        ]


class ReportStatus(models.TextChoices):
    OPEN = "OPEN", "open"
    HIDDEN = "HIDDEN", "message hidden"
    REJECTED = "REJECTED", "nothing wrong"


class Report(models.Model):
    """A violation report (P-24) and what a moderator made of it (P-25). ``text`` and ``verdict`` are CaseText ids."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="reports", db_index=False)
    reporter_role = models.CharField(max_length=_ROLE)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.CharField(max_length=16, choices=[(c.value, c.value) for c in ReportCategory])
    status = models.CharField(max_length=8, choices=ReportStatus.choices, default=ReportStatus.OPEN)
    text = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    verdict = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["created_at", "id"], condition=Q(status="OPEN"), name="report_open")]


class StaffRead(models.Model):
    """Who of the platform read which case, and when (P-04: any, logged)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="staff_reads")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=_ROLE)
    at = models.DateTimeField()

    class Meta:
        app_label = "centre"
        indexes = [models.Index(fields=["-at", "-id"], name="staffread_newest")]


class HandledCommand(models.Model):
    """A command that took effect, so that its repetition does nothing twice. ``digest`` is of its content."""

    command_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        app_label = "centre"
