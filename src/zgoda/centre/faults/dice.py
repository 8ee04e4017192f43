"""Whether a fault strikes: a pure function of the seed, the account, the operation and the request's number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from zgoda.centre.faults.catalogue import Fault

IN_A_ROW = {Fault.BUSY: 4, Fault.BUSY_SAYING_WHEN: 3, Fault.BROKEN_LIST: 16}
"""Requests of one operation that share a draw: a storm, and a bad record that stays long enough to be isolated."""


@dataclass(slots=True)
class Dice:
    """One request's draws. ``rates`` in per cent; ``struck`` collects what took effect, in order."""

    seed: int
    account: str
    operation: str
    number: int
    rates: Mapping[str, int]
    struck: list[Fault] = field(default_factory=list)

    def hits(self, fault: Fault) -> bool:
        """Whether the fault is drawn for this request; the caller says with ``note`` that it took effect."""
        rate = self.rates.get(fault, 0)
        return rate > 0 and self._draw(fault, "hit") * 100 < rate

    def first(self, faults: Sequence[Fault]) -> Fault | None:
        """The first of them that is drawn."""
        return next((fault for fault in faults if self.hits(fault)), None)

    def pick(self, fault: Fault, size: int) -> int:
        """A number below ``size``, for a fault that must choose."""
        return int(self._draw(fault, "pick") * size)

    def note(self, fault: Fault) -> None:
        self.struck.append(fault)

    def _draw(self, fault: Fault, what: str) -> float:
        """From 0 to below 1."""
        turn = self.number // IN_A_ROW.get(fault, 1)
        text = f"{self.seed}|{self.account}|{self.operation}|{turn}|{fault}|{what}"
        return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / (1 << 48)
