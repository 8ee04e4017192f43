"""The sandbox's sample people as the sign-in page shows them: by role, with what each role sees."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zgoda.accounts.models import Role, User


@dataclass(frozen=True, slots=True)
class Group:
    """People of one role. ``voice`` is how `components/case.html` draws them; "us" is the seller's side."""

    role: Role
    title: str | Promise
    sees: str | Promise
    voice: str
    people: tuple[User, ...] = ()


_ROLES = (
    Group(
        Role.NONE,
        _("Agents of the shop"),
        _("The shop's desk: Discussions, claims and messages of its buyers, to be answered and settled."),
        "us",
    ),
    Group(
        Role.BUYER,
        _("Buyers"),
        _("Their purchases. They report a problem, write with the seller, accept an offer, return and rate."),
        "",
    ),
    Group(
        Role.SELLER,
        _("Sellers"),
        _("The programs that may act for them, and which letters they get. They answer buyers at the desk."),
        "us",
    ),
    Group(
        Role.WAREHOUSE,
        _("The Warehouse"),
        _("Discussions, messages and claims about orders that it sends, and incidents that concern many of them."),
        "warehouse",
    ),
    Group(
        Role.CONSULTANT,
        _("Consultants"),
        _("Discussions in which the platform was asked to join. They propose, and open one for a buyer."),
        "platform",
    ),
    Group(
        Role.MODERATOR,
        _("Moderators"),
        _("Reports of violations, comments in ratings, sellers and their quality, and the consultants' queue."),
        "platform",
    ),
    Group(
        Role.HOTLINE,
        _("The hotline"),
        _("Calls: who calls about which order, what was told, and what to write to the seller."),
        "platform",
    ),
    Group(
        Role.ADMIN,
        _("Administrators"),
        _("Rules and calendars, letters, the log, and the sandbox's clock and faults."),
        "platform",
    ),
    Group(Role.OVERSIGHT, _("Oversight"), _("Nothing yet: no page is made for this role."), "platform"),
)
"""In the order in which somebody tries the product: first the two sides, then whoever helps them."""


def by_role(people: Iterable[User]) -> list[Group]:
    """Groups that have somebody; people within one in the order in which they came."""
    of: dict[str, list[User]] = {}
    for one in people:
        of.setdefault(one.role, []).append(one)
    return [
        Group(kind.role, kind.title, kind.sees, kind.voice, tuple(of[kind.role])) for kind in _ROLES if kind.role in of
    ]
