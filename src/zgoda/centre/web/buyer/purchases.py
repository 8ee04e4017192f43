"""My purchases: what was bought, and for each product whether and from when a Discussion may be opened (S0-04)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zgoda.accounts.models import User
from zgoda.centre.claims import store as claim_store
from zgoda.centre.claims.models import ClaimRow
from zgoda.centre.orders.papers import of_buyers_orders
from zgoda.centre.ratings.reading import by_order
from zgoda.centre.store import current, laws
from zgoda.centre.store.cases import discussion
from zgoda.centre.store.models import Case
from zgoda.centre.store.purchases import BoughtLine, BoughtOrder, purchases_of
from zgoda.centre.web.buyer.claim_standing import claim_standing
from zgoda.centre.web.buyer.keyset import cursor_text, read_cursor
from zgoda.centre.web.buyer.person import buyers_only
from zgoda.centre.web.buyer.standing import Standing, standing
from zgoda.domain.claims.claim import Status as ClaimStatus
from zgoda.domain.discussion import Status
from zgoda.domain.messaging import problems_offered
from zgoda.domain.permissions import may_open
from zgoda.domain.purchase import Purchase
from zgoda.engine import clock
from zgoda.look.words.refusals import refusal

SEARCH_LENGTH = 100
Known = tuple[Sequence[Case], Sequence["KnownClaim"]]
"""What there is about a line: Discussions and claims."""


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A Discussion about a line, as the list shows it."""

    id: UUID
    status: Status
    reason: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim about a line, as the list shows it."""

    id: UUID
    reference: str
    status: ClaimStatus
    standing: Standing


@dataclass(frozen=True, slots=True)
class Line:
    """``why`` is the sentence for a Discussion that cannot be opened now, with its date; empty when it can."""

    bought: BoughtLine
    why: str
    cases: tuple[KnownCase, ...]
    claims: tuple[KnownClaim, ...]


@require_safe
@buyers_only
def purchases(request: HttpRequest, user: User) -> HttpResponse:
    now = clock.now()
    words = request.GET.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH]
    page = purchases_of(user.pk, after=read_cursor(request.GET.get("after", "")), search=words)
    line_ids = [line.id for order in page.orders for line in order.lines]
    known, claimed = _cases_of(line_ids), _claims_of(line_ids, now)
    orders = [
        (
            order,
            [
                _line(order, user.pk, line, (known.get(line.id, []), claimed.get(line.id, ())), now)
                for line in order.lines
            ],
        )
        for order in page.orders
    ]
    older = "?" + urlencode({"q": words, "after": cursor_text(page.older)}) if page.older else ""
    return render(
        request,
        "buyer/purchases.html",
        {
            "orders": orders,
            "words": words,
            "older": older,
            "paged": "after" in request.GET,
            "papers": of_buyers_orders([order.id for order in page.orders]),
            "rated": by_order(order.id for order in page.orders),
            "with_problems": _with_problems({order.market for order in page.orders}, now),
        },
    )


def opening_refusal(order: BoughtOrder, buyer_id: int, line: BoughtLine, now: datetime, *, pending: bool) -> str:
    """P-01 for one line: why and until when it is refused, or "" where a Discussion may be opened."""
    purchase = Purchase(
        market=order.market,
        order_id=order.id,
        line_id=line.id,
        buyer_id=buyer_id,
        seller_id=order.seller_id,
        purchased_at=line.bought_at,
        unit_price=line.unit_price,
        quantity=line.quantity,
        provider=order.provider,
        combined=order.combined,
    )
    law = laws.law_now(order.market, now, seller_id=order.seller_id)
    refused = may_open(purchase, now, law, pending=pending).refusal
    return refusal(refused) if refused else ""


def _with_problems(markets: Iterable[str], now: datetime) -> set[str]:
    """B1-23: the markets in which a problem with a purchase can be reported as such."""
    return {market for market in markets if problems_offered(laws.law_now(market, now).rules)}


def _line(order: BoughtOrder, buyer_id: int, bought: BoughtLine, known: Known, now: datetime) -> Line:
    rows, claims = known
    cases = [(row.id, current.as_of(discussion(row), now)) for row in rows]
    pending = any(case.status is Status.PENDING for _, case in cases)
    why = opening_refusal(order, buyer_id, bought, now, pending=pending)
    shown = tuple(KnownCase(case_id, case.status, case.reason_code, standing(case, now)) for case_id, case in cases)
    return Line(bought, why, shown, tuple(claims))


def _cases_of(line_ids: Iterable[UUID]) -> Mapping[UUID, list[Case]]:
    known: dict[UUID, list[Case]] = {}
    rows = Case.objects.filter(line_id__in=list(line_ids)).only("id", "line_id", "state").order_by("-opened_at", "-id")
    for row in rows:
        known.setdefault(row.line_id, []).append(row)
    return known


def _claims_of(line_ids: Iterable[UUID], now: datetime) -> Mapping[UUID, list[KnownClaim]]:
    known: dict[UUID, list[KnownClaim]] = {}
    for row in ClaimRow.objects.filter(line_id__in=list(line_ids)).order_by("-opened_at", "-id"):
        claim = claim_store.as_of(claim_store.claim_of(row), now)
        shown = KnownClaim(row.id, row.reference, claim.status, claim_standing(claim, now))
        known.setdefault(row.line_id, []).append(shown)
    return known
