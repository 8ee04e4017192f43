"""How each kind of outgoing thing is sent, and how one finds out whether it had arrived."""

from zgoda.desk.allegro import endpoints, own
from zgoda.desk.allegro.client import Client
from zgoda.desk.cases import additions, fold, forwarding
from zgoda.desk.cases.claim_targets import ReturnTarget, VerdictTarget
from zgoda.desk.cases.message_target import EndRequestTarget, MessageTarget
from zgoda.desk.cases.target import Checked, Impossible, Target, Unchanged
from zgoda.desk.messages.sources import THREAD
from zgoda.desk.messages.targets import ForwardTarget, RejectionTarget, ThreadTarget
from zgoda.desk.store.models import Kind, Outgoing
from zgoda.domain.money import Money
from zgoda.wire import own as shapes
from zgoda.wire.money import amount_of


class TrackingTarget(Target):
    """A parcel's number: found again among the order's shipments."""

    is_idempotent = False

    def look(self) -> str | None:
        """The shipment that carries the number."""
        wanted = _waybill(str(self.row.payload["waybill"]))
        seen = endpoints.shipments(self.client, self.case.order_id)
        return next((one.id for one in seen if _waybill(one.waybill or "") == wanted), None)

    def send(self) -> str:
        """POST …/shipments."""
        given = self.row.payload
        return endpoints.add_shipment(
            self.client,
            self.case.order_id,
            str(given["carrier_id"]),
            str(given["waybill"]),
            str(given.get("carrier_name", "")),
        )

    def after_sending(self) -> None:
        """The order has a parcel more, and the case may have moved."""
        fold.reread_order(self.case, self.client)
        super().after_sending()


class OfferTarget(Target):
    """An offered solution, on servers that take one."""

    def send(self) -> str:
        """POST …/offers."""
        given, command = self.row.payload, own.command_id(self.row.pk)
        money = amount_of(given["minor"], given["currency"]) if given.get("minor") else None
        share = given.get("share") or None
        offer = shapes.NewOffer(
            solution=given["solution"], amount=money, share=share, text=self.row.text or None, command_id=command
        )
        return own.make_offer(self.client, self.case.remote_id, offer)


class HandoverTarget(Target):
    """The parcel was given to the carrier, on servers that take this."""

    def send(self) -> str:
        """POST …/handover."""
        at = self.row.payload.get("handed_over_at") or None
        handover = shapes.NewHandover(handed_over_at=at, command_id=own.command_id(self.row.pk))
        return own.hand_over(self.client, self.case.remote_id, handover)


class RefundTarget(Target):
    """Money back through the server's payment service; never twice, by the command id."""

    def before_sending(self) -> Checked:
        """S0-41: what waited, or failed and is tried again, may be more than is left by now, or given back already."""
        self.case = fold.reread(self.case, self.client)
        money = Money(int(self.row.payload["minor"]), str(self.row.payload["currency"]))
        why = additions.refund_turned(self.case, money, self.row.payload.get("asked_back"))
        return Impossible(why) if why else Unchanged()

    def send(self) -> str:
        """POST …/refund, with what its author knew of other refunds."""
        given = self.row.payload
        money, known = amount_of(given["minor"], given["currency"]), given.get("asked_back")
        order = shapes.NewRefund(
            amount=money,
            command_id=own.command_id(self.row.pk),
            asked_back=None if known is None else amount_of(known, given["currency"]),
        )
        return own.refund(self.client, self.case.remote_id, order)


class ReportTarget(Target):
    """A violation reported to the moderators."""

    def send(self) -> str:
        """POST …/reports."""
        given = self.row.payload
        violation = shapes.NewReport(
            message_id=given["message_id"],
            category=given["category"],
            text=self.row.text or None,
            command_id=own.command_id(self.row.pk),
        )
        return own.report(self.client, self.case.remote_id, violation)


class CarriedOutTarget(Target):
    """The agreed solution is done, on servers that take this."""

    def send(self) -> str:
        """POST …/carried-out."""
        done = shapes.NewCarriedOut(command_id=own.command_id(self.row.pk))
        return own.carried_out(self.client, self.case.remote_id, done)


class WarehouseTarget(Target):
    """The case handed to the Warehouse, on servers that take this (S1-51, S1-52)."""

    def before_sending(self) -> Checked:
        """S1-54: whoever else answers by now, or nobody any more, leaves nothing to hand over."""
        self.case = fold.reread_answerer(self.case, self.client)
        why = forwarding.refused(self.case, self.row.text)
        return Impossible(why) if why else Unchanged()

    def send(self) -> str:
        """POST …/forward."""
        handed = shapes.NewForward(note=self.row.text, command_id=own.command_id(self.row.pk))
        return own.forward(self.client, self.case.remote_id, handed)


_TARGETS: dict[str, type[Target]] = {
    Kind.REGULAR: MessageTarget,
    Kind.END_REQUEST: EndRequestTarget,
    Kind.RETURN: ReturnTarget,
    Kind.VERDICT: VerdictTarget,
    Kind.TRACKING: TrackingTarget,
    Kind.OFFER: OfferTarget,
    Kind.HANDOVER: HandoverTarget,
    Kind.REFUND: RefundTarget,
    Kind.REPORT: ReportTarget,
    Kind.CARRIED_OUT: CarriedOutTarget,
    Kind.TO_WAREHOUSE: WarehouseTarget,
    Kind.REJECTION: RejectionTarget,
    Kind.FORWARD: ForwardTarget,
}


def target_of(row: Outgoing, client: Client) -> Target:
    """The way of this row's kind; a message of a thread goes to the Message Center."""
    if row.kind == Kind.REGULAR and row.case.family == THREAD:
        return ThreadTarget(row, client)
    return _TARGETS[row.kind](row, client)


def is_idempotent(kind: str) -> bool:
    """Whether the server counts a repeated one of this kind once."""
    return _TARGETS[kind].is_idempotent


def _waybill(number: str) -> str:
    return "".join(number.split()).upper()
