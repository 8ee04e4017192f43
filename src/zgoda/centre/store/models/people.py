"""What was done with all that is held of one buyer. Rows are only added: they are the audit."""

from django.conf import settings
from django.db import models


class BuyerDataActKind(models.TextChoices):
    HANDED_OUT = "HANDED_OUT", "handed out"
    ERASED = "ERASED", "erased"


class BuyerDataAct(models.Model):
    """``rows`` is how many there were in all; ``why`` is the operator's word, such as the number of a request."""

    kind = models.CharField(max_length=10, choices=BuyerDataActKind.choices)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
    by_whom = models.CharField(max_length=200)
    at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "centre"
