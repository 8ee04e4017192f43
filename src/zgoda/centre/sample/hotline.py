"""The hotline of the sample: a line in each market, sellers with telephones, and calls of the last days.

A call that asks for the seller goes as the rules let it on that day: in the seller's hours it is tried first.
"""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec

from zgoda.accounts.models import User
from zgoda.centre.hotline import attempts, calls, contacts, lines
from zgoda.centre.hotline.calls import Caller
from zgoda.centre.hotline.lines import Line
from zgoda.centre.hotline.models import Call, Transfer
from zgoda.centre.sample.scenarios import SampleBroken
from zgoda.domain.hotline import SELLERS_WEEK, HotlineHours, HotlineRefused, Outcome, Topic, TransferState
from zgoda.domain.markets import MARKETS, market

NUMBERS = {"pl": "+48 22 555 00 11", "cz": "+420 225 550 011", "sk": "+421 2 5550 0011", "hu": "+36 1 555 0011"}
SELLERS = {
    "Ceramika-Bory": "+48 22 555 01 21",
    "Rowery-Wicher": "+48 22 555 01 29",
    "TechNord": "+48 22 555 01 20",
    "Sklo-Vltava": "+420 225 550 122",
    "Tatra-Gear": "+421 2 5550 0120",
    "Duna-Konyha": "+36 1 555 0129",
}
"""None of them is anybody's; by their last digit the local exchange knows who answers."""
_SAID = timedelta(minutes=1)


class Told(msgspec.Struct, frozen=True):
    """One line of ``calls.jsonl``: ``at`` by the market's clock, ``days`` before loading. ``how``: ANSWERED, LEFT,
    SELLER (put through), or NUMBER and THREAD where the seller is not reached; ``words`` go to the seller."""

    days: int
    at: str
    market: str
    order: UUID | None
    name: str
    phone: str
    topic: str
    notes: str
    how: str
    words: str = ""
    seller: str = ""
    offer: str = ""


def open_lines(now: datetime) -> None:
    """The four lines, and the sellers' telephones."""
    for row in MARKETS.values():
        line = Line(row, NUMBERS[row.code], HotlineHours(row.zone), by_exchange=True)
        lines.change(line, by_id=None, at=now - timedelta(days=60), why="sample")
    for login, phone in SELLERS.items():
        seller = User.objects.get(username=login)
        email = f"kontakt@{login.lower()}.sample.invalid"
        contacts.set_contact(seller.pk, phone=phone, email=email, week=SELLERS_WEEK, now=now - timedelta(days=60))


def replay_call(line: str, agent: User, now: datetime) -> None:
    """Raises `SampleBroken` where the rules refuse a step."""
    told = msgspec.json.decode(line, type=Told)
    zone = market(told.market).zone
    day = now.astimezone(zone).date() - timedelta(days=told.days)
    began = datetime.combine(day, time.fromisoformat(told.at), zone)
    seller = User.objects.filter(username=told.seller).first() if told.seller else None
    caller = Caller(told.name, told.phone, told.order, seller_id=seller.pk if seller else None, offer_id=told.offer)
    topic = Topic(told.topic) if told.topic else None
    for_seller = bool(told.words)
    call = _done(calls.take(agent.pk, told.market, caller, topic, seller_only=for_seller, now=began, token=uuid4()))
    _done(calls.note(call.pk, topic, told.notes, seller_only=for_seller, now=began))
    outcome = _handed_over(call.pk, told, began + _SAID) if for_seller else None
    ended = outcome or (Outcome.CALLER_LEFT if told.how == "LEFT" else Outcome.ANSWERED)
    _done(calls.end(call.pk, ended, now=began + 4 * _SAID))


def _handed_over(call_id: UUID, told: Told, now: datetime) -> Outcome:
    tried = calls.transfer(call_id, told.words, now=now, token=uuid4())
    if isinstance(tried, Transfer):
        state = TransferState.CONNECTED if told.how == "SELLER" else TransferState.NO_ANSWER
        attempts.settle(tried.id, state, now=now + _SAID)
        if told.how == "SELLER":
            return Outcome.TRANSFERRED
    if told.how == "THREAD":
        _done(calls.open_thread(call_id, told.words, now=now + _SAID, token=uuid4()))
        return Outcome.THREAD_OPENED
    _done(calls.give_number(call_id, now=now + _SAID))
    return Outcome.NUMBER_GIVEN


def _done(outcome: Call | HotlineRefused) -> Call:
    if isinstance(outcome, HotlineRefused):
        raise SampleBroken(f"a call of the sample: {outcome.why}")
    return outcome
