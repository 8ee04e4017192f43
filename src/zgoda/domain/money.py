"""Money in minor units. No float ever touches an amount."""

from dataclasses import dataclass
from fractions import Fraction

EXPONENTS = {"PLN": 2, "CZK": 2, "EUR": 2, "HUF": 2}
WHOLE_UNITS_ONLY = frozenset({"HUF"})


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """``minor`` counts hundredths for every currency we serve; forint amounts are whole (C-30, G-10)."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def times(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)

    def part(self, share: Fraction) -> "Money":
        """C-30: a fraction of an amount, half-up to the smallest unit in use (HUF: the whole forint)."""
        unit = 100 if self.currency in WHOLE_UNITS_ONLY else 1
        exact = share * self.minor / unit
        return Money(int((exact + Fraction(1, 2)) // 1) * unit, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other
