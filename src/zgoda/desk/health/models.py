"""What was odd in a server's answers, and how many requests reading it cost."""

from django.db import models

from zgoda.desk.store.models import Connection


class Oddity(models.Model):
    """A field or value that the desk did not know, or a part of the wrong kind: ``what`` is ``path: what was odd``.

    ``example`` is the id of a record in which it was seen first.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="oddities")
    what = models.CharField(max_length=200)
    example = models.CharField(max_length=100, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "what"], name="health_oddity_once")]


class HourOfReading(models.Model):
    """Requests of a connection's readings in one hour of real time, for the budget shown to people."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    runs = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "hour"], name="health_hour_once")]
