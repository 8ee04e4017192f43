"""How far a shop's first run is, and what is being taken away again."""

from django.db import models

from zgoda.desk.store.models import Connection, Shop


class FirstRun(models.Model):
    """Most of it is told by the shop itself; here is only what a person said. ``ticked``: step → the login that said
    it is done. ``connection`` is the account being set up. After ``sample_removed_at`` the sample comes back only when
    somebody asks for it."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, primary_key=True, related_name="first_run")
    connection = models.ForeignKey(Connection, null=True, on_delete=models.SET_NULL, related_name="+")
    ticked = models.JSONField(default=dict)
    sample_removed_at = models.DateTimeField(null=True, blank=True)


class Removal(models.Model):
    """What was read from an account is being taken away, some cases at a time. ``cases`` there were at first."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, primary_key=True, related_name="removal")
    cases = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
