"""Working hours and targets of a shop and of those teams that have their own, its warnings, and changes to all that."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zgoda.desk.store.models import DeskCase, Shop
from zgoda.desk.work.models import Team


class House(models.Model):
    """In force for a shop, or with a ``team`` for that team. Without a row nothing is closed and nothing is aimed at.

    ``week`` is a list of seven weekdays from Monday, each a list of open times ``[from, until]`` in minutes of the
    local day; gaps are breaks. ``free_days`` are ISO dates. Targets are working minutes; none is no target of its own:
    a team then has the shop's. ``market`` gives the time zone and the rest days.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    team = models.OneToOneField(Team, null=True, on_delete=models.CASCADE, related_name="house")
    market = models.CharField(max_length=2, default="pl")
    week = models.JSONField(default=list)
    free_days = models.JSONField(default=list)
    first_minutes = models.PositiveIntegerField(null=True, blank=True)
    next_minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop"], condition=Q(team=None), name="house_of_shop_once")]


class Whom(models.TextChoices):
    """Whom a warning before a breach goes to. A case that is nobody's concerns everybody who answers buyers."""

    ASSIGNED = "ASSIGNED", _("whoever has the case; else its team; else everybody")
    TEAM = "TEAM", _("whoever has the case and its whole team; else everybody")
    EVERYBODY = "EVERYBODY", _("everybody who answers buyers")


class Warnings(models.Model):
    """When and whom a shop warns before a clock of its own runs out; without a row the defaults count. Times are plain
    minutes before the due time: of the marketplace's deadlines, and of the shop's own targets; 0 is no warning."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, primary_key=True, related_name="warnings")
    market_minutes = models.PositiveIntegerField(default=240)
    house_minutes = models.PositiveIntegerField(default=60)
    whom = models.CharField(max_length=9, choices=Whom.choices, default=Whom.ASSIGNED)
    admins_too = models.BooleanField(default=False)


class ChangeState(models.TextChoices):
    CHECKING = "CHECKING", _("looking at what would move")
    CHECKED = "CHECKED", _("waits for your yes")
    APPLYING = "APPLYING", _("moving the cases")
    DONE = "DONE", _("done")
    DROPPED = "DROPPED", _("dropped")


class Change(models.Model):
    """A change of hours or targets, first looked through, then applied to every open case, in steps.

    ``proposal`` holds the fields of `House` as they shall be (``team`` names whose, ``gone`` ends a team's own rules);
    empty where only the dates are reckoned anew. ``cursor`` is the case that the last step ended with, ``seen`` how
    many it has looked at of about ``total``. ``calendar`` names the rest days by which it was reckoned.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    proposal = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ChangeState.choices, default=ChangeState.CHECKING)
    calendar = models.CharField(max_length=20)
    cursor = models.BigIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["shop", "-id"], name="house_change_recent")]


class Move(models.Model):
    """A date that the change would move, as it stood when it was looked at. ``what`` is the kind of clock; none before
    or after is no such clock."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="moves")
    case = models.ForeignKey(DeskCase, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=30)
    before = models.DateTimeField(null=True, blank=True)
    after = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "case", "what"], name="house_move_once")]
