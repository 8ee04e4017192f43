"""What happened to a Discussion, noted for the figures in the same transaction: one row, and a mark on its days.

The sums themselves follow a moment later (`keeping`), so that cases of one seller never wait for each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from zgoda.centre.quality import refolding
from zgoda.centre.quality.columns import unresolved, values_of
from zgoda.centre.quality.models import Counted, Touched
from zgoda.centre.store import laws
from zgoda.domain import events as e
from zgoda.domain.discussion import Discussion, Status

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
    if case.status is not Status.UNRESOLVED or unresolved_at is not None:
        values |= unresolved(case, law, unresolved_at)
    write(row, str(case.id), 0, values)


def write(row: Counted | None, subject: str, number: int, values: Mapping[str, object]) -> None:
    """Write the row where it differs, and mark the days it left and came to."""
    if row is None:
        row = Counted(subject=subject, number=number)
    elif all(getattr(row, name) == value for name, value in values.items()):
        return
    before = _days(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    touch(before | _days(row))


def touch(days: Iterable[tuple[int, date | None]]) -> None:
    """The sums of these days of these accounts are to be made anew."""
    Touched.objects.bulk_create(Touched(account=account, day=day) for account, day in sorted(days, key=str))


def _days(row: Counted) -> set[tuple[int, date | None]]:
    days = (row.ended_on, row.opened_on, row.unresolved_on)
    return {(row.account, day) for day in days if day is not None and row.pk is not None}
