"""What an agent can do to a case: one function each. All of them only write a row of the outbox and a job.

Nothing is sent inside the request. The same form submitted twice (``form_token``) is one row. What the public
protocol lacks and the server does not add becomes a ``ManualStep``: where to do it by hand, and what.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from zgoda.accounts.models import User
from zgoda.desk.allegro import own
from zgoda.desk.allegro.roots import panel_link
from zgoda.desk.allegro.tokens import roots_of
from zgoda.desk.cases import additions, answering, forwarding, outbox
from zgoda.desk.cases.attachments import describe
from zgoda.desk.cases.claims import CLAIM
from zgoda.desk.cases.fingerprint import text_fingerprint
from zgoda.desk.cases.refusals import Refused, Why
from zgoda.desk.cases.turned import SPEAKING
from zgoda.desk.crm.tickets import standing_of
from zgoda.desk.messages import writing
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.people import audit
from zgoda.desk.people.models import What
from zgoda.desk.sending import queue as queue_of
from zgoda.desk.store.models import DeskCase, DeskMessage, Kind, Outgoing, SendState
from zgoda.desk.store.models.case import NEVER
from zgoda.domain.money import Money
from zgoda.domain.plain_text import plain
from zgoda.domain.tickets import takes_messages
from zgoda.engine.clock import real_now
from zgoda.engine.jobs import durable
from zgoda.engine.prepared import Prepared
from zgoda.files.models import StoredFile
from zgoda.files.using import mark_used
from zgoda.wire import limits
from zgoda.wire.times import to_wire


@dataclass(frozen=True, slots=True)
class ManualStep:
    """A thing to do by hand on the platform: ``link`` may be empty where no panel is known."""

    kind: Kind
    link: str


@dataclass(frozen=True, slots=True)
class By:
    """Who acts (nobody: the desk by itself), from which form, having seen the thread up to which message, and not to be
    sent before when."""

    user: User | None
    form_token: str
    chat_seen: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sent, before it is a row."""

    kind: Kind
    text: str = ""
    payload: dict[str, object] = field(default_factory=dict)
    files: Sequence[StoredFile] = ()


Objection = Callable[[], Why | None]
"""Asked under the case's lock, before the row is written."""

_FEATURES = {
    Kind.OFFER: own.OFFERS,
    Kind.HANDOVER: own.HANDOVERS,
    Kind.REFUND: own.REFUNDS,
    Kind.REPORT: own.REPORTS,
    Kind.CARRIED_OUT: own.CARRIED_OUT,
    Kind.TO_WAREHOUSE: own.FORWARDING,
}


def reply(case: DeskCase, text: str, files: Sequence[StoredFile], by: By) -> Outgoing | Refused:
    """P-05, S3-03: a message to the buyer. Text (S3-37) of 1–20,000 characters or one attachment (S3-38, C-08)."""
    words = plain(text)
    if case.family != ISSUE:
        why = writing.wrong(case, words, files)
    else:
        why = _writable(case) or text_wrong(words, files) or files_wrong(files)
    return Refused(why) if why else queue(case, Draft(Kind.REGULAR, words, files=files), by)


def ask_to_confirm(case: DeskCase, text: str, by: By, files: Sequence[StoredFile] = ()) -> Outgoing | Refused:
    """S3-39, S0-16: ask the buyer to say that the problem is solved. The platform takes it once in a dispute, and never
    in a claim (B1-14)."""
    words = plain(text)
    why = Why.NOT_FOR_CLAIMS if case.type == CLAIM else None if case.family == ISSUE else Why.NOT_HERE
    why = why or _writable(case) or text_wrong(words, ()) or files_wrong(files)

    def objection() -> Why | None:
        asked = Outgoing.objects.filter(case=case, kind=Kind.END_REQUEST)
        gone = (SendState.FAILED, SendState.CANCELLED)
        return Why.ALREADY_ASKED if asked.exclude(state__in=gone).exists() else None

    draft = Draft(Kind.END_REQUEST, words, files=files)
    return Refused(why) if why else queue(case, draft, by, objection)


