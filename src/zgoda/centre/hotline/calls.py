"""What a hotline agent does with a call, one function each: pages call these and nothing else writes.

Each is one transaction: lock the call, ask the rules, write everything down, enqueue what goes outside. The token of a
form gives the id of what it makes, so that a form sent twice makes it once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from zgoda.centre.hotline import contacts
from zgoda.centre.hotline.contacts import Contact
from zgoda.centre.hotline.letters import thread_words
from zgoda.centre.hotline.lines import line_of
from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.mailing import posting
from zgoda.centre.messaging.acts import About, begin_for_buyer
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.partners.telephony.client import first_look, look_after, start_transfer
from zgoda.domain import hotline as rules
from zgoda.domain.hotline import SELLERS_WEEK, HotlineRefused, HotlineWhy, Outcome, Topic, TransferState
from zgoda.domain.markets import market as market_named
from zgoda.domain.notifications import Kind
from zgoda.engine.instants import whole_ms

T = TypeVar("T")


class NoSuchCall(LookupError):
    """There is none; ``args[0]`` is the id."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and about what: an order, or before a purchase a seller's offer, or neither."""

    name: str = ""
    phone: str = ""
    order_id: UUID | None = None
    buyer_id: int | None = None
    seller_id: int | None = None
    offer_id: str = ""


def take(
    agent_id: int, market: str, caller: Caller, topic: Topic | None, *, seller_only: bool, now: datetime, token: UUID
) -> Call | HotlineRefused:
    """S1-25: log a call that begins now. An order brings its own market, buyer and seller; one that the hotline does
    not serve is none. A form that comes again with another caller, as after going back in the browser, is another call.
    """
    order = contacts.order_named(caller.order_id) if caller.order_id else None
    where = order.market if order else market
    call_id = uuid5(token, repr((agent_id, where, caller, topic, seller_only)))
    refused = rules.may_take_call(now, line_of(where).hours)
    if refused is not None:
        return Call.objects.filter(pk=call_id).first() or refused
    values = {
        "agent_id": agent_id,
        "market": where,
        "began_at": whole_ms(now),
        "caller_name": caller.name,
        "caller_phone": caller.phone,
        "phone_key": rules.number_key(caller.phone),
        "buyer_id": order.buyer_id if order else caller.buyer_id,
        "seller_id": order.seller_id if order else caller.seller_id,
        "order": order,
        "offer_id": caller.offer_id,
        "topic": topic or "",
        "seller_only": seller_only,
    }
    call, _ = Call.objects.get_or_create(pk=call_id, defaults=values)
    return call


def note(call_id: UUID, topic: Topic | None, notes: str, *, seller_only: bool, now: datetime) -> Call | HotlineRefused:
    """What the call is about, as the agent understands it by now. Notes may be mended after the call's end."""

    def act(call: Call) -> Call | HotlineRefused:
        if len(notes) > rules.NOTES_LENGTH:
            return HotlineRefused(HotlineWhy.TOO_LONG, limit=rules.NOTES_LENGTH)
        call.notes = notes
        if call.ended_at is None:
            call.topic, call.seller_only = topic or "", seller_only
        call.save(update_fields=["topic", "seller_only", "notes"])
        return call

    return _locked(call_id, act)


def transfer(call_id: UUID, summary: str, *, now: datetime, token: UUID) -> Transfer | HotlineRefused:
    """S1-30, P-40: hand the call over with a summary. The exchange dials, or the agent where none does; the seller is
    told by letter what it is about and asked to handle it."""

    transfer_id = _of_call(token, call_id)

    def act(call: Call) -> Transfer | HotlineRefused:
        known = call.transfers.filter(pk=transfer_id).first()
        if known is not None:
            return known
        seller = seller_of(call)
        refused = rules.may_transfer(facts_of(call, seller), summary, now, seller.hours)
        if refused is not None:
            return refused
        return _begin(call, seller, summary.strip(), now, transfer_id)

    return _locked(call_id, act)


