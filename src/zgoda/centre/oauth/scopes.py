"""What an application may be allowed to do: Allegro's scopes (allegro-api.md §3.4) in words for the seller."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zgoda.wire.scopes import Scope

NAMES: dict[str, str | Promise] = {
    Scope.PROFILE_READ: _("see your account's basic data"),
    Scope.PROFILE_WRITE: _("change your account's data"),
    Scope.ORDERS_READ: _("see your orders and their parcels"),
    Scope.ORDERS_WRITE: _("change your orders and add tracking numbers"),
    Scope.DISPUTES: _("read and answer Discussions and claims"),
    Scope.MESSAGING: _("read and send messages"),
    Scope.PAYMENTS_READ: _("see payments and refunds"),
    Scope.PAYMENTS_WRITE: _("give buyers their money back"),
    Scope.RATINGS: _("see ratings and answer them"),
    Scope.BILLING_READ: _("see your fees"),
    Scope.OFFERS_READ: _("see your offers"),
    Scope.OFFERS_WRITE: _("change your offers"),
    Scope.SETTINGS_READ: _("see your sale settings"),
    Scope.SETTINGS_WRITE: _("change your sale settings"),
    Scope.SHIPMENTS_READ: _("see your shipments"),
    Scope.SHIPMENTS_WRITE: _("order and cancel shipments"),
    Scope.BIDS: _("bid in auctions"),
    Scope.CAMPAIGNS: _("manage campaigns"),
    Scope.FULFILLMENT_READ: _("see your stock in the warehouse"),
    Scope.FULFILLMENT_WRITE: _("manage your stock in the warehouse"),
    Scope.AFFILIATE_READ: _("see affiliate data"),
}


def split(scope: str | None) -> frozenset[str]:
    """The scopes of a space-separated parameter."""
    return frozenset((scope or "").split())


def join(scopes: Iterable[str]) -> str:
    """Scopes as one parameter, in the catalogue's order so that equal sets give equal text."""
    wanted = set(scopes)
    return " ".join(scope for scope in NAMES if scope in wanted)


def in_words(scope: str) -> list[str | Promise]:
    return [NAMES[name] for name in join(split(scope)).split()]
