"""Reports of violations (S0-25…S0-28; P-24, P-25; T-29, T-30)."""

from dataclasses import replace

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    MODERATOR,
    OTHER_SELLER,
    SELLER,
    WAREHOUSE,
    Case,
    joined,
    opened,
    resolved,
    text,
    uid,
    unresolved,
)
from tests.marks import rule
from zgoda.domain import commands as c
from zgoda.domain import conduct
from zgoda.domain.actors import Actor
from zgoda.domain.discussion import ReportCategory
from zgoda.domain.events import ReportHandled, ViolationReported
from zgoda.domain.refusals import Refused, Why

MESSAGE, REPORT = uid(7), uid(8)


def report(by: Actor = SELLER, author: Actor | None = BUYER, **changes: object) -> c.ReportViolation:
    base = c.ReportViolation(
        by=by, report_id=REPORT, message_id=MESSAGE, author=author, category=ReportCategory.THREAT, text=text()
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def handle(by: Actor = MODERATOR, *, hide: bool = True) -> c.HandleReport:
    return c.HandleReport(by=by, report_id=REPORT, hide=hide)


@rule("S0-25", "S0-26", "S0-27")
@pytest.mark.parametrize("category", list(ReportCategory))
@pytest.mark.parametrize(("by", "author"), [(SELLER, BUYER), (BUYER, SELLER), (BUYER, CONSULTANT)])
def test_a_party_reports_a_message_of_another(by: Actor, author: Actor, category: ReportCategory) -> None:
    case = opened()
    (reported,) = case.does(report(by, author, category=category))
    assert isinstance(reported, ViolationReported)
    assert [(open_.message_id, open_.category) for open_ in case.it.reports] == [(MESSAGE, category)]


@rule("S0-28")
def test_there_are_two_categories_and_no_other() -> None:
    assert [category.value for category in conduct.CATEGORIES] == ["THREAT", "PORNOGRAPHY"]
    assert conduct.category("THREAT") is ReportCategory.THREAT
    for other in (None, "", "SPAM", "threat"):
        assert conduct.category(other) == Refused(Why.CATEGORY_UNKNOWN)
    assert opened().refuses(report(category=None)) is Why.CATEGORY_UNKNOWN


@rule("S0-25")
def test_nobody_reports_an_own_or_a_missing_message() -> None:
    assert opened().refuses(report(SELLER, SELLER)) is Why.OWN_MESSAGE
    assert opened().refuses(report(SELLER, None)) is Why.NO_SUCH_MESSAGE


@rule("S0-25")
def test_only_parties_report() -> None:
    assert opened().refuses(report(OTHER_SELLER)) is Why.NOT_A_PARTY
    assert opened().refuses(report(WAREHOUSE)) is Why.NOT_A_PARTY
    assert opened().refuses(report(CONSULTANT)) is Why.NOT_JOINED
    assert joined().refuses(report(CONSULTANT)) is None
    assert joined().refuses(report(MODERATOR)) is Why.NOT_ALLOWED


@pytest.mark.parametrize("case", [opened(), resolved(), unresolved()])
def test_in_any_status_and_without_touching_status_or_clocks(case: Case) -> None:
    before = case.it
    case.does(report())
    assert replace(case.it, reports=()) == before


@pytest.mark.parametrize("hide", [True, False])
def test_a_moderator_handles_it_once(hide: bool) -> None:
    case = opened()
    case.does(report())
    (handled,) = case.does(handle(hide=hide))
    assert handled == ReportHandled(report_id=REPORT, message_id=MESSAGE, hidden=hide)
    assert case.it.reports == ()
    assert case.refuses(handle()) is Why.NO_OPEN_REPORT


def test_nobody_else_handles_it_and_only_what_is_open() -> None:
    case = opened()
    case.does(report())
    for by in (BUYER, SELLER, CONSULTANT):
        assert case.refuses(handle(by)) is Why.NOT_ALLOWED
    assert case.refuses(replace(handle(), report_id=uid())) is Why.NO_OPEN_REPORT
