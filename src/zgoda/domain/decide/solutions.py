"""Is a solution well stated (S0-46…S0-49, C-30)?"""

from fractions import Fraction

from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.money import WHOLE_UNITS_ONLY, Money
from zgoda.domain.reasons import Reason
from zgoda.domain.refusals import Refused, Why


def expected(reason: Reason, solution: Expectation | None, line_price: Money) -> Refused | None:
    """S0-46, P-03: a problem with the product needs a solution, any other reason takes none."""
    if not reason.asks_solution:
        return Refused(Why.SOLUTION_NOT_ASKED) if solution else None
    return Refused(Why.SOLUTION_MISSING) if solution is None else stated(solution, line_price)


def stated(solution: Expectation, line_price: Money) -> Refused | None:
    """S0-49, C-30: a partial refund names exactly one of amount and fraction, and no other solution names any."""
    given = (solution.amount is not None) + (solution.share is not None)
    if solution.solution is not Solution.PARTIAL_REFUND:
        return Refused(Why.PART_NOT_ASKED) if given else None
    if given != 1:
        return Refused(Why.PART_TWICE if given else Why.PART_MISSING)
    return _amount(solution.amount, line_price) if solution.amount else _share(solution.share, line_price)


def _amount(amount: Money, line_price: Money) -> Refused | None:
    """C-30: above nothing and below the line price, in its currency; forint in whole units (G-10)."""
    if amount.currency != line_price.currency:
        return Refused(Why.WRONG_CURRENCY)
    if not 0 < amount.minor < line_price.minor:
        return Refused(Why.PART_OUT_OF_RANGE, limit=line_price.minor)
    if amount.currency in WHOLE_UNITS_ONLY and amount.minor % 100:
        return Refused(Why.PART_NOT_WHOLE)
    return None


def _share(share: tuple[int, int] | None, line_price: Money) -> Refused | None:
    """C-30: greater than 0 and below 1, and still so as money after rounding."""
    numerator, denominator = share or (0, 1)
    if not 0 < numerator < denominator:
        return Refused(Why.PART_OUT_OF_RANGE)
    return _amount(line_price.part(Fraction(numerator, denominator)), line_price)
