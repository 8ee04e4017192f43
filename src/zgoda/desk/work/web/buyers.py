"""What a shop has been through with one buyer: all cases with their orders, and what was paid in them."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zgoda.desk.cases import case_page
from zgoda.desk.store.models import DeskCase, DeskOrder, Member
from zgoda.desk.web import rendering, words
from zgoda.desk.web.frame import frame
from zgoda.desk.web.membership import member_required
from zgoda.domain.money import Money
from zgoda.engine.clock import real_now
from zgoda.look.words.times import day, money

MOST = 100


@dataclass(frozen=True, slots=True)
class Past:
    """One case, in words. ``paid`` is empty where the order was not read."""

    href: str
    about: str
    status: str
    opened: str
    order: str
    paid: str
    ended: bool


@require_safe
@member_required
def history(request: HttpRequest, member: Member, case_id: int) -> HttpResponse:
    """The latest ``MOST`` cases of the case's buyer, the newest first."""
    case = case_page.case_of(member.shop_id, case_id)
    if case is None:
        raise Http404
    rows = DeskCase.objects.filter(shop_id=member.shop_id, buyer_key=case.buyer_key).exclude(buyer_key="")
    cases = list(rows.order_by("-pk").defer("remote", "own")[: MOST + 1])
    past = _past(cases[:MOST])
    values = {
        "case": case,
        "past": past,
        "open_count": sum(not one.ended for one in past),
        "more": len(cases) > MOST,
        "query": request.GET.urlencode(),
    }
    return rendering.page(request, "work/buyer.html", frame(member, "open", real_now()), values)


def _past(cases: list[DeskCase]) -> list[Past]:
    wanted = {case.order_id for case in cases if case.order_id}
    known = DeskOrder.objects.filter(connection__in={case.connection_id for case in cases}, remote_id__in=wanted)
    paid = {
        (connection, order): money(Money(minor or 0, currency))
        for connection, order, minor, currency in known.exclude(paid_minor=None).values_list(
            "connection_id", "remote_id", "paid_minor", "paid_currency"
        )
    }
    language = get_language()
    return [
        Past(
            f"/cases/{one.pk}",
            words.about(one.reason, one.subject),
            words.status_parts(language, one.type, one.status)[1],
            day(one.opened_at),
            one.order_id[:8],
            paid.get((one.connection_id, one.order_id), ""),
            one.ended,
        )
        for one in cases
    ]
