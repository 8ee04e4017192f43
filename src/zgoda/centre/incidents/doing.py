"""One action for many cases (build of fulfilment, point 2): started once, done case by case through the one door.

Each case is a transaction of its own, under a command id made of the incident and the case: a worker that dies in the
middle goes on where it was, and nothing is said or paid twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Sum

from zgoda.accounts.models import User
from zgoda.centre.cases import acts
from zgoda.centre.incidents import planning
from zgoda.centre.incidents.models import Incident, IncidentCase, Outcome
from zgoda.centre.incidents.texts import values_of, waybills_of
from zgoda.centre.partners.payments.client import RefundRefusal, refunds_of, request_refund
from zgoda.centre.store import cases
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case, RefundRequest
from zgoda.centre.store.models.orders import RefundState
from zgoda.domain import macros
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.refunds import left_of_line, left_of_order, may_refund
from zgoda.domain.incidents import Refund, needs_approval, summed
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import clock
from zgoda.engine.jobs import durable

CHUNK = 20
"""Cases of one run of the job; between runs other jobs have their turn."""

BATCH = 1000
"""Rows written by one statement when an incident begins."""

DAY = timedelta(days=1)
"""How far back one person's own incidents count towards the limit, so that many small ones are not a way around it."""

ATTEMPTS = 5
"""To refund an order of which somebody else asks for money at the same moment."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody means to do in each of the chosen cases."""

    title: str
    text: str
    refund: Refund


def start(incident_id: UUID, chosen: Sequence[UUID], by: User, now: datetime, meant: Meant) -> Incident:
    """Write down what is meant for each case, and enqueue the work; above the operator's limit it waits for another
    person (`deciding`). The same id again is the same incident."""
    same = Incident.objects.select_related("by").filter(pk=incident_id)
    amounts = None if same.exists() else planning.planned(chosen, meant.refund)
    with transaction.atomic():  # which holds up nobody while thousands of refunds are planned
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once by one person are summed
        known = same.first()
        if known is not None:
            return known
        incident = _written(Incident(pk=incident_id, total=len(chosen), by=by, at=now), meant, amounts or [])
        rows = (
            IncidentCase(incident=incident, case_id=one, position=n, amount_minor=amounts[n].minor if amounts else None)
            for n, one in enumerate(chosen)
        )
        IncidentCase.objects.bulk_create(rows, batch_size=BATCH)
        if not incident.needs_approval:
            work_through.enqueue(str(incident_id))
    return incident


def _written(incident: Incident, meant: Meant, amounts: Sequence[Money]) -> Incident:
    begun = planning.begun_alone(incident.by_id, incident.at - DAY)
    incident.title, incident.text, incident.refund = meant.title, meant.text, meant.refund
    incident.planned = {one.currency: one.minor for one in summed(amounts) if one.minor}
    incident.needs_approval = needs_approval(amounts, begun, planning.limits())
    incident.save(force_insert=True)
    return incident


@durable(attempts=12)
def work_through(incident_id: str) -> None:
    """The next few cases, and then again until none waits."""
    incident = Incident.objects.select_related("by").get(pk=incident_id)
    waiting = IncidentCase.objects.filter(incident=incident, outcome=Outcome.WAITING).order_by("position")
    for one in list(waiting[:CHUNK]):
        _do(incident, one, clock.now())
    if waiting.exists():
        work_through.enqueue(incident_id)