def give_tracking(case: DeskCase, carrier_id: str, waybill: str, by: By, carrier_name: str = "") -> Outgoing | Refused:
    """S0-38: a parcel's number for the order of the case."""
    number = "".join(waybill.split())
    if not case.order_id:
        return Refused(Why.NO_ORDER)
    if not number or len(number) > limits.WAYBILL:
        return Refused(Why.BAD_WAYBILL)
    named = carrier_name.strip()[: limits.CARRIER_NAME]
    payload: dict[str, object] = {"carrier_id": carrier_id, "waybill": number, "carrier_name": named}
    return queue(case, Draft(Kind.TRACKING, payload=payload), by)


def offer(
    case: DeskCase, solution: str, by: By, *, money: Money | None = None, share: str = "", text: str = ""
) -> Outgoing | Refused | ManualStep:
    """S0-46…: offer a solution; ``share`` as ``1/4``. It replaces an open one, if the agent has seen that (S0-51)."""
    payload: dict[str, object] = {"solution": solution, "share": share}
    if money is not None:
        payload |= {"minor": money.minor, "currency": money.currency}
    draft = Draft(Kind.OFFER, text.strip(), payload)
    return _addition(case, draft, by, lambda: additions.offer_refused(case, by.chat_seen))


def handover(case: DeskCase, at: datetime, by: By) -> Outgoing | Refused | ManualStep:
    """S0-39: the parcel was given to the carrier."""
    return _addition(case, Draft(Kind.HANDOVER, payload={"handed_over_at": to_wire(at)}), by)


def refund(case: DeskCase, money: Money, by: By, left_seen: int | None = None) -> Outgoing | Refused | ManualStep:
    """S0-41: give the money back through the server's payment service: one at a time, never more than is left.
    ``left_seen``: minor units that the form said were left."""
    payload: dict[str, object] = {"minor": money.minor, "currency": money.currency}
    payload |= {"asked_back": additions.asked_back(case)}
    return _addition(
        case, Draft(Kind.REFUND, payload=payload), by, lambda: additions.refund_refused(case, money, left_seen)
    )


def carried_out(case: DeskCase, by: By) -> Outgoing | Refused | ManualStep:
    """S0-52, P-19: what was agreed is done."""
    return _addition(case, Draft(Kind.CARRIED_OUT), by)


def forward(case: DeskCase, note: str, by: By) -> Outgoing | Refused | ManualStep:
    """S1-51, S1-52, P-15: hand the case to the Warehouse, with a note that says why."""
    words = plain(note)
    why = forwarding.refused(case, words)
    if why:
        return Refused(why)
    begun = real_now()
    with transaction.atomic():
        taken = _addition(case, Draft(Kind.TO_WAREHOUSE, words), by, lambda: forwarding.under_way(case))
        if isinstance(taken, Outgoing) and taken.created_at >= begun:
            audit.note(case.shop_id, by.user, What.CASE_FORWARDED, case=case.pk)
    return taken


def report_violation(
    case: DeskCase, message_id: str, category: str, text: str, by: By
) -> Outgoing | Refused | ManualStep:
    """S0-25…S0-28: report a message; possible also after the end."""
    payload: dict[str, object] = {"message_id": message_id, "category": category}
    return _addition(case, Draft(Kind.REPORT, text.strip(), payload), by, also_ended=True)


