"""Where an attempt to hand a call over stands: told by the exchange, or ticked by the agent who dialled."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from zgoda.centre.hotline.models import Transfer
from zgoda.domain.hotline import LIVE, TransferState, moved
from zgoda.engine.instants import whole_ms


def settle(transfer_id: UUID, told: TransferState, *, now: datetime, reference: str = "") -> Transfer | None:
    """What became of an attempt, told by the exchange or ticked by the agent; the first end counts, and any word after
    it changes nothing. None where there is no such attempt."""
    with transaction.atomic():
        row = Transfer.objects.select_for_update().filter(pk=transfer_id).first()
        if row is None:
            return None
        state = moved(TransferState(row.state), told)
        if state != row.state or (reference and not row.partner_ref):
            row.partner_ref = row.partner_ref or reference
            row.settled_at = None if state in LIVE else row.settled_at or whole_ms(now)
            row.state = state
            row.save(update_fields=["state", "partner_ref", "settled_at"])
        return row
