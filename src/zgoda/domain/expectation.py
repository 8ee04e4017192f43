"""What the buyer expects for a problem with the product, and what an offer proposes."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zgoda.domain.money import Money
from zgoda.domain.rule_sets import ReturnExpectedFor


class Solution(StrEnum):
    """S0-48: exactly these four."""

    REPAIR = "REPAIR"
    EXCHANGE = "EXCHANGE"
    REFUND = "REFUND"
    PARTIAL_REFUND = "PARTIAL_REFUND"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One solution (S0-47); a partial refund carries exactly one of amount or fraction (S0-49, C-30).

    ``share`` is (numerator, denominator), so (1, 4) is a quarter of the line price.
    """

    solution: Solution
    amount: Money | None = None
    share: tuple[int, int] | None = None

    def money(self, line_price: Money) -> Money | None:
        """C-30: the money value shown on the wire: the amount, or the fraction of the line price."""
        if self.amount is not None:
            return self.amount
        if self.share is not None:
            return line_price.part(Fraction(*self.share))
        return line_price if self.solution is Solution.REFUND else None


def seller_may_expect_return(expected: Expectation, expected_for: ReturnExpectedFor) -> bool:
    """S0-50, C-21: tied literally to the partial refund; by switch to every solution."""
    return expected.solution is Solution.PARTIAL_REFUND or expected_for is ReturnExpectedFor.ALL
