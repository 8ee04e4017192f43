"""One action for many cases (build of fulfilment, point 2): started once, done case by case through the one door.

Each case is a transaction of its own, under a command id made of the incident and the case: a worker that dies in the
middle goes on where it was, and nothing is said or paid twice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Count, Sum

from zgoda.accounts.models import User
from zgoda.centre.cases import acts
from zgoda.centre.incidents.models import Incident, IncidentCase, Outcome, Refund
from zgoda.centre.incidents.texts import values_of, waybills_of
from zgoda.centre.partners.payments.client import RefundRefusal, refunds_of, request_refund
from zgoda.centre.store import cases
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case, RefundRequest
from zgoda.centre.store.models.orders import RefundState
from zgoda.domain import macros
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide.refunds import left_of_line, left_of_order, may_refund
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused
from zgoda.engine import clock
from zgoda.engine.jobs import durable

CHUNK = 20
"""Cases of one run of the job; between runs other jobs have their turn."""

BATCH = 1000
"""Rows written by one statement when an incident begins."""

ATTEMPTS = 5
"""To refund an order of which somebody else asks for money at the same moment."""


def start(
    incident_id: UUID, chosen: Sequence[UUID], by: User, now: datetime, *, title: str, text: str, refund: Refund
) -> Incident:
    """Write down what is meant for each case, and enqueue the work. The same id again is the same incident."""
    with transaction.atomic():
        incident, is_new = Incident.objects.get_or_create(
            pk=incident_id,
            defaults={"title": title, "text": text, "refund": refund, "total": len(chosen), "by": by, "at": now},
        )
        if is_new:
            rows = (IncidentCase(incident=incident, case_id=one, position=n) for n, one in enumerate(chosen))
            IncidentCase.objects.bulk_create(rows, batch_size=BATCH)
            work_through.enqueue(str(incident_id))
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


def progress(incident: Incident) -> Mapping[str, int]:
    """How many wait, are done and were not possible; those that are done are not counted again and again."""
    found = IncidentCase.objects.filter(incident=incident, outcome__in=[Outcome.WAITING, Outcome.REFUSED])
    counts = dict(found.values_list("outcome").annotate(n=Count("id")).order_by())
    waiting, refused = counts.get(Outcome.WAITING, 0), counts.get(Outcome.REFUSED, 0)
    return {Outcome.WAITING: waiting, Outcome.REFUSED: refused, Outcome.DONE: incident.total - waiting - refused}


def filled(text: str, row: Case, waybills: Sequence[str]) -> str:
    """The text for one case. A hole without a value stays to be seen, and such a text is not sent."""
    return macros.fill(text, values_of(row.buyer.username, str(row.order_id), [row.line.offer_name], waybills))


def _do(incident: Incident, one: IncidentCase, now: datetime) -> None:
    row = Case.objects.select_related("buyer", "line").get(pk=one.case_id)
    by = Actor(Role.WAREHOUSE, incident.by_id)
    words = filled(incident.text, row, waybills_of([row.order_id]).get(row.order_id, []))
    if macros.missing(words):
        _settle(one, Outcome.REFUSED, "HOLE")
        return
    said = acts.write(row.pk, by, words, now=now, command_id=uuid5(incident.pk, f"{row.pk}:words"))
    if isinstance(said, Refused):
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
        said = _ask(Refund(incident.refund), row, command_id, now)
        if said != RefundRefusal.ASKED_MEANWHILE:
            return said
    return RefundRefusal.ASKED_MEANWHILE


def _ask(refund: Refund, row: Case, command_id: UUID, now: datetime) -> str:
    """Ask for what is left, unless somebody else asks for money of this order while it is reckoned."""
    money = refunds_of(row.order_id)
    if money is None:
        return RefundRefusal.NOT_PAID
    paid, refunded, asked = money
    amount = left_of_order(paid, refunded + asked)
    if refund is Refund.LINE:
        amount = left_of_line(discussion(row).purchase.line_price, _asked_back(row, paid.currency), amount)
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


def _settle(one: IncidentCase, outcome: Outcome, why: str) -> None:
    IncidentCase.objects.filter(pk=one.pk, outcome=Outcome.WAITING).update(outcome=outcome, why=why)
