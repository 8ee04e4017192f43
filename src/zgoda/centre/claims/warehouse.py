"""The Warehouse's claims: of orders that it sends, for reasons that are its own (P-36). Each list has its index."""

from django.db.models import QuerySet

from zgoda.centre.claims.models import ClaimRow
from zgoda.domain.actors import Role


def waiting() -> QuerySet[ClaimRow]:
    """Those whose return nobody has decided yet, by the index ``claim_waits_for_wh``. TM-8: they stay when the three
    days have passed; what the seller is reminded of by letter the Warehouse sees in its queue (C-35)."""
    return ClaimRow.objects.filter(responsible=Role.WAREHOUSE.value, return_due__isnull=False)


def own(found: QuerySet[ClaimRow]) -> QuerySet[ClaimRow]:
    """All of them, decided ones too, by the index ``claim_of_warehouse``."""
    return found.filter(responsible=Role.WAREHOUSE.value)
