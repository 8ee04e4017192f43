"""What an application may be allowed to do: Allegro's scopes (allegro-api.md §3.4) in words for the seller."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFIX = "allegro:api:"

NAMES: dict[str, str | Promise] = {
    f"{PREFIX}profile:read": _("see your account's basic data"),
    f"{PREFIX}profile:write": _("change your account's data"),
    f"{PREFIX}orders:read": _("see your orders and their parcels"),
    f"{PREFIX}orders:write": _("change your orders and add tracking numbers"),
    f"{PREFIX}disputes": _("read and answer Discussions and claims"),
    f"{PREFIX}messaging": _("read and send messages"),
    f"{PREFIX}payments:read": _("see payments and refunds"),
    f"{PREFIX}payments:write": _("give buyers their money back"),
    f"{PREFIX}ratings": _("see ratings and answer them"),
    f"{PREFIX}billing:read": _("see your fees"),
    f"{PREFIX}sale:offers:read": _("see your offers"),
    f"{PREFIX}sale:offers:write": _("change your offers"),
    f"{PREFIX}sale:settings:read": _("see your sale settings"),
    f"{PREFIX}sale:settings:write": _("change your sale settings"),
    f"{PREFIX}shipments:read": _("see your shipments"),
    f"{PREFIX}shipments:write": _("order and cancel shipments"),
    f"{PREFIX}bids": _("bid in auctions"),
    f"{PREFIX}campaigns": _("manage campaigns"),
    f"{PREFIX}fulfillment:read": _("see your stock in the warehouse"),
    f"{PREFIX}fulfillment:write": _("manage your stock in the warehouse"),
    f"{PREFIX}affiliate:read": _("see affiliate data"),
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