def send_anyway(outgoing_id: UUID, chat_seen: str = "") -> bool:
    """The agent saw what came meanwhile, up to the message ``chat_seen``, and wants a held one sent as it is. What came
    behind that holds it again, however much later it leaves."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().filter(pk=outgoing_id, state=SendState.HELD).first()
        if row is None:
            return False
        came = row.payload.pop("came", None)
        row.payload |= came if isinstance(came, dict) else {}
        if _is_shown(row.case_id, chat_seen):
            row.chat_seen_at_compose = chat_seen
        row.state, row.send_not_before, row.last_error = SendState.QUEUED, real_now(), ""
        row.save(update_fields=["payload", "chat_seen_at_compose", "state", "send_not_before", "last_error"])
        send_outgoing.enqueue(str(outgoing_id))
    return True


def try_again(outgoing_id: UUID) -> bool:
    """Send a failed one again: it is known not to have arrived."""
    failed = Outgoing.objects.filter(pk=outgoing_id, state=SendState.FAILED)
    with transaction.atomic():
        changed = failed.update(state=SendState.QUEUED, attempts=0, send_not_before=real_now(), last_error="")
        if changed:
            send_outgoing.enqueue(str(outgoing_id))
    return changed == 1


def send_shown(outgoing_id: UUID, by: User) -> bool:
    """A person reviewed what shadow mode showed and wants it sent."""
    shown = Outgoing.objects.filter(pk=outgoing_id, state=SendState.SHADOW)
    with transaction.atomic():
        changed = shown.update(state=SendState.QUEUED, released_by=by, send_not_before=real_now())
        if changed:
            send_outgoing.enqueue(str(outgoing_id))
    return changed == 1


def send_once_more(outgoing_id: UUID) -> bool:
    """The agent takes an unseen one as lost. It is looked for a last time before it is sent."""
    unseen = Outgoing.objects.filter(pk=outgoing_id, state=SendState.UNSEEN)
    with transaction.atomic():
        changed = unseen.update(state=SendState.UNCERTAIN, repeat_agreed=True, send_not_before=real_now())
        if changed:
            send_outgoing.enqueue(str(outgoing_id))
    return changed == 1


def it_arrived(outgoing_id: UUID) -> bool:
    """The agent saw at the marketplace that an unseen one is there."""
    now = real_now()
    unseen = Outgoing.objects.filter(pk=outgoing_id, state=SendState.UNSEEN)
    return unseen.update(state=SendState.SEEN, sent_at=now, seen_at=now, last_error="") == 1


def cancel(outgoing_id: UUID) -> bool:
    """Take back what has certainly not left (never tried, held, failed, only shown), or give up what nobody
    can see."""
    gone = Q(state__in=(SendState.QUEUED, SendState.HELD, SendState.FAILED, SendState.SHADOW), attempted_at=None)
    rows = Outgoing.objects.filter(gone | Q(state=SendState.UNSEEN), pk=outgoing_id)
    return rows.update(state=SendState.CANCELLED) == 1


def note_done_by_hand(case: DeskCase, draft: Draft, by: By) -> Outgoing:
    """What the agent did at the marketplace itself, for the thread; once per form."""
    now = real_now()
    with transaction.atomic():
        _LOCK(case.pk)
        known = _SAME_FORM(case.pk, by.form_token)
        if known:
            return known[0]
        row = _row(case, replace(draft, payload={**draft.payload, "by_hand": True}), by, now)
        row.state, row.sent_at, row.seen_at = SendState.SEEN, now, now
        row.save(force_insert=True)
    return row


@durable(attempts=3)
def send_outgoing(outgoing_id: str) -> None:
    """Deliver this row now, or the one of its account whose deadline is nearer: each has a job of its own, so all get
    their turn. What does not succeed is left to the sweep."""
    mine = UUID(outgoing_id)
    if not Outgoing.objects.filter(pk=mine).exists():
        return
    urgent = queue_of.most_urgent(mine, real_now())
    if urgent is None or outbox.deliver(urgent) == SendState.QUEUED:
        outbox.deliver(mine)


def _addition(
    case: DeskCase, draft: Draft, by: By, objection: Objection = lambda: None, *, also_ended: bool = False
) -> Outgoing | Refused | ManualStep:
    """Queued where the server offers it, else a step by hand; the additions so far are for Discussions alone."""
    if case.ended and not also_ended and case.type != CLAIM:
        return Refused(Why.ENDED)
    if answering.is_warehouses(case) and draft.kind in SPEAKING:
        return Refused(Why.CASE_WITH_WAREHOUSE)
    is_discussion = case.family == ISSUE and case.type != CLAIM
    if not is_discussion or _FEATURES[draft.kind] not in own.features(case.connection.capabilities):
        connection = case.connection
        link = panel_link(roots_of(connection), case.remote_id, case.type, connection.user_id)
        return ManualStep(draft.kind, link)
    return queue(case, draft, by, objection)


def queue(case: DeskCase, draft: Draft, by: By, objection: Objection = lambda: None) -> Outgoing | Refused:
    """The row and its job in one transaction; the same form again gives the same row. ``objection`` is asked under the
    case's lock, so that of two who act at once it stops the second."""
    now = real_now()
    try:
        with transaction.atomic():
            _LOCK(case.pk)
            known = _SAME_FORM(case.pk, by.form_token)
            if known:
                return known[0]
            why = objection()
            if why is not None:
                return Refused(why)
            row = _row(case, draft, by, now)
            row.save(force_insert=True)
            if not mark_used([file.pk for file in draft.files], now):
                raise _FileUsed
            send_outgoing.enqueue(str(row.pk))
    except _FileUsed:
        return Refused(Why.FILE_USED)
    except IntegrityError:
        return Refused(Why.ALREADY_SENT)
    return row


