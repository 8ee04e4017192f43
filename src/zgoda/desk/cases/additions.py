"""What stands against a refund or an offer now. Asked under the case's lock, so of two who act at once one is told."""

from dataclasses import replace

from zgoda.desk.cases import case_page
from zgoda.desk.cases.order_money import OrderMoney, money_of
from zgoda.desk.cases.refusals import Why
from zgoda.desk.store.models import IN_FLIGHT, DeskCase, DeskMessage, Kind, Outgoing, SendState
from zgoda.domain.money import Money
from zgoda.engine.clock import real_now
from zgoda.wire.times import from_wire

_ON_ITS_WAY = (*IN_FLIGHT, SendState.UNSEEN)


def refund_refused(case: DeskCase, money: Money, left_seen: int | None) -> Why | None:
    """S0-41: one refund of an order at a time, and no more than is left; what was paid is not always known.
    ``left_seen`` is what was left when the agent decided: another's refund between may be the very same."""
    if _is_under_way(Kind.REFUND, case):
        return Why.REFUND_ON_ITS_WAY
    page = case_page.read(case.shop_id, case.pk, real_now())
    known = money_of(page) if page else None
    if known is None:
        return None
    if left_seen is not None and left_seen != known.refundable.minor:
        return Why.REFUND_BETWEEN
    fits = money.currency == known.paid.currency and money.minor <= known.refundable.minor
    return None if fits else Why.REFUND_TOO_MUCH


def refund_turned(case: DeskCase, money: Money, decided_at: int | None) -> Why | None:
    """S0-41: what stands against a refund that is about to leave. ``decided_at``: what was `asked_back` when it was
    decided; where more or less is by now, somebody should look again."""
    known = _known(case)
    if known is None:
        return None
    if money.minor > known.refundable.minor:
        return Why.REFUND_TOO_MUCH
    return Why.REFUND_BETWEEN if decided_at not in {None, known.asked_back.minor} else None


def asked_back(case: DeskCase) -> int | None:
    """What the server says was refunded or is asked for, in minor units, with what this desk sent since it was read;
    None where it does not say."""
    known = _known(case)
    return known.asked_back.minor if known is not None and known.is_stated else None


def offer_refused(case: DeskCase, chat_seen: str) -> Why | None:
    """S0-51: an offer replaces an open one, so its author must have seen that: none on its way, none made behind the
    message seen last."""
    if _is_under_way(Kind.OFFER, case):
        return Why.OFFER_ON_ITS_WAY
    standing = DeskCase.objects.values_list("own", flat=True).get(pk=case.pk).get("offer")
    made_at = from_wire(str(standing.get("madeAt"))) if isinstance(standing, dict) else None
    seen = DeskMessage.objects.filter(case=case.pk, remote_id=chat_seen).first() if chat_seen else None
    is_unseen = made_at is not None and seen is not None and made_at > seen.created_at
    return Why.OFFER_ON_ITS_WAY if is_unseen else None


def _known(case: DeskCase) -> OrderMoney | None:
    """By what was paid and given back so far, without what waits."""
    page = case_page.read(case.shop_id, case.pk, real_now())
    return money_of(replace(page, pending=())) if page else None


def _is_under_way(kind: Kind, case: DeskCase) -> bool:
    rows = Outgoing.objects.filter(kind=kind, state__in=_ON_ITS_WAY)
    if kind is Kind.REFUND and case.order_id:
        return rows.filter(case__connection_id=case.connection_id, case__order_id=case.order_id).exists()
    return rows.filter(case=case.pk).exists()
