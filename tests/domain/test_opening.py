"""Opening a Discussion (P-01, P-02, P-03)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.domain.cases import (
    BUYER,
    CONSULTANT,
    DEFECT,
    EVERYBODY,
    HOUR,
    MISSING,
    MODERATOR,
    MONDAY,
    NOT_RECEIVED,
    OTHER_BUYER,
    REPAIR,
    SECOND,
    SELLER,
    Case,
    law,
    opened,
    opening,
    purchase,
    text,
    uid,
    why,
)
from tests.marks import rule
from zgoda.domain.actors import Actor, Role
from zgoda.domain.decide import decide
from zgoda.domain.discussion import Status
from zgoda.domain.events import DiscussionOpened, Event, MessageKind, MessagePosted, Template
from zgoda.domain.expectation import Expectation, Solution, seller_may_expect_return
from zgoda.domain.money import Money
from zgoda.domain.purchase import Provider
from zgoda.domain.reasons import OFFERED, REASONS
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rule_sets import SEED, ReturnExpectedFor, rule_set

BOUGHT = datetime(2025, 9, 1, 8, tzinfo=UTC)


def opens(command: object, now: datetime = MONDAY, **switches: object) -> list[Event] | Refused:
    return decide(None, command, now, law(now, **switches))  # type: ignore[arg-type]


def test_a_buyer_opens_a_discussion() -> None:
    first, second = opens(opening())  # type: ignore[misc]
    assert isinstance(first, DiscussionOpened)
    assert isinstance(second, MessagePosted)


@rule("S0-01")
def test_a_discussion_is_between_one_buyer_and_one_seller_about_one_purchase() -> None:
    case = opened().it
    assert (case.purchase.buyer_id, case.purchase.seller_id, case.purchase.line_id) == (1, 2, uid(2))
    assert opened(NOT_RECEIVED).it.reason.not_received
    assert opened("PRODUCT_AND_PARCEL_DAMAGED_IN_TRANSIT", expectation=REPAIR).it.reason.asks_solution


@rule("S0-04")
@pytest.mark.parametrize(
    ("passed", "answer"), [(HOUR - SECOND, Why.TOO_EARLY_TO_OPEN), (HOUR, None), (HOUR + SECOND, None)]
)
def test_a_buyer_cannot_open_before_one_hour(passed: object, answer: Why | None) -> None:
    command = opening(purchase=purchase(purchased_at=BOUGHT))
    assert why(opens(command, BOUGHT + passed)) is answer  # type: ignore[operator]


@rule("S0-04")
def test_who_comes_too_early_hears_from_when_it_is_possible() -> None:
    refused = opens(opening(purchase=purchase(purchased_at=BOUGHT)), BOUGHT)
    assert refused == Refused(Why.TOO_EARLY_TO_OPEN, possible_from=BOUGHT + HOUR)


def test_the_last_moment_to_open_is_the_end_of_the_day_two_years_after_the_purchase() -> None:
    command = opening(purchase=purchase(purchased_at=datetime(2023, 10, 10, 8, tzinfo=UTC)))
    last = datetime(2025, 10, 10, 21, 59, 59, tzinfo=UTC)
    assert why(opens(command, last)) is None
    assert why(opens(command, last + SECOND)) is Why.TOO_LATE_TO_OPEN


@rule("S0-05")
@pytest.mark.parametrize("code", [None, "", "PRODUCT_PROBLEM", "NOT_RECEIVED"])
def test_without_a_reason_or_with_half_of_one_it_is_refused(code: str | None) -> None:
    assert why(opens(opening(code))) is Why.REASON_MISSING


@rule("S0-05")
@pytest.mark.parametrize("code", ["WHATEVER", "ITEM_IS_DAMAGED", "DETECT_FOUND_DURING_USE"])
def test_only_reasons_of_the_form_can_be_chosen(code: str) -> None:
    assert why(opens(opening(code))) is Why.REASON_UNKNOWN


@rule("S0-06")
def test_without_a_product_it_is_refused() -> None:
    assert why(opens(opening(purchase=None))) is Why.PRODUCT_MISSING


def test_nobody_opens_for_somebody_elses_order() -> None:
    assert why(opens(opening(by=OTHER_BUYER))) is Why.NOT_YOUR_ORDER


def test_one_line_has_one_pending_discussion() -> None:
    assert why(opens(opening(pending_on_line=True))) is Why.ALREADY_PENDING


@rule("S1-56", "C-31", "C-32")
@pytest.mark.parametrize(
    ("sent_by", "reason", "expected"),
    [
        (Provider.ALLEGRO, NOT_RECEIVED, Why.OPEN_FOR_PURCHASE),
        (Provider.ALLEGRO, "NO_PRODUCT_IN_PARCEL", Why.OPEN_FOR_PURCHASE),
        (Provider.ALLEGRO, "OTHER", None),
        (Provider.SELLER, NOT_RECEIVED, None),
    ],
)
def test_one_hidden_discussion_takes_every_delivery_problem_of_its_purchase(
    sent_by: Provider, reason: str, expected: Why | None
) -> None:
    """What a seller sends itself and what is no delivery problem goes its ordinary way."""
    bought = purchase(provider=sent_by, account_provider=sent_by, combined=True)
    command = opening(reason, purchase=bought, hidden_in_purchase=True)
    assert why(opens(command)) is expected


@pytest.mark.parametrize(
    "by", [one for one in EVERYBODY if one.role not in {Role.BUYER, Role.CONSULTANT, Role.MODERATOR}]
)
def test_nobody_else_opens(by: Actor) -> None:
    assert why(opens(opening(by=by, buyer_reported=text()))) is Why.NOT_ALLOWED


def test_an_existing_case_is_not_opened_again() -> None:
    assert opened().refuses(opening()) is Why.COMMAND_REUSED


@rule("S0-07", "S1-59")
def test_message_no_1_is_automatic_and_names_reason_product_and_solution() -> None:
    case = Case()
    _, message = case.does(opening(DEFECT))
    assert isinstance(message, MessagePosted)
    assert (message.kind, message.template, message.author) == (MessageKind.OPENING, Template.OPENED, Role.BUYER)
    assert dict(message.params) == {"reason": DEFECT, "line": str(uid(2)), "solution": "REPAIR"}
    assert case.it.messages == 1


@rule("S1-60")
def test_details_are_not_required() -> None:
    decision = opens(opening(details=None))
    assert isinstance(decision, list)
    assert decision[1].text is None  # type: ignore[union-attr]


@rule("S0-10", "S0-09")
def test_the_clocks_start_at_the_opening() -> None:
    case = opened(NOT_RECEIVED).it
    assert case.opened_at == case.first_opened_at == MONDAY
    assert case.deadlines.answer_due == case.deadlines.action_due == MONDAY + 24 * HOUR
    assert opened(MISSING).it.deadlines.action_due is None


@rule("S0-30", "S0-29")
def test_a_new_discussion_is_pending() -> None:
    assert opened().it.status is Status.PENDING


def test_a_case_is_pinned_to_the_rules_it_was_opened_under() -> None:
    assert opened().it.rule_set == "current@2025-09-22/pl"


@rule("S0-46")
@pytest.mark.parametrize("reason", [reason for reason in OFFERED if reason.asks_solution])
def test_a_problem_with_the_product_needs_the_expected_solution(reason: object) -> None:
    code = reason.code  # type: ignore[attr-defined]
    assert why(opens(opening(code, expectation=None))) is Why.SOLUTION_MISSING
    assert why(opens(opening(code, expectation=REPAIR))) is None


@rule("S0-46")
@pytest.mark.parametrize("reason", [reason for reason in OFFERED if not reason.asks_solution])
def test_other_reasons_take_no_solution(reason: object) -> None:
    code = reason.code  # type: ignore[attr-defined]
    assert why(opens(opening(code, expectation=REPAIR))) is Why.SOLUTION_NOT_ASKED
    assert why(opens(opening(code))) is None


@rule("S0-47", "S0-48")
def test_exactly_one_of_exactly_four_solutions_is_kept() -> None:
    assert [solution.value for solution in Solution] == ["REPAIR", "EXCHANGE", "REFUND", "PARTIAL_REFUND"]
    for solution in (Solution.REPAIR, Solution.EXCHANGE, Solution.REFUND):
        assert opened(DEFECT, expectation=Expectation(solution)).it.expectation == Expectation(solution)


@rule("S0-49")
@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ({}, Why.PART_MISSING),
        ({"amount": Money(1, "PLN"), "share": (1, 2)}, Why.PART_TWICE),
        ({"amount": Money(1, "PLN")}, None),
        ({"amount": Money(9_999, "PLN")}, None),
        ({"amount": Money(0, "PLN")}, Why.PART_OUT_OF_RANGE),
        ({"amount": Money(10_000, "PLN")}, Why.PART_OUT_OF_RANGE),
        ({"amount": Money(100, "EUR")}, Why.WRONG_CURRENCY),
        ({"share": (1, 4)}, None),
        ({"share": (0, 4)}, Why.PART_OUT_OF_RANGE),
        ({"share": (4, 4)}, Why.PART_OUT_OF_RANGE),
        ({"share": (1, 0)}, Why.PART_OUT_OF_RANGE),
        ({"share": (1, 1_000_000)}, Why.PART_OUT_OF_RANGE),
    ],
)
def test_a_partial_refund_needs_the_amount_or_the_fraction(part: dict[str, object], answer: Why | None) -> None:
    wanted = Expectation(Solution.PARTIAL_REFUND, **part)  # type: ignore[arg-type]
    assert why(opens(opening(DEFECT, expectation=wanted))) is answer


def test_forint_amounts_are_whole() -> None:
    bought = purchase(market="allegro-hu", unit_price=Money(500_000, "HUF"))
    for minor, answer in ((100_000, None), (100_050, Why.PART_NOT_WHOLE)):
        wanted = Expectation(Solution.PARTIAL_REFUND, amount=Money(minor, "HUF"))
        command = opening(DEFECT, purchase=bought, expectation=wanted)
        assert why(decide(None, command, MONDAY, law(where="hu"))) is answer


def test_other_solutions_name_no_part() -> None:
    wanted = Expectation(Solution.REFUND, amount=Money(1, "PLN"))
    assert why(opens(opening(DEFECT, expectation=wanted))) is Why.PART_NOT_ASKED


@rule("S0-50")
def test_the_seller_may_expect_the_product_back_for_a_partial_refund_only() -> None:
    literally = ReturnExpectedFor.PARTIAL_REFUND
    expecting = {solution for solution in Solution if seller_may_expect_return(Expectation(solution), literally)}
    assert expecting == {Solution.PARTIAL_REFUND}


def test_by_switch_the_seller_may_expect_the_product_back_for_every_solution() -> None:
    rules = rule_set("seed;return_expected_for=all")
    assert all(seller_may_expect_return(Expectation(one), rules.return_expected_for) for one in Solution)


@rule("S0-57")
@pytest.mark.parametrize("by", [CONSULTANT, MODERATOR])
def test_the_platform_opens_on_the_buyers_behalf_when_the_buyer_reported_it(by: Actor) -> None:
    case = Case()
    _, message = case.does(opening(by=by, buyer_reported=text("called us")))
    assert case.it.on_behalf
    assert case.it.purchase.buyer_id == BUYER.id
    assert isinstance(message, MessagePosted)
    assert (message.author, message.template) == (Role.SYSTEM, Template.OPENED_ON_BEHALF)
    assert case.it.first_buyer_message_at is None


@rule("S0-57")
@pytest.mark.parametrize("said", [None, text("  ")])
def test_without_the_buyers_report_the_platform_opens_nothing(said: object) -> None:
    assert why(opens(opening(by=CONSULTANT, buyer_reported=said))) is Why.BUYER_REQUEST_MISSING


@rule("S0-57")
def test_on_behalf_the_same_checks_hold() -> None:
    report = opening(by=CONSULTANT, buyer_reported=text())
    assert why(opens(replace(report, reason_code=None))) is Why.REASON_MISSING
    assert why(opens(replace(report, purchase=None))) is Why.PRODUCT_MISSING
    assert why(opens(replace(report, purchase=purchase(purchased_at=MONDAY)))) is Why.TOO_EARLY_TO_OPEN


@rule("S0-58")
def test_staff_are_members_of_what_they_opened_from_the_start() -> None:
    case = Case()
    case.does(opening(by=CONSULTANT, buyer_reported=text()))
    assert case.it.platform_joined
    assert case.it.joined_by == CONSULTANT.id
    case.after(HOUR).writes(CONSULTANT)


def test_the_seed_takes_one_file_and_the_current_rules_five() -> None:
    files = tuple(uid() for _ in range(6))
    assert why(opens(opening(attachments=files[:5]))) is None
    assert opens(opening(attachments=files)) == Refused(Why.TOO_MANY_ATTACHMENTS, limit=5)
    seed = replace(law(), rules=SEED)
    assert decide(None, opening(attachments=files[:2]), MONDAY, seed) == Refused(Why.TOO_MANY_ATTACHMENTS, limit=1)


def test_details_are_at_most_20000_characters() -> None:
    assert why(opens(opening(details=text("ż" * 20_000)))) is None
    assert opens(opening(details=text("ż" * 20_001))) == Refused(Why.MESSAGE_TOO_LONG, limit=20_000)


@rule("S0-11")
def test_an_opening_in_a_year_without_calendar_is_never_refused() -> None:
    far = datetime(2039, 3, 1, 8, tzinfo=UTC)
    command = opening(purchase=purchase(purchased_at=far - 24 * HOUR))
    (first, _) = decide(None, command, far, law(far))  # type: ignore[misc]
    assert isinstance(first, DiscussionOpened)
    assert first.deadlines.provisional


def test_an_unknown_reason_code_is_kept_verbatim_when_imported() -> None:
    from zgoda.domain.reasons import find

    assert "DETECT_FOUND_DURING_USE" not in REASONS
    assert find("DETECT_FOUND_DURING_USE").code == "DETECT_FOUND_DURING_USE"
    assert find("DETECT_FOUND_DURING_USE").route is Role.SELLER


def test_no_case_is_nobodys_case() -> None:
    from zgoda.domain.commands import MarkResolved

    assert why(decide(None, MarkResolved(by=BUYER), MONDAY, law())) is Why.NOT_A_PARTY
    assert why(decide(None, MarkResolved(by=SELLER), MONDAY, law())) is Why.NOT_A_PARTY
