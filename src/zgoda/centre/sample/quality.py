"""The sample's sales quality: the days before, told as if the workers had been there each of them."""

from datetime import datetime, timedelta

from zgoda.centre.quality import figuring, keeping
from zgoda.centre.quality.models import Turn
from zgoda.domain.quality.figures import WINDOW_DAYS


def make_history(now: datetime) -> None:
    """Thirty days of figures from the replayed cases. Those of past days know what was answered since."""
    Turn.objects.create(day=figuring.day_of(now) - timedelta(days=WINDOW_DAYS), done=True)
    keeping.sweep(now)
