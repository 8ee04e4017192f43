"""Rows of the Warehouse's prepared texts, and of work on many cases at once: what was meant and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from zgoda.centre.store.models import Case
from zgoda.domain.incidents import Refund, Verdict
from zgoda.domain.money import Money

REFUNDS = [(one.value, one.value) for one in Refund]


class PreparedText(models.Model):
    """A text with holes such as ``{product}``. The last word counts; who changed it and when stands beside it."""

    name = models.CharField(max_length=80, unique=True)
    text = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)


class Choice(models.Model):
    """What somebody chose on the way to an incident; its address names the row, whatever was chosen. Forgotten after
    some days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    carrier = models.CharField(max_length=60, blank=True)
    numbers = models.TextField(blank=True)
    state = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(db_index=True)


class Incident(models.Model):
    """One action for many cases; the id is its form's token, so that a form sent twice is one incident.

    ``total`` are its cases, ``done`` and ``refused`` those that were settled. ``planned``: what it refunds at most,
    in minor units by currency. ``needs_approval``: it begins when another person approved it (`Decision`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=120)
    text = models.TextField()
    refund = models.CharField(max_length=5, choices=REFUNDS, default=Refund.NONE.value)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    planned = models.JSONField(default=dict)
    needs_approval = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="incident_newest"),
            models.Index(fields=["at", "id"], condition=Q(needs_approval=True), name="incident_four_eyes"),
        ]

    @property
    def waiting(self) -> int:
        """Cases that are not settled."""
        return self.total - self.done - self.refused

    @property
    def refunds(self) -> list[Money]:
        """`planned` as amounts, by currency."""
        return [Money(minor, code) for code, minor in sorted(self.planned.items())]


class Decision(models.Model):
    """What became of an incident that waited: one row at most, whoever comes first."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="decision")
    verdict = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Verdict])
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="incident_decided")]


class Outcome(models.TextChoices):
    WAITING = "WAITING", "waits"
    DONE = "DONE", "done"
    REFUSED = "REFUSED", "not possible"


class IncidentCase(models.Model):
    """One case of an incident. ``why`` is the code of the refusal, or of the refund's where only that was refused.
    ``amount_minor`` is what was planned to go back; None in incidents that began before it was."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=40, blank=True)
    amount_minor = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["incident", "outcome", "position"], name="incident_next"),
            models.Index(fields=["incident", "position"], name="incident_in_order"),
            models.Index(fields=["incident", "position"], condition=~Q(why=""), name="incident_by_hand"),
        ]
        constraints = [models.UniqueConstraint(fields=["incident", "case"], name="incident_case_once")]
