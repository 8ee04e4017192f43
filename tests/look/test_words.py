"""Every code of the domain has words, in every language, and they say what the rules ask them to say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from django.utils import translation

from tests.marks import rule
from zgoda.domain.actors import Role
from zgoda.domain.deadlines import TimerKind, explain_answer
from zgoda.domain.discussion import ClosureReason, DeliveryAction, OfferState, ReportCategory, Status
from zgoda.domain.events import Template
from zgoda.domain.expectation import Expectation, Solution
from zgoda.domain.law import frozen_law
from zgoda.domain.markets import market
from zgoda.domain.money import Money
from zgoda.domain.reasons import REASONS, Group
from zgoda.domain.reckoning import Step, StepCode
from zgoda.domain.refusals import Refused, Why
from zgoda.domain.rest_days import TABLES
from zgoda.domain.rule_sets import LAYERS, SWITCHES, AskToEndLimit
from zgoda.look.words import (
    clocks,
    holidays,
    reasons,
    refusals,
    roles,
    rule_sets,
    solutions,
    statuses,
    steps,
    templates,
    timers,
    times,
)

NOW = datetime(2025, 11, 24, 14, 12, tzinfo=UTC)
WARSAW = market("pl").zone
COMPLETE: list[tuple[Callable[[str], str], type[StrEnum]]] = [
    (reasons.reason_group_name, Group),
    (roles.role_name, Role),
    (statuses.status_name, Status),
    (statuses.status_tag, Status),
    (statuses.closure_name, ClosureReason),
    (statuses.delivery_action_name, DeliveryAction),
    (statuses.delivery_action_to_do, DeliveryAction),
    (statuses.category_name, ReportCategory),
    (statuses.offer_state_name, OfferState),
    (solutions.solution_name, Solution),
    (timers.timer_name, TimerKind),
    (timers.timer_then, TimerKind),
    (timers.timer_rule, TimerKind),
]


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("words", "codes"), COMPLETE)
def test_every_code_has_words(words: Callable[[str], str], codes: type[StrEnum]) -> None:
    said = [words(code) for code in codes]
    assert all(said)
    assert not {str(code) for code in codes} & set(said)


def test_every_reason_has_a_label_and_an_unknown_one_is_shown_as_it_came() -> None:
    assert not [code for code in REASONS if reasons.reason_name(code) == code]
    assert reasons.reason_name("DETECT_FOUND_DURING_USE") == "DETECT_FOUND_DURING_USE"


@pytest.mark.parametrize("why", list(Why))
def test_every_refusal_is_a_sentence(why: Why) -> None:
    assert refusals.refusal(Refused(why)).endswith(".")


def test_a_refusal_names_the_date_from_which_it_becomes_possible() -> None:
    said = refusals.refusal(Refused(Why.TOO_EARLY_FOR_UNRESOLVED, possible_from=NOW), WARSAW)
    assert "15:12" in said
    assert "24 Nov" in said


def test_a_refusal_names_the_limit() -> None:
    assert "20,000" in refusals.refusal(Refused(Why.MESSAGE_TOO_LONG, limit=20_000))


@pytest.mark.parametrize("code", list(StepCode))
def test_every_step_of_why_then_is_a_sentence(code: StepCode) -> None:
    step = Step(code, at=NOW, day=NOW.date(), name="Easter Monday", length=timedelta(hours=1), count=2)
    assert steps.step_words(step, WARSAW).endswith(".")


def test_why_then_names_the_skipped_holiday_in_order() -> None:
    opened = datetime(2025, 11, 8, 14, tzinfo=UTC)
    said = steps.why_then(explain_answer(opened, frozen_law(opened, market("pl"))), WARSAW)
    assert said[0] == "Starts Saturday, 8 November 2025, 15:00."
    assert "Tuesday, 11 November 2025: National Independence Day, not counted." in said
    assert said[-1] == "Result: Wednesday, 12 November 2025, 00:00."


def test_every_rest_day_can_be_translated() -> None:
    names = {rest.name for table in TABLES.values() for rest in table.days}
    worked = {name for name in names if "worked Saturday" in name}
    assert names - worked <= set(holidays._NAMES)
    assert {holidays.holiday_name(name) for name in worked} == {"day off for a worked Saturday"}


@pytest.mark.parametrize("template", list(Template))
def test_every_automatic_message_has_words(template: Template) -> None:
    assert templates.automatic_text(template, {"reference": "600123"}).rstrip().endswith(".")


@pytest.mark.parametrize("template", list(Template))
def test_the_buyer_is_never_spoken_of_to_the_buyer(template: Template) -> None:
    assert "buyer" not in templates.automatic_text(template, {"reference": "600123"}, own=True)
    assert "buyer" not in statuses.closure_name(ClosureReason.BUYER_MARKED, own=True)


def test_every_layer_and_switch_of_the_rule_sets_is_told_in_words() -> None:
    assert all(rule_sets.layer_words(layer) for layer in LAYERS)
    assert all(rule_sets.switch_words(name) for name in SWITCHES)
    assert rule_sets.value_words(None) == rule_sets.value_words(AskToEndLimit.NONE) == "no limit"
    assert rule_sets.value_words(value=True) == "yes"
    assert rule_sets.value_words(5) == "5"


def test_a_limit_of_money_is_not_told_in_minor_units() -> None:
    assert "14" not in refusals.refusal(Refused(Why.PART_OUT_OF_RANGE, limit=14_000))


@rule("S0-07")
def test_message_number_one_tells_reason_product_and_expectation() -> None:
    wanted = Expectation(Solution.PARTIAL_REFUND, share=(1, 4))
    said = templates.opening_text("NOT_AS_DESCRIBED", "Mug", wanted, Money(14_000, "PLN"))
    assert "Does not match the description" in said
    assert "Product: Mug." in said
    assert "a quarter of the price (PLN\xa035.00)" in said


@rule("S0-42")
def test_the_tracking_number_is_told_to_the_buyer() -> None:
    assert "600123" in templates.automatic_text("TRACKING_GIVEN", {"reference": "600123"})


@pytest.mark.parametrize(("language", "said"), [("pl", "30,00\xa0zł"), ("en", "PLN\xa030.00"), ("cs", "30,00\xa0PLN")])
def test_money_is_written_as_each_language_does(language: str, said: str) -> None:
    with translation.override(language):
        assert times.money(Money(3000, "PLN")) == said


def test_forint_have_no_small_change() -> None:
    with translation.override("hu"):
        assert times.money(Money(1_249_000, "HUF")) == "12\xa0490\xa0Ft"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=25), "25 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(days=2, hours=4), "2 days 4 h"),
        (timedelta(days=30), "30 days"),
    ],
)
def test_lengths_use_two_units_at_most(span: timedelta, said: str) -> None:
    assert times.length(span) == said


def test_another_year_is_said() -> None:
    assert "2025" in times.when(NOW, WARSAW, now=NOW.replace(year=2026))
    assert "2025" not in times.when(NOW, WARSAW, now=NOW)


@pytest.mark.parametrize(
    ("passed", "state"),
    [(timedelta(hours=1), "running"), (timedelta(hours=18), "soon"), (timedelta(hours=23, minutes=31), "last")],
)
def test_a_clock_changes_its_shape_as_time_runs_out(passed: timedelta, state: str) -> None:
    assert clocks.state(NOW, NOW + timedelta(hours=24), NOW + passed) == state


@rule("S0-09")
def test_a_clock_is_late_only_after_its_instant() -> None:
    due = NOW + timedelta(hours=24)
    assert clocks.state(NOW, due, due) == "last"
    assert clocks.state(NOW, due, due + timedelta(milliseconds=1)) == "late"
