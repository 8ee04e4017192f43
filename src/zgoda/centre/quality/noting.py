"""What happened to a Discussion, noted for the figures in the same transaction: one row, and a mark on its days.

The sums themselves follow a moment later (`keeping`), so that cases of one seller never wait for each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from zgoda.centre.quality import refolding
from zgoda.centre.quality.columns import agent_of, unresolved, values_of
from zgoda.centre.quality.models import Counted, Kind, Touched
from zgoda.centre.store import laws
from zgoda.domain import events as e
from zgoda.domain.discussion import Discussion, Status
from zgoda.domain.quality.figures import Fact

Place = tuple[int, str, date]
"""An account, a fact and a day."""

UNMEASURED: frozenset[type[e.Event]] = frozenset(
    {
        e.ActionMissed,
        e.AutoResolveMoved,
        e.ClosingCancelled,
        e.CommentAdded,
        e.ConsultantJoined,
        e.FollowUpPassed,
        e.JoinAsked,
        e.MessagePosted,
        e.OfferAccepted,
        e.OfferDeclined,
        e.OfferMade,
        e.ParcelDelivered,
        e.ReportHandled,
        e.ResolveAskLapsed,
        e.ResolveAsked,
        e.SellerBlocked,
        e.SellerWarned,
        e.SolutionCarriedOut,
        e.UnresolvedOffered,
        e.ViolationReported,
    }
)
"""Events that move no figure by themselves; an answer has an event of its own. Whatever is not listed is looked at."""


def note(case: Discussion, recorded: Sequence[e.Recorded], now: datetime) -> None:
    """Bring the case's row up to date; nothing is written where no figure moves."""
    if all(type(one.event) in UNMEASURED for one in recorded):
        return
    row = Counted.objects.select_for_update().filter(subject=str(case.id), number=0).first()
    if row is None and case.round > 1:
        write(None, str(case.id), 0, refolding.row_values(case, now))
        return
    law = laws.law_of(case)
    unresolved_at = next((one.at for one in recorded if isinstance(one.event, e.MarkedUnresolved)), None)
    values = values_of(case, law, now, measured=case.round == 1)
    if case.round == 1 and any(isinstance(one.event, e.Answered) for one in recorded):
        values["agent"] = agent_of(recorded)
    if case.status is not Status.UNRESOLVED or unresolved_at is not None:
        values |= unresolved(case, law, unresolved_at)
    write(row, str(case.id), 0, values)


def write(row: Counted | None, subject: str, number: int, values: Mapping[str, object]) -> None:
    """Write the row where it differs, and mark the days it left and came to."""
    if row is None:
        row = Counted(subject=subject, number=number)
    elif all(getattr(row, name) == value for name, value in values.items()):
        return
    before = _given(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    touch(key[:3] for key in before ^ _given(row))


def touch(places: Iterable[Place]) -> None:
    """The sums of these facts on these days of these accounts are to be made anew."""
    Touched.objects.bulk_create(
        Touched(account=account, fact=fact, day=day) for account, fact, day in sorted(set(places))
    )


def _given(row: Counted) -> set[tuple[int, str, date, *tuple[object, ...]]]:
    """What the row gives to the sums: where, and how much."""
    if row.pk is None:
        return set()
    answers = Fact.MESSAGE_ANSWERS if row.kind == Kind.MESSAGES else Fact.DISCUSSION_ANSWERS
    facts = (
        (answers, row.ended_on, row.party, row.in_time, row.seconds, row.waiting),
        (Fact.OPENED, row.opened_on, row.opened_party),
        (Fact.UNRESOLVED, row.unresolved_on, row.unresolved_party),
    )
    return {(row.account, fact.value, day, row.market, *much) for fact, day, *much in facts if isinstance(day, date)}
