"""Why a Discussion is opened: the reasons and sub-reasons of rules B.3, with what each one asks for."""

from dataclasses import dataclass
from enum import StrEnum

from zgoda.domain.actors import Role


class Group(StrEnum):
    """The reason a buyer picks first; most have sub-reasons."""

    NOT_RECEIVED = "NOT_RECEIVED"
    INCOMPLETE = "INCOMPLETE"
    PRODUCT_PROBLEM = "PRODUCT_PROBLEM"
    NO_REFUND = "NO_REFUND"
    WITHDRAWAL = "WITHDRAWAL"
    RETURN_PROBLEM = "RETURN_PROBLEM"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of B.3. ``route`` is who answers when the platform fulfils the order (S1-39…S1-49).

    ``not_received`` alone brings the 7-day rule and the four actions (S0-35, S0-37);
    ``asks_solution`` marks "problem with the product" (S0-46); ``delivery_problem`` the three of C-31, which in a
    combined order concern other sellers too (S1-56); legacy codes are for import only.
    """

    code: str
    group: Group
    route: Role
    not_received: bool = False
    asks_solution: bool = False
    delivery_problem: bool = False
    legacy: bool = False


W, S = Role.WAREHOUSE, Role.SELLER
_ALL = (
    Reason("NO_PRODUCT_RECEIVED", Group.NOT_RECEIVED, W, not_received=True, delivery_problem=True),
    Reason("NO_PRODUCT_IN_PARCEL", Group.INCOMPLETE, W, delivery_problem=True),
    Reason("NO_PROOF_OF_PURCHASE_MANUAL_OR_WARRANTY", Group.INCOMPLETE, S),
    Reason("MISSING_PRODUCT_ELEMENT", Group.INCOMPLETE, S),
    Reason(
        "PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT", Group.PRODUCT_PROBLEM, W, asks_solution=True, delivery_problem=True
    ),
    Reason("PRODUCT_DAMAGED_PARCEL_INTACT", Group.PRODUCT_PROBLEM, W, asks_solution=True),
    Reason("DEFECT_FOUND_DURING_USE", Group.PRODUCT_PROBLEM, S, asks_solution=True),
    Reason("NOT_AS_DESCRIBED", Group.PRODUCT_PROBLEM, S, asks_solution=True),
    Reason("NO_REFUND_AFTER_RETURNING_PRODUCT", Group.NO_REFUND, W),
    Reason("NO_REFUND_AFTER_CANCELING_ORDER", Group.NO_REFUND, W),
    Reason("PROBLEM_WITH_WITHDRAWAL_CANCELLATION_OF_PURCHASE", Group.WITHDRAWAL, W),
    Reason("SELLER_DOES_NOT_WANT_TO_ACCEPT_RETURN", Group.RETURN_PROBLEM, W),
    Reason("PROBLEM_WITH_SENDING_PRODUCT_BACK", Group.RETURN_PROBLEM, W),
    Reason("OTHER", Group.OTHER, S),
    Reason(
        "DID_NOT_RECEIVE_GOODS_AFTER_PAYMENT",
        Group.NOT_RECEIVED,
        W,
        not_received=True,
        delivery_problem=True,
        legacy=True,
    ),
    Reason("RECEIVED_ITEMS_NOT_MATCHING_DESCRIPTION", Group.PRODUCT_PROBLEM, S, asks_solution=True, legacy=True),
    Reason("RECEIVED_INCOMPLETE_ORDER", Group.INCOMPLETE, S, legacy=True),
    Reason("ITEM_IS_DAMAGED", Group.PRODUCT_PROBLEM, S, asks_solution=True, legacy=True),
    Reason("PROBLEM_WITH_GOODS_RETURN_CANCELLATION_OF_PURCHASE", Group.WITHDRAWAL, W, legacy=True),
)
REASONS = {reason.code: reason for reason in _ALL}
OFFERED = tuple(reason for reason in _ALL if not reason.legacy)


def find(code: str) -> Reason:
    """The reason with this code; a code nobody knows is kept verbatim and treated as OTHER (B.3)."""
    return REASONS.get(code) or Reason(code, Group.OTHER, S, legacy=True)


def is_known(code: str) -> bool:
    """Whether a code says which rules hold; where a server names none, 7 and 14 days are both possible (TM-3)."""
    return code in REASONS


def sub_reasons(group: Group) -> tuple[Reason, ...]:
    """What the opening form offers under a reason. One entry means the reason has no sub-reason."""
    return tuple(reason for reason in OFFERED if reason.group is group)
