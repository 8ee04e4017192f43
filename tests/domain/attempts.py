"""Everything that anybody could ask of a case at one moment, so that every answer can be compared with the paper's."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tests.domain.cases import (
    BUYER,
    CARRIER,
    CONSULTANT,
    EVERYBODY,
    EXCHANGE,
    HOUR,
    MODERATOR,
    OTHER_BUYER,
    OTHER_CONSULTANT,
    OTHER_SELLER,
    SELLER,
    WAREHOUSE,
    delivery,
    opening,
    text,
    uid,
)
from zgoda.domain import commands as c
from zgoda.domain.actors import Actor
from zgoda.domain.discussion import DeliveryAction, Discussion, ReportCategory

AT_WORK = (BUYER, SELLER, WAREHOUSE, CONSULTANT, MODERATOR, OTHER_CONSULTANT, CARRIER)
OTHERS = (*(actor for actor in EVERYBODY if actor not in AT_WORK), OTHER_BUYER, OTHER_SELLER)
ANYBODY = (*AT_WORK, *OTHERS)
AGES = (timedelta(0), HOUR, 36 * HOUR, timedelta(days=4))
NOBODYS = UUID(int=7)


def fitting(case: Discussion, by: Actor, now: datetime) -> Iterator[c.Command]:
    """Each command once or in its kinds, well worded, with ids that exist where there are any."""
    offer_id = case.offer.id if case.offer else NOBODYS
    report_id = case.reports[0].id if case.reports else NOBODYS
    word = text("Hello")
    yield c.WriteMessage(by=by, message_id=uid(), text=word)
    yield c.AskToResolve(by=by, message_id=uid())
    yield c.OfferSolution(by=by, offer_id=uid(), message_id=uid(), solution=EXCHANGE)
    yield c.AcceptOffer(by=by, offer_id=offer_id)
    yield c.DeclineOffer(by=by, offer_id=offer_id)
    yield c.ReportCarriedOut(by=by, message_id=uid())
    yield c.MarkResolved(by=by)
    yield c.MarkUnresolved(by=by)
    yield c.Reopen(by=by, message_id=uid(), text=word)
    yield c.ReopenByStaff(by=by, message_id=uid(), justification=word, buyer_request=word)
    yield c.AskPlatformToJoin(by=by)
    yield c.Join(by=by, message_id=uid())
    yield c.SayStillAProblem(by=by)
    yield c.WarnSeller(by=by, message_id=uid(), reason=word)
    yield c.BlockSeller(by=by, reason=word)
    yield c.ForwardToWarehouse(by=by, note=word)
    yield c.ForwardToSeller(by=by, note=word)
    yield c.AddComment(by=by, text=word)
    yield c.RecomputeDeadlines(by=by, reason=word)
    yield c.HandleReport(by=by, report_id=report_id, hide=True)
    for author in (BUYER, SELLER, WAREHOUSE):
        yield _report(by, author)
    for number, action in enumerate(DeliveryAction):
        yield delivery(action, by, now - AGES[(case.messages + number) % 4], reference=f"parcel {case.messages % 5}")


def unfit(case: Discussion, by: Actor, now: datetime) -> Iterator[c.Command]:
    """What is refused to everybody, whoever asks and whenever."""
    word = text("Hello")
    yield opening(by=by)
    yield c.WriteMessage(by=by, message_id=uid(), text=text(" "))
    yield c.WriteMessage(by=by, message_id=uid(), text=text("x" * 20_001))
    yield c.WriteMessage(by=by, message_id=uid(), text=word, attachments=(uid(), uid()))
    yield c.AcceptOffer(by=by, offer_id=uid())
    yield c.DeclineOffer(by=by, offer_id=uid())
    yield c.Reopen(by=by, message_id=uid(), text=word, pending_on_line=True)
    yield c.ReopenByStaff(by=by, message_id=uid(), justification=text(" "), buyer_request=word)
    yield c.ReopenByStaff(by=by, message_id=uid(), justification=word, buyer_request=None)
    yield c.WarnSeller(by=by, message_id=uid(), reason=None)
    yield c.BlockSeller(by=by, reason=text(" "))
    yield c.ForwardToWarehouse(by=by, note=text(" "))
    yield c.ForwardToSeller(by=by, note=None)
    yield c.HandleReport(by=by, report_id=uid(), hide=True)
    yield replace(_report(by, SELLER), category=None)
    yield replace(_report(by, SELLER), author=None)
    yield replace(delivery(DeliveryAction.REFUND, by, now), amount=None)


def facts(command: c.Command) -> Mapping[str, object]:
    """What the paper is told of a command beside its name and its author."""
    said = {
        name: getattr(command, name)
        for name in ("offer_id", "report_id", "action", "reference")
        if hasattr(command, name)
    }
    if isinstance(command, c.TakeDeliveryAction):
        said["happened_at"] = command.happened_at
    if isinstance(command, c.ReportViolation) and command.author is not None:
        said["author"] = command.author.role
    return said


def _report(by: Actor, author: Actor) -> c.ReportViolation:
    category = ReportCategory.THREAT
    return c.ReportViolation(by=by, report_id=uid(), message_id=uid(), author=author, category=category)
