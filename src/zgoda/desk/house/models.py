"""Working hours and targets of a shop, and of those teams that have their own."""

from django.db import models
from django.db.models import Q

from zgoda.desk.store.models import Shop
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
