"""What an incident would refund, reckoned when it is prepared: for each case, and in sum (P-23, S0-41)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from zgoda.centre.incidents.models import Incident
from zgoda.centre.store.models import Case, Order, RefundRequest
from zgoda.centre.store.models.orders import RefundState
from zgoda.domain.decide.refunds import left_of_order
from zgoda.domain.incidents import Affected, Refund, Verdict, plan, summed
from zgoda.domain.money import Money

BATCH = 1000
"""Cases of one statement."""

Sums = dict[UUID, Money]


def planned(case_ids: Sequence[UUID], refund: Refund) -> list[Money] | None:
    """For each case, in this order; None where nothing is refunded. Four statements for a thousand cases."""
    if refund is Refund.NONE:
        return None
    cases, left, asked_back = dict[UUID, Affected](), Sums(), Sums()
    for start in range(0, len(case_ids), BATCH):
        found = _affected(case_ids[start : start + BATCH])
        cases |= found
        of_orders, of_lines = _asked_back({one.order_id for one in found.values()})
        left |= _left({one.order_id for one in found.values()}, of_orders)
        asked_back |= of_lines
    return plan(refund, [cases[one] for one in case_ids], left, asked_back)


def limits() -> Mapping[str, Money]:
    """The operator's, by currency; a setting counts whole units."""
    return {code: Money(units * 100, code) for code, units in settings.INCIDENT_LIMITS.items()}


def begun_alone(by_id: int, since: datetime) -> list[Money]:
    """What this person's incidents refund that began since then without anybody's approval."""
    alone = Incident.objects.filter(by_id=by_id, at__gt=since, needs_approval=False)
    return summed([one for row in alone.only("planned") for one in row.refunds])


def at_work() -> Q:
    """Incidents that began: those that waited for nobody, and those that somebody approved."""
    return Q(needs_approval=False) | Q(decision__verdict=Verdict.APPROVED)


def _affected(ids: Sequence[UUID]) -> dict[UUID, Affected]:
    rows = Case.objects.filter(pk__in=ids).annotate(price=F("line__price_minor") * F("line__quantity"))
    found = rows.values_list("pk", "order_id", "line_id", "price", "order__currency")
    return {pk: Affected(order, line, Money(price, currency)) for pk, order, line, price, currency in found}


def _left(order_ids: set[UUID], asked_back: Sums) -> Sums:
    rows = Order.objects.filter(pk__in=order_ids).values_list("pk", "paid_minor", "currency")
    return {
        pk: left_of_order(Money(paid or 0, currency), asked_back.get(pk, Money(0, currency)))
        for pk, paid, currency in rows
    }


def _asked_back(order_ids: set[UUID]) -> tuple[Sums, Sums]:
    """Of the orders, and of the lines that their cases are about."""
    alive = RefundRequest.objects.filter(order__in=order_ids).exclude(state=RefundState.REFUSED)
    asked = list(alive.values_list("order_id", "case_id", "amount_minor", "currency"))
    cases = {case_id for _order, case_id, _minor, _currency in asked}
    line_of = dict(Case.objects.filter(pk__in=cases).values_list("pk", "line_id"))
    of_orders, of_lines = Sums(), Sums()
    for order_id, case_id, minor, currency in asked:
        of_orders[order_id] = of_orders.get(order_id, Money(0, currency)) + Money(minor, currency)
        if case_id in line_of:
            line_id = line_of[case_id]
            of_lines[line_id] = of_lines.get(line_id, Money(0, currency)) + Money(minor, currency)
    return of_orders, of_lines
