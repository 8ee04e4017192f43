"""Which cases an incident touches: open ones of the Warehouse, by carrier, numbers, state of the parcel, date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zgoda.accounts.models import User
from zgoda.centre.incidents.models import Choice
from zgoda.centre.store.models import Case, Shipment, TrackingEvent
from zgoda.domain.markets import MARKETS

MOST = 50_000
"""Cases of one incident, written down in one transaction; whoever has more chooses twice."""

KEPT = timedelta(days=7)
"""How long a choice can be come back to."""

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)
"""Between these lies every opening; a day beyond them has instants that no clock can show."""

_NUMBER = re.compile(r"[^\s,;]{1,64}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was asked for; empty fields narrow nothing. ``numbers`` of parcels as typed: by spaces, commas or lines."""

    carrier: str = ""
    numbers: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def waybills(self) -> list[str]:
        return list(dict.fromkeys(_NUMBER.findall(self.numbers)))[:MOST]

    @property
    def narrows(self) -> bool:
        """Nothing chosen is nobody chosen: never everybody by mistake."""
        return bool(self.carrier or self.waybills or self.state or self.since or self.until)


def keep(chosen: Chosen, by: User, now: datetime) -> Choice:
    """Write the choice down, so that its address stays short and can be shared with a colleague."""
    return Choice.objects.create(
        carrier=chosen.carrier,
        numbers=chosen.numbers,
        state=chosen.state,
        since=chosen.since,
        until=chosen.until,
        by=by,
        at=now,
    )


def kept(choice: Choice) -> Chosen:
    return Chosen(choice.carrier, choice.numbers, choice.state, choice.since, choice.until)


def forget(now: datetime) -> None:
    """Choices are forgotten after `KEPT`; what was begun from them stays."""
    Choice.objects.filter(at__lt=now - KEPT).delete()


def ids_of(chosen: Chosen, opened_by: datetime) -> list[UUID]:
    """At most `MOST` and one more, soonest due first; none that was opened after whoever chooses looked."""
    if not chosen.narrows:
        return []
    found = Case.objects.filter(_dates(chosen), at_warehouse=True, opened_at__lte=opened_by)
    if chosen.carrier or chosen.waybills or chosen.state:
        found = found.filter(Exists(_parcels(chosen).filter(order_id=OuterRef("order_id"))))
    return list(found.order_by("answer_due", "pk").values_list("pk", flat=True)[: MOST + 1])


def rows_of(case_ids: Sequence[UUID]) -> list[Case]:
    """To be shown, soonest due first."""
    people = Case.objects.select_related("order", "line", "buyer", "seller").defer("order__form")
    return list(people.filter(pk__in=case_ids).order_by("answer_due", "pk"))


def _parcels(chosen: Chosen) -> QuerySet[Shipment]:
    parcels = Shipment.objects.all()
    if chosen.carrier:
        parcels = parcels.filter(carrier_id=chosen.carrier)
    if chosen.waybills:
        parcels = parcels.filter(waybill__in=chosen.waybills)
    if chosen.state:
        told = TrackingEvent.objects.filter(carrier_id=OuterRef("carrier_id"), waybill=OuterRef("waybill"))
        last = Subquery(told.order_by("-occurred_at", "-id").values("code")[:1])
        parcels = parcels.annotate(last=last).filter(last=chosen.state)
    return parcels


def _dates(chosen: Chosen) -> Q:
    """By when the Discussion was opened, in each marketplace's own days."""
    wanted = Q(pk__isnull=True)
    for market in MARKETS.values():
        days = Q(market=market.code)
        if chosen.since:
            days &= Q(opened_at__gte=datetime.combine(_known(chosen.since), time.min, market.zone))
        if chosen.until:
            days &= Q(opened_at__lte=datetime.combine(_known(chosen.until), time.max, market.zone))
        wanted |= days
    return wanted


def _known(day: date) -> date:
    return min(max(day, FIRST), LAST)
