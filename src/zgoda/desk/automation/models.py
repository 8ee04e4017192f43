"""Rules with their versions, what waits to be looked at, and the log of what they did or would have done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zgoda.desk.store.models import DeskCase, Member, Shop
from zgoda.domain.automation.rule import Trigger

TRIGGERS = [(trigger.value, trigger.value) for trigger in Trigger]


class State(models.TextChoices):
    """How much a rule may. Each begins by watching, and is armed by hand."""

    OFF = "OFF", _("off")
    WATCHING = "WATCHING", _("only watching")
    ARMED = "ARMED", _("armed")


class RuleRow(models.Model):
    """A rule of a shop. ``definition`` is `domain.automation.written`'s; ``since``: what happened earlier is none of
    its business. ``stopped``: it did so much that it went back to watching by itself. A removed one stays for its log.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WATCHING)
    stopped = models.BooleanField(default=False)
    since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    definition = models.JSONField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["shop", "position"],
                name="automation_live",
                condition=Q(removed_at=None, state__in=["WATCHING", "ARMED"]),
            )
        ]


class Version(models.Model):
    """What a rule said at some time: never changed, so that its log can be read."""

    rule = models.ForeignKey(RuleRow, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    definition = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="automation_version_once")]


class Watch(models.Model):
    """A case that rules look at: it ``moved`` since they last did, or time alone makes something happen at
    ``wake_at``, by the server's clock. ``was_open`` when they last looked: what ended since has just ended."""

    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, primary_key=True, related_name="+")
    moved = models.BooleanField(default=True)
    was_open = models.BooleanField(default=False)
    wake_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="automation_moved", condition=Q(moved=True)),
            models.Index(fields=["wake_at"], name="automation_wake", condition=Q(wake_at__isnull=False)),
        ]


class Outcome(models.TextChoices):
    """How a rule and an event went together."""

    DONE = "DONE", _("done")
    WOULD = "WOULD", _("would have done it")
    LEFT = "LEFT", _("left out")
    UNMET = "UNMET", _("did not fit")


class Run(models.Model):
    """One rule asked about one event in one case: once, whatever fails. ``unmet`` is the condition that did not hold;
    ``deeds`` lists ``{deed, done, why, what}``. It holds no word of a buyer."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(RuleRow, on_delete=models.CASCADE, related_name="runs")
    version = models.PositiveIntegerField()
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="rule_runs")
    event = models.CharField(max_length=140)
    trigger = models.CharField(max_length=8, choices=TRIGGERS)
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=5, choices=Outcome.choices)
    unmet = models.CharField(max_length=12, blank=True)
    deeds = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "rule", "event"], name="automation_run_once")]
        indexes = [
            models.Index(fields=["shop", "-id"], name="automation_run_recent"),
            models.Index(fields=["shop", "-id"], name="automation_run_told", condition=~Q(outcome="UNMET")),
            models.Index(fields=["rule", "outcome", "at"], name="automation_run_of_rule"),
        ]


class Told(models.Model):
    """A member who is to be told that a rule escalated a case."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="told")
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "member"], name="automation_told_once")]
