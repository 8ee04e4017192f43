"""The service record: how many Discussions there were and how they went, by the domain's own counting."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zgoda.desk.store.models import DeskCase, Member
from zgoda.desk.web import rendering
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required
from zgoda.domain.discussion import ClosureReason, Status
from zgoda.domain.quality.record import CaseFacts, ServiceRecord, service_record
from zgoda.engine.clock import real_now
from zgoda.look.words.statuses import closure_name
from zgoda.look.words.times import number, percent

DAYS = 30
_STATUSES = {
    "DISPUTE_ONGOING": Status.PENDING,
    "DISPUTE_UNRESOLVED": Status.UNRESOLVED,
    "DISPUTE_CLOSED": Status.RESOLVED,
}
_COLUMNS = ("status", "opened_at", "answer_due", "own_answer_due", "answered_at", "own__closureReason")


@require_safe
@member_required
def record(request: HttpRequest, member: Member) -> HttpResponse:
    """Discussions opened in the last thirty days by the servers' clock."""
    now = real_now()
    around = frame(member, "record", now)
    counted = of_shop(member.shop_id, around.server_now)
    return rendering.page(
        request, "desk/record.html", around, {"days": DAYS, "record": counted, "rows": _rows(counted)}
    )


def of_shop(shop_id: int, now: datetime) -> ServiceRecord:
    """S0-53, S0-54: counted from the mirror."""
    rows = DeskCase.objects.filter(shop_id=shop_id, type="DISPUTE", opened_at__gte=now - timedelta(days=DAYS))
    return service_record(_facts(rows.values_list(*_COLUMNS).iterator(), now))


def _facts(rows: Iterator[tuple[object, ...]], now: datetime) -> Iterator[CaseFacts]:
    for status, _opened, due, own_due, answered, closure in rows:
        stands = _STATUSES.get(str(status), Status.PENDING)
        known = str(closure) in ClosureReason.__members__
        ended = ClosureReason(str(closure)) if known else None
        yield CaseFacts(stands, ended if stands == Status.RESOLVED else None, _in_time(due or own_due, answered, now))


def _in_time(due: object, answered: object, now: datetime) -> bool | None:
    if not isinstance(due, datetime):
        return None
    if isinstance(answered, datetime):
        return answered <= due
    return False if now > due else None


def _rows(counted: ServiceRecord) -> list[tuple[str, str]]:
    resolved = [
        (_("Resolved: %(how)s") % {"how": closure_name(reason)}, number(count))
        for reason, count in counted.resolved.items()
    ]
    timely = counted.timely
    share = percent(float(timely)) if timely is not None else _("no data yet")
    return [
        (_("Discussions opened"), number(counted.opened)),
        (_("Pending"), number(counted.pending)),
        (_("Unresolved"), number(counted.unresolved)),
        *resolved,
        (_("Answered in time"), number(counted.answered_in_time)),
        (_("Answered late or not at all"), number(counted.answered_late)),
        (_("Timely responses"), share),
    ]
