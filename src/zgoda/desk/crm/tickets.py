"""Tickets kept in step with the cases as they are read."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from zgoda.desk.crm import customers
from zgoda.desk.crm.models import Automatic, Integration, Ticket
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.store.models import DeskCase
from zgoda.domain.customers import login_key
from zgoda.domain.discussion import Status
from zgoda.domain.tickets import (
    Arrival,
    has_ticket,
    is_answered_automatically,
    may_link_later,
    record_of,
    status_of,
    subject_of,
)
from zgoda.engine.clock import real_now

AT_ONCE = 500
_UNRESOLVED = "DISPUTE_UNRESOLVED"


def standing_of(status: str, *, ended: bool) -> Status:
    """The server's word as one of the three statuses; a claim that was decided has ended as well."""
    if ended:
        return Status.RESOLVED
    return Status.UNRESOLVED if status == _UNRESOLVED else Status.PENDING


def follow(case: DeskCase) -> None:
    """S3-02, S3-04, S3-05, S3-20, S3-21, S3-25: the case's ticket is made when the case is first read while its
    integration runs, and follows its status from then on. Call under the case's lock."""
    integration = Integration.objects.filter(connection_id=case.connection_id, running=True).first()
    if integration is None or not has_ticket(is_running=integration.running):
        return
    known = Ticket.objects.filter(case=case).exclude(integration=None).first()
    if known is None:
        make(integration, [case])
        return
    status = status_of(standing_of(case.status, ended=case.ended), integration.mapping)
    subject = subject_of(case.reason, case.subject)[:500]
    if (known.status, known.subject) != (status, subject):
        Ticket.objects.filter(pk=known.pk).update(status=status, subject=subject)


def make(integration: Integration, cases: Sequence[DeskCase]) -> None:
    """Tickets for cases that have none of this integration: each is linked to its buyer's record now or never
    (S3-29, S3-30). A ticket that so far only carried comments keeps them."""
    kept = set(Ticket.objects.filter(case__in=cases).exclude(integration=None).values_list("pk", flat=True))
    fresh = [case for case in cases if may_link_later(is_created=case.pk in kept)]
    records = customers.by_logins(integration.login_field_id, (login_key(case.buyer_login) for case in fresh))
    Ticket.objects.bulk_create(
        (_ticket(integration, case, record_of(login_key(case.buyer_login), records)) for case in fresh),
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["integration", "subject", "queue", "category", "status", "customer", "offer_id", "automatic"],
    )


def catch_up(integration: Integration, since: datetime) -> int:
    """S3-24: what was read before the integration ran, Discussions and claims: open ones, and of the ended ones those
    opened ``since``. How many tickets were made."""
    without = Q(ticket=None) | Q(ticket__integration=None)
    rows = DeskCase.objects.filter(without, connection_id=integration.connection_id, family=ISSUE)
    ids = list(rows.filter(Q(ended=False) | Q(opened_at__gte=since)).order_by("pk").values_list("pk", flat=True))
    for some in _pieces(ids):
        make(integration, list(DeskCase.objects.filter(pk__in=some).defer("own")))
    return len(ids)


def map_anew(integration: Integration) -> None:
    """The tickets' statuses after the mapping was changed."""
    rows = Ticket.objects.filter(integration=integration)
    mapping = integration.mapping
    rows.filter(case__ended=True).update(status=status_of(Status.RESOLVED, mapping))
    open_rows = rows.filter(case__ended=False)
    open_rows.filter(case__status=_UNRESOLVED).update(status=status_of(Status.UNRESOLVED, mapping))
    open_rows.exclude(case__status=_UNRESOLVED).update(status=status_of(Status.PENDING, mapping))


def _ticket(integration: Integration, case: DeskCase, customer_id: int | None) -> Ticket:
    return Ticket(
        case=case,
        integration=integration,
        subject=subject_of(case.reason, case.subject)[:500],
        queue_id=integration.queue_id,
        category_id=integration.category_id,
        status=status_of(standing_of(case.status, ended=case.ended), integration.mapping),
        customer_id=customer_id,
        offer_id=_offer_of(case),
        automatic=Automatic.DUE if _wants_answer(integration, case) else Automatic.NONE,
        created_at=real_now(),
    )


def _offer_of(case: DeskCase) -> str:
    offer = case.remote.get("offer") if isinstance(case.remote, dict) else None
    return str(offer.get("id") or "")[:64] if isinstance(offer, dict) else ""


def _wants_answer(integration: Integration, case: DeskCase) -> bool:
    if not integration.answers_automatically or integration.started_at is None:
        return False
    arrival = Arrival(case.opened_at, ended=case.ended, answered=case.answered_at is not None)
    return is_answered_automatically(arrival, integration.connection.server_now(integration.started_at))


def _pieces(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE))
