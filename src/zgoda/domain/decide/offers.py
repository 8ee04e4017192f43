"""Another solution: offered, accepted, declined, carried out (S0-51, S0-52; P-17…P-19; T-13…T-15)."""

from datetime import datetime
from uuid import UUID

from zgoda.domain.actors import Actor, Role
from zgoda.domain.commands import AcceptOffer, DeclineOffer, OfferSolution, ReportCarriedOut
from zgoda.domain.decide.answering import answer_by
from zgoda.domain.decide.guards import Decision, Guard, admitted, first, may_speak, status_allows
from zgoda.domain.decide.solutions import stated
from zgoda.domain.discussion import Discussion, OfferState
from zgoda.domain.events import (
    MessageKind,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    SolutionCarriedOut,
    Template,
)
from zgoda.domain.law import Law
from zgoda.domain.limits import too_long
from zgoda.domain.messages import automatic, automatic_id, by_person
from zgoda.domain.refusals import Refused, Why


def may_offer(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-17: the responsible party or a joined consultant, for a problem with the product, before the end."""
    return first(
        admitted(case, by, Role.SELLER, Role.WAREHOUSE, Role.CONSULTANT),
        status_allows(case, OfferSolution, law),
        may_speak(case, by),
        None if case.reason.asks_solution else Refused(Why.OFFER_NOT_FOR_THIS_REASON),
    )


def offer(case: Discussion, command: OfferSolution, now: datetime, law: Law) -> Decision:
    """T-13, S0-51: replaces an older open offer; an answer only from the responsible party (G-08)."""
    by = command.by
    refused = first(
        may_offer(case, by, now, law),
        stated(command.solution, case.purchase.line_price),
        too_long(command.text),
    )
    if refused is not None:
        return refused
    return [
        by_person(command.message_id, by, MessageKind.OFFER, command.text),
        OfferMade(
            offer_id=command.offer_id,
            message_id=command.message_id,
            by=by.role,
            by_id=by.id,
            solution=command.solution,
        ),
        *answer_by(case, by, now),
    ]


def may_accept(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-18: the buyer, while an offer is open."""
    return first(admitted(case, by, Role.BUYER), status_allows(case, AcceptOffer, law), _open_offer(case))


def accept(case: Discussion, command: AcceptOffer, now: datetime, law: Law) -> Decision:
    """T-14, S0-52: the agreed solution is on record and the seller is told to carry it out."""
    refused = may_accept(case, command.by, now, law) or _this_offer(case, command.offer_id)
    if refused is not None:
        return refused
    message_id = automatic_id(case.id, command.offer_id, Template.OFFER_ACCEPTED)
    return [OfferAccepted(command.offer_id), automatic(message_id, Template.OFFER_ACCEPTED)]


def may_decline(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-18: the buyer, while an offer is open."""
    return first(admitted(case, by, Role.BUYER), status_allows(case, DeclineOffer, law), _open_offer(case))


def decline(case: Discussion, command: DeclineOffer, now: datetime, law: Law) -> Decision:
    """T-15."""
    refused = may_decline(case, command.by, now, law) or _this_offer(case, command.offer_id)
    if refused is not None:
        return refused
    message_id = automatic_id(case.id, command.offer_id, Template.OFFER_DECLINED)
    return [OfferDeclined(command.offer_id), automatic(message_id, Template.OFFER_DECLINED)]


def may_report_carried_out(case: Discussion, by: Actor, now: datetime, law: Law) -> Guard:
    """P-19: the responsible party, where the buyer named a solution or accepted one; once for each agreement."""
    agreed = case.agreed is not None or case.expectation is not None
    return first(
        admitted(case, by, Role.SELLER, Role.WAREHOUSE),
        status_allows(case, ReportCarriedOut, law),
        may_speak(case, by),
        None if agreed else Refused(Why.NOTHING_AGREED),
        Refused(Why.ALREADY_CARRIED_OUT) if case.carried_out_at is not None else None,
    )


def report_carried_out(case: Discussion, command: ReportCarriedOut, now: datetime, law: Law) -> Decision:
    """P-19, S0-52: the buyer is told; the case stays open until the buyer marks it (S0-16). No answer (C-19)."""
    return may_report_carried_out(case, command.by, now, law) or [
        SolutionCarriedOut(by=command.by.role),
        automatic(command.message_id, Template.CARRIED_OUT),
    ]


def _open_offer(case: Discussion) -> Guard:
    is_open = case.offer is not None and case.offer.state is OfferState.OPEN
    return None if is_open else Refused(Why.NO_OFFER_OPEN)


def _this_offer(case: Discussion, offer_id: UUID) -> Guard:
    """T-13: an offer that was replaced meanwhile cannot be accepted."""
    return None if case.offer and case.offer.id == offer_id else Refused(Why.NO_OFFER_OPEN)
