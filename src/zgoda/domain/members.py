"""Who may what in a shop at the desk: four roles, what each may do, and who may change whose role."""

from dataclasses import dataclass
from enum import StrEnum


class ShopRole(StrEnum):
    """What a person is in a shop, the mightiest first."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    AGENT = "AGENT"
    READONLY = "READONLY"


class Act(StrEnum):
    """What pages and acts of the desk ask for."""

    READ = "READ"
    WRITE = "WRITE"
    ADMINISTER = "ADMINISTER"
    MANAGE_PEOPLE = "MANAGE_PEOPLE"
    READ_LOG = "READ_LOG"
    EXPORT = "EXPORT"
    ERASE = "ERASE"


class Why(StrEnum):
    """Why a change among the members is refused; the page chooses the words."""

    NOT_YOURS = "NOT_YOURS"
    LAST_OWNER = "LAST_OWNER"


@dataclass(frozen=True, slots=True)
class Change:
    """``to`` is None where the person is to leave. ``owners``: how many the shop has before."""

    by: ShopRole
    of: ShopRole
    to: ShopRole | None
    owners: int


_EVERYBODY = frozenset(ShopRole)
_RUNS_THE_SHOP = frozenset({ShopRole.OWNER, ShopRole.ADMIN})
_MAY: dict[Act, frozenset[ShopRole]] = {
    Act.READ: _EVERYBODY,
    Act.WRITE: _RUNS_THE_SHOP | {ShopRole.AGENT},
    Act.ADMINISTER: _RUNS_THE_SHOP,
    Act.MANAGE_PEOPLE: _RUNS_THE_SHOP,
    Act.READ_LOG: _RUNS_THE_SHOP,
    Act.EXPORT: _RUNS_THE_SHOP,
    Act.ERASE: _RUNS_THE_SHOP,
}


def may(role: ShopRole, act: Act) -> bool:
    """P-43: setting up is for the owner and those with the admin right; agents write, read-only members look."""
    return role in _MAY[act]


def needs_factor(role: ShopRole) -> bool:
    """Whether a deployment that requires second factors requires one of this role: of whoever runs the shop."""
    return role in _RUNS_THE_SHOP


def grantable(by: ShopRole) -> tuple[ShopRole, ...]:
    """The roles that this person may give and take: an administrator makes nobody an owner."""
    if not may(by, Act.MANAGE_PEOPLE):
        return ()
    return tuple(role for role in ShopRole if by is ShopRole.OWNER or role is not ShopRole.OWNER)


def why_not(change: Change) -> Why | None:
    """None: it may be done. A shop keeps an owner: the last one neither leaves nor becomes something less."""
    mine = grantable(change.by)
    if change.of not in mine or (change.to is not None and change.to not in mine):
        return Why.NOT_YOURS
    leaves = change.of is ShopRole.OWNER and change.to is not ShopRole.OWNER
    return Why.LAST_OWNER if leaves and change.owners <= 1 else None
