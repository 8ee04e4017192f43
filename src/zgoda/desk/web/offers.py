"""Solutions and money in the desk's words: what the buyer expects, what was offered, what was agreed."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from zgoda.desk.cases.order_money import money_of
from zgoda.desk.web.once import once_a_page
from zgoda.domain.money import Money
from zgoda.look.words.solutions import share_name, solution_name
from zgoda.look.words.times import money
from zgoda.wire.money import minor_of

SHARES = ("1/2", "1/3", "1/4", "2/3", "3/4")


order_money = once_a_page(money_of)
"""What the order's buyer paid and what is left; None where nobody knows."""


def payload_words(payload: Mapping[str, object]) -> str:
    """A solution and its part, or an amount alone; empty where there is neither."""
    name = solution_name(str(payload["solution"])) if payload.get("solution") else ""
    part = _part(payload)
    return f"{name}: {part}" if name and part else name or part


def wire_words(solution: object) -> str:
    """The same of a solution as a server with additions states it."""
    if not isinstance(solution, dict) or not solution.get("name"):
        return ""
    amount = solution.get("amount")
    given: dict[str, object] = {"solution": solution["name"], "share": solution.get("share") or ""}
    minor = minor_of(str(amount.get("amount"))) if isinstance(amount, dict) else None
    if isinstance(amount, dict) and minor is not None:
        given |= {"minor": minor, "currency": str(amount.get("currency"))}
    return payload_words(given)


def share_choices() -> list[tuple[str, str]]:
    return [("", _("an amount, below")), *((share, _share(share)) for share in SHARES)]


def _part(payload: Mapping[str, object]) -> str:
    if payload.get("minor"):
        return money(Money(int(str(payload["minor"])), str(payload["currency"])))
    return _share(str(payload["share"])) if payload.get("share") else ""


def _share(share: str) -> str:
    try:
        exact = Fraction(share)
    except (ValueError, ZeroDivisionError):
        return share
    return share_name((exact.numerator, exact.denominator))
