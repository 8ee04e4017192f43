"""What was asked for per account, how many requests each operation has seen, and what struck."""

from django.conf import settings
from django.db import models


class FaultPlan(models.Model):
    """An account's faults. ``rates``: per cent of requests by the fault's name. At most one per account."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    on = models.BooleanField(default=False)
    seed = models.PositiveBigIntegerField(default=1)
    rates = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"faults of {self.account_id}"


class FaultCount(models.Model):
    """How many requests of an operation were numbered so far."""

    plan = models.ForeignKey(FaultPlan, on_delete=models.CASCADE, related_name="counts", db_index=False)
    operation = models.CharField(max_length=80)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "operation"], name="fault_count_once")]


class FaultStrike(models.Model):
    """A fault that took effect, on real time."""

    plan = models.ForeignKey(FaultPlan, on_delete=models.CASCADE, related_name="strikes")
    operation = models.CharField(max_length=80)
    number = models.PositiveBigIntegerField()
    fault = models.CharField(max_length=20)
    at = models.DateTimeField()
