"""Rows of the Warehouse's prepared texts, and of work on many cases at once: what was meant and what became of it."""

import uuid

from django.conf import settings
from django.db import models

from zgoda.centre.store.models import Case


class PreparedText(models.Model):
    """A text with holes such as ``{product}``. The last word counts; who changed it and when stands beside it."""

    name = models.CharField(max_length=80, unique=True)
    text = models.TextField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)


class Refund(models.TextChoices):
    """What goes back beside the words: nothing, the price of the case's own line, or all that is left of its order."""

    NONE = "NONE", "nothing"
    LINE = "LINE", "the case's own line"
    ORDER = "ORDER", "all that is left of the order"


class Incident(models.Model):
    """One action for many cases; the id is its form's token, so that a form sent twice is one incident. ``total`` are
    its cases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=120)
    text = models.TextField()
    refund = models.CharField(max_length=5, choices=Refund.choices, default=Refund.NONE)
    total = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="incident_newest")]


class Outcome(models.TextChoices):
    WAITING = "WAITING", "waits"
    DONE = "DONE", "done"
    REFUSED = "REFUSED", "not possible"


class IncidentCase(models.Model):
    """One case of an incident. ``why`` is the code of the refusal, or of the refund's where only that was refused."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["incident", "outcome", "position"], name="incident_next")]
        constraints = [models.UniqueConstraint(fields=["incident", "case"], name="incident_case_once")]
