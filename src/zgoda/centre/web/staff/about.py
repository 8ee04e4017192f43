"""What every staff page about a case shows in the same way: its clocks, its offer, what the buyer wanted."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404

from zgoda.centre.cases import steps, thread
from zgoda.centre.cases.acts import Outcome
from zgoda.centre.cases.reading import Reading
from zgoda.centre.handle import NoSuchCase
from zgoda.domain.discussion import Discussion, OfferState
from zgoda.look.words.clocks import gone, state
from zgoda.look.words.solutions import expectation_words
from zgoda.look.words.timers import OPENS, timer_name
from zgoda.look.words.times import left, when

Files = Sequence[tuple[UUID, thread.ShownFile]]
"""Files that came with a refused message: each with its id and its chip."""


def clocks_shown(reading: Reading) -> list[dict[str, object]]:
    """As the ``clocks`` component takes them; what only opens a possibility is never drawn as late."""
    opens = {timer_name(kind) for kind in OPENS}
    opened, now = reading.case.opened_at, reading.now
    return [
        {
            "state": "opens" if one.name in opens else state(opened, one.at, now),
            "words": f"{one.name}: {when(one.at)}",
            "gone": gone(opened, one.at, now),
            "due": one.at,
            "note": one.rule,
            "steps": one.steps,
            "then": one.then,
        }
        for one in steps.clocks_of(reading)
    ]


def answer_clock(case: Discussion, now: datetime) -> dict[str, object] | None:
    """The time to answer, while the answer is waited for; a case that was answered has none to show."""
    due = case.deadlines.answer_due
    if not case.owes_answer:
        return None
    return {
        "state": state(case.opened_at, due, now),
        "words": f"{left(due, now)} · {when(due)}",
        "gone": gone(case.opened_at, due, now),
        "due": due,
    }


def offer_shown(reading: Reading) -> dict[str, object] | None:
    """The offer that waits for the buyer, or the one that was agreed or declined last."""
    offer = reading.case.offer
    if offer is None or offer.state is OfferState.REPLACED:
        return None
    return {
        "words": expectation_words(offer.solution, reading.case.purchase.line_price),
        "by": offer.by.role,
        "state": offer.state,
        "at": offer.made_at,
        "past": offer.state is OfferState.DECLINED,
    }


def wanted(reading: Reading) -> str:
    """The solution that the buyer expects, "" where none was asked for."""
    asked = reading.case.expectation
    return expectation_words(asked, reading.case.purchase.line_price) if asked else ""


def existing(act: Callable[[], Outcome]) -> Outcome:
    """404 where the case does not exist."""
    try:
        return act()
    except NoSuchCase as unknown:
        raise Http404 from unknown
