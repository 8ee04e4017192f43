"""The solutions a buyer expects or somebody offers, in words (S0-48, S0-49)."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import Money
from zgoda.look.words.times import money

_NAMES = {
    Solution.REPAIR: gettext_lazy("Repair"),
    Solution.EXCHANGE: gettext_lazy("Exchange"),
    Solution.REFUND: gettext_lazy("Refund"),
    Solution.PARTIAL_REFUND: gettext_lazy("Partial refund"),
}
_HALVES = {
    (1, 2): gettext_lazy("half of the price"),
    (1, 3): gettext_lazy("a third of the price"),
    (1, 4): gettext_lazy("a quarter of the price"),
    (2, 3): gettext_lazy("two thirds of the price"),
    (3, 4): gettext_lazy("three quarters of the price"),
}


def solution_name(code: str) -> str:
    """One of the four; another code (from a server that knows more) is shown as it came."""
    return str(_NAMES[Solution(code)]) if code in Solution.__members__ else code


def share_name(share: tuple[int, int]) -> str:
    """A fraction of the line price: usual ones by name, others as a fraction."""
    exact = Fraction(*share)
    named = _HALVES.get((exact.numerator, exact.denominator))
    if named is not None:
        return str(named)
    return _("%(share)s of the price") % {"share": f"{exact.numerator}/{exact.denominator}"}


def expectation_words(wanted: Expectation, line_price: Money | None = None) -> str:
    """``Partial refund: a quarter of the price (35,00 zł)``; without the price the fraction stands alone."""
    name = solution_name(wanted.solution)
    if wanted.amount is not None:
        return f"{name}: {money(wanted.amount)}"
    if wanted.share is not None:
        part = share_name(wanted.share)
        value = wanted.money(line_price) if line_price is not None else None
        return f"{name}: {part} ({money(value)})" if value is not None else f"{name}: {part}"
    return name
