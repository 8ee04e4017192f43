"""Where another delivery problem of a combined purchase goes while one is being dealt with (S1-56)."""

from datetime import datetime
from uuid import UUID

from zgoda.centre.store import current, laws
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.purchases import hidden_and_open, purchase_for
from zgoda.domain.decide.opening import belongs_to_open
from zgoda.domain.reasons import find


def belongs_in(line_id: UUID, reason_code: str | None, now: datetime) -> UUID | None:
    """The open Discussion of the purchase in which to write about this; None where one may be opened."""
    reason = find(reason_code) if reason_code else None
    bought = purchase_for(line_id) if reason else None
    if reason is None or bought is None:
        return None
    if not belongs_to_open(bought, reason, laws.law_now(bought.market, now, seller_id=bought.seller_id)):
        return None
    rows = hidden_and_open(line_id).only("id", "state")
    return next((row.id for row in rows if current.as_of(discussion(row), now).is_open), None)