class _FileUsed(Exception):
    """Another message was quicker with a file of this one; nothing of this one is kept."""


def _row(case: DeskCase, draft: Draft, by: By, now: datetime) -> Outgoing:
    last = _LAST(case.pk)
    return Outgoing(
        case=case,
        number=last[0][0] + 1 if last else 1,
        kind=draft.kind,
        text=draft.text,
        payload=draft.payload,
        files=[describe(file) for file in draft.files],
        by=by.user,
        form_token=by.form_token,
        created_at=now,
        fingerprint=text_fingerprint(draft.text, [file.name for file in draft.files]),
        chat_seen_at_compose=by.chat_seen or ("" if by.user else case.last_message_remote_id),
        due=None if case.next_due >= NEVER else case.next_due,
        send_not_before=by.not_before or now,
    )


_LOCK: Prepared[tuple[int]] = Prepared(
    lambda case_id: DeskCase.objects.select_for_update().filter(pk=case_id).values_list("pk"), int
)
_SAME_FORM: Prepared[Outgoing] = Prepared(
    lambda case_id, token: Outgoing.objects.filter(case_id=case_id, form_token=token), int, str
)
_LAST: Prepared[tuple[int]] = Prepared(
    lambda case_id: Outgoing.objects.filter(case_id=case_id).order_by("-number").values_list("number")[:1], int
)


def _is_shown(case_id: int, message_id: str) -> bool:
    """Whether a message stands in the case, or in a thread that is shown in it."""
    here = Q(case=case_id) | Q(case__thread__merged_into=case_id)
    return bool(message_id) and DeskMessage.objects.filter(here, remote_id=message_id).exists()


def _writable(case: DeskCase) -> Why | None:
    """S3-40: after the end of a Discussion only comments; a claim's chat is as writable as the server says. S1-55:
    nothing while the Warehouse answers."""
    if answering.is_warehouses(case):
        return Why.CASE_WITH_WAREHOUSE
    if case.type != CLAIM and not takes_messages(standing_of(case.status, ended=case.ended)):
        return Why.ENDED
    return None if case.chat_active else Why.CHAT_CLOSED


def text_wrong(text: str, files: Sequence[StoredFile]) -> Why | None:
    """P-05: words or a file, and no more words than the platform takes."""
    if not text and not files:
        return Why.EMPTY
    return Why.TOO_LONG if len(text) > limits.MESSAGE_TEXT else None


def files_wrong(files: Sequence[StoredFile]) -> Why | None:
    """S3-38: one file, of a kind and size that the platform takes."""
    if len(files) > 1:
        return Why.TOO_MANY_FILES
    for file in files:
        if file.content_type not in limits.ATTACHMENT_TYPES:
            return Why.FILE_TYPE
        if file.size > limits.ATTACHMENT_BYTES:
            return Why.FILE_TOO_LARGE
        if not file.showable:
            return Why.FILE_NOT_SAFE
    return None
