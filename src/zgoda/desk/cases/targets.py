"""How each kind of outgoing thing is sent, and how one finds out whether it had arrived."""

from collections.abc import Callable
from dataclasses import dataclass

from zgoda.desk.allegro import endpoints, own
from zgoda.desk.allegro.client import Client
from zgoda.desk.allegro.failures import CallFailed, NotReached
from zgoda.desk.allegro.files import Upload, upload
from zgoda.desk.cases import fold
from zgoda.desk.cases.attachments import read_stored
from zgoda.desk.cases.fingerprint import text_fingerprint
from zgoda.desk.store.models import DeskCase, Kind, Outgoing
from zgoda.wire import own as shapes
from zgoda.wire.money import amount_of
from zgoda.wire.tolerant import MessageSeen

KeepUploaded = Callable[[dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The thread is as the agent saw it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody else wrote since the agent began to type; ``words`` show what."""

    words: str


class Target:
    """A kind that the server recognises by its command id: sending it twice counts once."""

    is_idempotent = True

    def __init__(self, row: Outgoing, client: Client) -> None:
        self.row = row
        self.client = client
        self.case: DeskCase = row.case

    def before_sending(self) -> Changed | Unchanged:
        """What speaks against sending now."""
        return Unchanged()

    def known_ids(self) -> list[str]:
        """What was there before the first attempt."""
        return []

    def upload_files(self, keep: KeepUploaded) -> None:
        """Bring the row's files to the server; ``keep`` stores each one's id there."""

    def look(self) -> str | None:
        """The id under which the row arrived, or None where it is not there."""
        return None

    def send(self) -> str:
        """The one call that takes effect."""
        raise NotImplementedError

    def after_sending(self) -> None:
        """Read the case once: what we did changed it."""
        fold.reread(self.case, self.client)


class MessageTarget(Target):
    """A message of the chat: recognised only by who wrote what, when."""

    is_idempotent = False

    def __init__(self, row: Outgoing, client: Client) -> None:
        super().__init__(row, client)
        self._chat: list[MessageSeen] = []

    def before_sending(self) -> Changed | Unchanged:
        """Read the chat: whoever else wrote since the compose point makes the row wait for the agent."""
        self._chat = fold.read_chat(self.case, self.client)
        new = _after(self._chat, self.row.chat_seen_at_compose)
        others = [one for one in new if one.author_role not in {"SELLER", "SYSTEM"}]
        if self.row.chat_seen_at_compose and others:
            return Changed("\n".join((one.text or "") for one in others)[:2000])
        return Unchanged()

    def known_ids(self) -> list[str]:
        """The seller's messages in the chat: none of them is the one about to be sent."""
        return [one.id for one in self._chat if one.id and one.author_role == "SELLER"]

    def upload_files(self, keep: KeepUploaded) -> None:
        """Each file once; a row that comes back finds the earlier ones done."""
        uploaded = dict(self.row.uploaded)
        for file in self.row.files:
            if file["id"] not in uploaded:
                content = read_stored(file["id"])
                uploaded[file["id"]] = _upload(self.client, Upload(file["name"], content, file["type"]))
                keep(uploaded)

    def look(self) -> str | None:
        """A message of the seller with our text and file names, that was not there before and is no other row's."""
        known = set(self.row.known_before or ())
        rows = Outgoing.objects.filter(case=self.case).exclude(pk=self.row.pk).exclude(remote_message_id="")
        known |= set(rows.values_list("remote_message_id", flat=True))
        for message in fold.read_chat(self.case, self.client):
            mine = message.author_role == "SELLER" and message.id and message.id not in known
            if mine and _fingerprint(message) == self.row.fingerprint:
                return message.id
        return None

    def send(self) -> str:
        """POST …/message."""
        ids = [self.row.uploaded[file["id"]] for file in self.row.files]
        return endpoints.send_message(self.client, self.case.remote_id, self.row.text, ids, self.row.kind)


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

    def send(self) -> str:
        """POST …/refunds."""
        money = amount_of(self.row.payload["minor"], self.row.payload["currency"])
        order = shapes.NewRefund(amount=money, command_id=own.command_id(self.row.pk))
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


_TARGETS: dict[str, type[Target]] = {
    Kind.REGULAR: MessageTarget,
    Kind.END_REQUEST: MessageTarget,
    Kind.TRACKING: TrackingTarget,
    Kind.OFFER: OfferTarget,
    Kind.HANDOVER: HandoverTarget,
    Kind.REFUND: RefundTarget,
    Kind.REPORT: ReportTarget,
    Kind.CARRIED_OUT: CarriedOutTarget,
}


def target_of(row: Outgoing, client: Client) -> Target:
    """The way of this row's kind."""
    return _TARGETS[row.kind](row, client)


def is_idempotent(kind: str) -> bool:
    """Whether the server counts a repeated one of this kind once."""
    return _TARGETS[kind].is_idempotent


def _after(chat: list[MessageSeen], last_seen: str) -> list[MessageSeen]:
    """What stands behind the message last seen; nothing where that message is not found any more."""
    ids = [message.id for message in chat]
    return chat[ids.index(last_seen) + 1 :] if last_seen in ids else []


def _fingerprint(message: MessageSeen) -> str:
    return text_fingerprint(message.text or "", [one.file_name or "" for one in message.attachments])


def _waybill(number: str) -> str:
    return "".join(number.split()).upper()


def _upload(client: Client, file: Upload) -> str:
    """An upload that may have half worked is certainly no message: it may simply be done again."""
    try:
        return upload(client, file)
    except CallFailed as problem:
        if problem.uncertain:
            raise NotReached(problem.what, problem.status, problem.told, problem.trace_id) from problem
        raise
