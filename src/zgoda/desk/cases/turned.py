"""S1-54, S1-55: whether a case turned to the Warehouse since something to the buyer was written here.

Asked before a row leaves, and only in cases of fulfilled orders, so that other cases cost nothing more.
"""

from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import answering, fold, nobodys
from zgoda.desk.cases.target import Changed, Dropped
from zgoda.desk.store.models import Kind, Outgoing
from zgoda.domain.automation.breaker import Why

WAREHOUSE = "warehouse"
"""In what came meanwhile: the Warehouse answers."""

SPEAKING = frozenset({Kind.REGULAR, Kind.END_REQUEST, Kind.OFFER, Kind.REFUND, Kind.CARRIED_OUT})
"""What only the answering party does (P-05, P-23). Parcels and reports are anybody's; a forward asks for itself."""


def turned(row: Outgoing, client: Client) -> Changed | Dropped | None:
    """A person's is held with the reason, what nobody wrote is dropped; None where it may leave."""
    if row.case.answerer is None or row.kind not in SPEAKING:
        return None
    row.case = fold.reread_answerer(row.case, client)
    if not answering.is_warehouses(row.case):
        return None
    return Dropped(Why.NOT_OURS) if nobodys.is_nobodys(row) else Changed("", {WAREHOUSE: True})
