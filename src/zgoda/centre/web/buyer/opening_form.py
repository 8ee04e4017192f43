"""The form that opens a Discussion: what was typed, which questions that brings, and what is missing (P-01, P-03)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from zgoda.centre.cases.texts import written
from zgoda.centre.web.buyer.person import parsed_id
from zgoda.domain import reasons
from zgoda.domain.decide.solutions import stated
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.limits import too_long
from zgoda.domain.money import Money
from zgoda.domain.refusals import Refused, Why
from zgoda.look.words.refusals import refusal
from zgoda.look.words.times import money

SHARES = ((1, 2), (1, 3), (1, 4), (2, 3), (3, 4))
_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_FIELDS = {
    Why.REASON_MISSING: "reason",
    Why.REASON_UNKNOWN: "reason",
    Why.PRODUCT_MISSING: "line",
    Why.TOO_EARLY_TO_OPEN: "line",
    Why.TOO_LATE_TO_OPEN: "line",
    Why.NOT_YOUR_ORDER: "line",
    Why.ALREADY_PENDING: "line",
    Why.OPEN_FOR_PURCHASE: "group",
    Why.GROUND_MISSING: "ground",
    Why.NO_WARRANTY: "ground",
    Why.NOT_CLAIMABLE: "reason",
    Why.SOLUTION_MISSING: "solution",
    Why.SOLUTION_NOT_ASKED: "solution",
    Why.PART_MISSING: "amount",
    Why.PART_TWICE: "amount",
    Why.PART_OUT_OF_RANGE: "amount",
    Why.PART_NOT_ASKED: "amount",
    Why.PART_NOT_WHOLE: "amount",
    Why.MESSAGE_TOO_LONG: "details",
    Why.TOO_MANY_ATTACHMENTS: "files",
    Why.FILE_SENT_ALREADY: "files",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they came; nothing is judged yet. ``files`` are those that an earlier attempt brought."""

    group: str = ""
    reason: str = ""
    line: str = ""
    solution: str = ""
    amount: str = ""
    share: str = ""
    details: str = ""
    files: tuple[UUID, ...] = ()

    @property
    def sub_reasons(self) -> Sequence[reasons.Reason]:
        """The second question; a group with one entry has none."""
        return reasons.sub_reasons(reasons.Group(self.group)) if self.group in reasons.Group.__members__ else ()

    @property
    def code(self) -> str | None:
        """The reason's code: chosen under its group, or the only one there."""
        offered = [reason.code for reason in self.sub_reasons]
        if len(offered) == 1:
            return offered[0]
        return self.reason if self.reason in offered else None

    @property
    def asks_solution(self) -> bool:
        """S0-46: a problem with the product asks for the expected solution."""
        return any(reason.asks_solution for reason in self.sub_reasons)


@dataclass
class Errors:
    """Sentences by field; ``summary`` keeps their order for the list on top."""

    summary: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, sentence: str) -> None:
        self.summary.append((name, sentence))

    def of(self, name: str) -> str:
        """What stands at one field."""
        return " ".join(sentence for known, sentence in self.summary if known == name)


def typed(form: QueryDict, line_id: UUID) -> Typed:
    """Everything as sent; ``line_id`` is the product of the address, used until another one is chosen.

    S0-47: of several solutions none is the one that is expected.
    """
    solutions = set(form.getlist("solution"))
    kept = (parsed_id(text) for text in form.getlist("file"))
    return Typed(
        group=form.get("group", ""),
        reason=form.get("reason", ""),
        line=form.get("line", str(line_id)),
        solution=solutions.pop() if len(solutions) == 1 else "",
        amount=form.get("amount", "").strip(),
        share=form.get("share", ""),
        details=form.get("details", ""),
        files=tuple(one for one in kept if one is not None),
    )


def check(asked: Typed, price: Money | None, errors: Errors) -> Expectation | None:
    """Say everything that is missing at once, where the rules themselves stop at the first; the expected solution."""
    if asked.code is None:
        missing = _("Choose what exactly is wrong.") if asked.sub_reasons else refusal(Refused(Why.REASON_MISSING))
        errors.add("reason" if asked.sub_reasons else "group", missing)
    solution = expectation_of(asked, price, errors) if asked.asks_solution else None
    long = too_long(written(asked.details))
    if long is not None:
        errors.add("details", refusal(long))
    return solution


def add_refusal(refused: Refused, price: Money | None, errors: Errors) -> None:
    """The rules' own "no", at its field."""
    errors.add(_FIELDS.get(refused.why, ""), _sentence(refused, price))


def expectation_of(asked: Typed, price: Money | None, errors: Errors) -> Expectation | None:
    """S0-46…S0-49: one solution; a partial refund with an amount or a fraction."""
    if asked.solution not in Solution.__members__:
        errors.add("solution", refusal(Refused(Why.SOLUTION_MISSING)))
        return None
    solution = Solution(asked.solution)
    if solution is not Solution.PARTIAL_REFUND:
        return Expectation(solution)
    if price is None:
        return None
    amount = _amount(asked.amount, price.currency)
    if asked.amount and amount is None:
        errors.add("amount", _("Write the amount in digits, for example 40.00."))
        return None
    wanted = Expectation(solution, amount, _share(asked.share))
    refused = stated(wanted, price)
    if refused is not None:
        errors.add("amount", _sentence(refused, price))
    return wanted


def _sentence(refused: Refused, price: Money | None) -> str:
    if refused.why is Why.PART_OUT_OF_RANGE and price is not None:
        whole = _("The whole price is %(price)s.") % {"price": money(price)}
        return f"{refusal(Refused(refused.why))} {whole}"
    return refusal(refused)


def _amount(text: str, currency: str) -> Money | None:
    """``40``, ``40,5`` or ``1 234.50``, spaces of any kind between thousands."""
    match = _AMOUNT.fullmatch("".join(text.split()))
    if match is None:
        return None
    return Money(int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")), currency)


def _share(text: str) -> tuple[int, int] | None:
    return next((share for share in SHARES if text == f"{share[0]}/{share[1]}"), None)
