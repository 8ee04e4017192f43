"""*Why then* of a case: the steps that led to the instants it has recorded, and never to others (D.1, G-13)."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from zgoda.domain.deadlines import Deadlines, explain_opening
from zgoda.domain.discussion import Discussion
from zgoda.domain.law import Law
from zgoda.domain.reckoning import Reckoning


def explain_recorded(case: Discussion, law: Law) -> Mapping[str, Reckoning]:
    """D.1: each recorded instant with its steps, keyed by the fields of ``Deadlines``.

    ``law`` has the calendar as it stood when the clocks were reckoned. By switch they run from the first opening
    (C-06). An instant to which no reckoning leads, such as one moved by the last message, stands without steps.
    """
    recorded = {
        field.name: at for field in fields(Deadlines) if isinstance(at := getattr(case.deadlines, field.name), datetime)
    }
    tried = [
        explain_opening(start, case.purchase.purchased_at, not_received=case.reason.not_received, law=law)
        for start in dict.fromkeys((case.opened_at, case.first_opened_at))
    ]
    return {name: _leading_to(at, [one[name] for one in tried if name in one]) for name, at in recorded.items()}


def _leading_to(at: datetime, reckonings: list[Reckoning]) -> Reckoning:
    return next((one for one in reckonings if one.at == at), Reckoning(at, ()))
