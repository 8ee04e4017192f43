"""Numbers of claims: one counter for each year over the whole platform (B1-06)."""

from datetime import datetime

from zgoda.centre.claims.models import ClaimCounter
from zgoda.domain.claims.claim import Reference
from zgoda.domain.markets import Market


def next_reference(now: datetime, where: Market) -> Reference:
    """The number that the next claim gets, in the marketplace's year. The counter stays locked until the transaction
    ends, so that nobody else gets the same; `take` uses the number up."""
    year = now.astimezone(where.zone).year
    ClaimCounter.objects.get_or_create(year=year)
    return Reference(ClaimCounter.objects.select_for_update().get(year=year).last + 1, year)


def take(reference: Reference) -> None:
    ClaimCounter.objects.filter(year=reference.year).update(last=reference.number)