def give_number(call_id: UUID, *, now: datetime) -> Call | HotlineRefused:
    """S1-31 (a): the agent has read the seller's number out to the buyer."""

    def act(call: Call) -> Call | HotlineRefused:
        if call.number_given_at is not None:
            return call
        seller = seller_of(call)
        refused = rules.may_give_number(facts_of(call, seller), now, seller.hours)
        if refused is not None:
            return refused
        call.number_given_at = whole_ms(now)
        call.save(update_fields=["number_given_at"])
        return call

    return _locked(call_id, act)


def open_thread(call_id: UUID, questions: str, *, now: datetime, token: UUID) -> Call | HotlineRefused:
    """S1-31 (b), P-41: the buyer's questions go to the seller, who is asked to reply there; once for each call."""

    def act(call: Call) -> Call | HotlineRefused:
        seller = seller_of(call)
        refused = rules.may_open_thread(facts_of(call, seller), questions, now, seller.hours)
        if refused is not None:
            return call if call.thread_message_id and refused.why is HotlineWhy.THREAD_OPENED_ALREADY else refused
        about = About(call.order_id, call.offer_id)
        words = thread_words(call, questions.strip())
        own = _of_call(token, call_id)
        sent = begin_for_buyer(call.buyer_id or 0, seller.seller_id, about, words, now=now, token=own)
        if not isinstance(sent, ThreadMessage):
            return HotlineRefused(HotlineWhy.TOO_LONG, limit=rules.QUESTIONS_LENGTH)
        call.thread_message = sent
        call.save(update_fields=["thread_message"])
        return call

    return _locked(call_id, act)


def end(call_id: UUID, outcome: Outcome | None, *, now: datetime) -> Call | HotlineRefused:
    """The call is over, and this is how it went."""

    def act(call: Call) -> Call | HotlineRefused:
        if call.ended_at is not None and call.outcome == outcome:
            return call
        refused = rules.may_end(facts_of(call, seller_of(call)), outcome)
        if refused is not None:
            return refused
        call.outcome, call.ended_at = outcome or "", max(whole_ms(now), call.began_at)
        call.save(update_fields=["outcome", "ended_at"])
        return call

    return _locked(call_id, act)


def facts_of(call: Call, seller: Contact) -> rules.Call:
    """The call as the rules see it."""
    attempts = call.transfers.order_by("asked_at", "id").values_list("state", flat=True)
    return rules.Call(
        seller_only=call.seller_only,
        seller_known=call.seller_id is not None,
        buyer_known=call.buyer_id is not None,
        number=seller.phone,
        transfers=tuple(TransferState(state) for state in attempts),
        number_given=call.number_given_at is not None,
        thread_opened=call.thread_message_id is not None,
        ended=call.ended_at is not None,
    )


def seller_of(call: Call) -> Contact:
    """How the call's seller is reached; where the call names none, somebody who cannot be."""
    if call.seller is not None:
        return contacts.contact_of(call.seller)
    return Contact(0, "", "", "", "", SELLERS_WEEK, market_named(call.market))


def _of_call(token: UUID, call_id: UUID) -> UUID:
    """What a form's token stands for in this call; in another call the same token stands for something else."""
    return uuid5(token, str(call_id))


def _begin(call: Call, seller: Contact, summary: str, now: datetime, transfer_id: UUID) -> Transfer:
    by_hand = not (settings.TELEPHONY_URL and line_of(call.market).by_exchange)
    row = Transfer.objects.create(
        id=transfer_id,
        call=call,
        number=seller.phone,
        summary=summary,
        by_hand=by_hand,
        state=TransferState.ASKED,
        asked_at=whole_ms(now),
    )
    posting.post(Kind.CALL_HANDED_OVER, seller.seller_id, key=f"call:{row.id}", about=row.id)
    if not by_hand:
        start_transfer.enqueue(str(row.id))
        look_after.using(run_after=first_look()).enqueue(str(row.id), 1)
    return row


def _locked(call_id: UUID, act: Callable[[Call], T]) -> T:
    with transaction.atomic():
        rows = Call.objects.select_for_update(of=("self",)).select_related("seller", "buyer", "order")
        call = rows.filter(pk=call_id).first()
        if call is None:
            raise NoSuchCall(call_id)
        return act(call)
