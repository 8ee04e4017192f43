"""What a server last said of a connection's sales quality."""

from django.db import models

from zgoda.desk.store.models import Connection


class Reading(models.Model):
    """The answers as they came. ``figures`` and ``cases`` are additions that only some servers have; null without.

    ``trouble`` and ``trace_id`` are of the last attempt, as on the connection; what was read before stays.
    """

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="quality_reading"
    )
    days = models.JSONField(default=list)
    figures = models.JSONField(null=True)
    cases = models.JSONField(null=True)
    read_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    trace_id = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.connection_id)
