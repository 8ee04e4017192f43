"""What administrators changed in calendars and rule sets (P-46). Rows are only added: they are the audit."""

from django.conf import settings
from django.db import models


class CalendarChangeKind(models.TextChoices):
    ADDED = "ADDED", "rest day added"
    REMOVED = "REMOVED", "rest day removed"
    CONFIRMED = "CONFIRMED", "year confirmed"


class CalendarChange(models.Model):
    """A rest day added or removed, or a whole year confirmed (``day`` is its 1 January). The last word counts."""

    country = models.CharField(max_length=2)
    day = models.DateField()
    kind = models.CharField(max_length=9, choices=CalendarChangeKind.choices)
    name = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        app_label = "centre"


class LawChangeKind(models.TextChoices):
    BASE = "BASE", "rule set"
    LAYER = "LAYER", "layer"
    SWITCH = "SWITCH", "switch"


class LawChange(models.Model):
    """A marketplace's choice (C.0): ``seed`` or ``current``, a layer ``on`` or ``off``, or a switch's value.

    An empty ``value`` goes back to the default; the last row for (market, kind, name) counts.
    """

    market = models.CharField(max_length=20)
    kind = models.CharField(max_length=6, choices=LawChangeKind.choices)
    name = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()

    class Meta:
        app_label = "centre"