def filled(text: str, row: Case, waybills: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text for one case, and the holes that have no value: they stay to be seen, and such a text is not sent."""
    values = values_of(row.buyer.username, str(row.order_id), [row.line.offer_name], waybills)
    return macros.fill(text, values), macros.left_open(text, values)


def _do(incident: Incident, one: IncidentCase, now: datetime) -> None:
    row = Case.objects.select_related("buyer", "line").get(pk=one.case_id)
    by = Actor(Role.WAREHOUSE, incident.by_id)
    words, holes = filled(incident.text, row, waybills_of([row.order_id]).get(row.order_id, []))
    if holes:
        _settle(one, Outcome.REFUSED, "HOLE")
        return
    said = acts.write(row.pk, by, words, now=now, command_id=uuid5(incident.pk, f"{row.pk}:words"))
    if isinstance(said, Refused) and said.why is not Why.COMMAND_REUSED:  # which was ours, with a parcel fewer in it
        _settle(one, Outcome.REFUSED, said.why)
    else:
        _settle(one, Outcome.DONE, _refund(incident, row, by, now))


def _refund(incident: Incident, row: Case, by: Actor, now: datetime) -> str:
    """P-23: what was chosen, once, in a case that took the words: one that ended or went to the seller meanwhile gets
    no money unseen. "" where it was asked for or nothing is left, else why not."""
    command_id = uuid5(incident.pk, f"{row.pk}:refund")
    if incident.refund == Refund.NONE or RefundRequest.objects.filter(command_id=command_id).exists():
        return ""
    refused = may_refund(cases.find(row.pk), by)
    if refused is not None:
        return refused.why
    for _ in range(ATTEMPTS):
        said = _ask(incident, row, command_id, now)
        if said != RefundRefusal.ASKED_MEANWHILE:
            return said
    return RefundRefusal.ASKED_MEANWHILE


def _ask(incident: Incident, row: Case, command_id: UUID, now: datetime) -> str:
    """Ask for what is left, unless somebody else asks for money of this order while it is reckoned."""
    money = refunds_of(row.order_id)
    if money is None:
        return RefundRefusal.NOT_PAID
    paid, refunded, asked = money
    amount = left_of_order(paid, refunded + asked)
    if incident.refund == Refund.LINE:
        amount = left_of_line(discussion(row).purchase.line_price, _asked_back(row, paid.currency), amount)
    amount = min(amount, _still_planned(incident, row, amount))
    if amount.minor <= 0:
        return ""
    made = request_refund(command_id, row.pk, row.order_id, amount, now, seen=refunded.minor + asked.minor)
    return made.value if isinstance(made, RefundRefusal) else ""


def _asked_back(row: Case, currency: str) -> Money:
    """Of the case's line, in this case and in every other about it; read after the order's sums, so that what comes
    between the two is seen by `request_refund`."""
    about_it = Case.objects.filter(line_id=row.line_id).values("pk")
    alive = RefundRequest.objects.filter(case_id__in=about_it).exclude(state=RefundState.REFUSED)
    return Money(alive.aggregate(total=Sum("amount_minor"))["total"] or 0, currency)


def _still_planned(incident: Incident, row: Case, possible: Money) -> Money:
    """Of the case's order never more than was planned when the incident was prepared and perhaps approved, over all
    of its cases about that order: what one of them does not get, because its buyer ended it, another may."""
    siblings = IncidentCase.objects.filter(incident=incident, case__order=row.order_id)
    planned = dict(siblings.values_list("case_id", "amount_minor"))
    if None in planned.values():
        return possible
    own = [uuid5(incident.pk, f"{case_id}:refund") for case_id in planned]
    alive = RefundRequest.objects.filter(command_id__in=own).exclude(state=RefundState.REFUSED)
    asked = alive.aggregate(total=Sum("amount_minor"))["total"] or 0
    return Money(sum(minor or 0 for minor in planned.values()) - asked, possible.currency)


def _settle(one: IncidentCase, outcome: Outcome, why: str) -> None:
    """Once, and counted once: a page that is looked at while this goes on reads the sums, not the rows."""
    with transaction.atomic():
        waits = IncidentCase.objects.filter(pk=one.pk, outcome=Outcome.WAITING)
        if waits.update(outcome=outcome, why=why):
            counter = "done" if outcome is Outcome.DONE else "refused"
            Incident.objects.filter(pk=one.incident_id).update(**{counter: F(counter) + 1})
