"""The words for why then: every step can be said, in the reader's language."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from zgoda.domain.business_time import explain_business_hours
from zgoda.domain.calendar import frozen_calendar
from zgoda.domain.calendar_time import explain_days
from zgoda.domain.markets import market
from zgoda.domain.reckoning import Step, StepCode
from zgoda.look.why_then import Voice, sentence, sentences
from zgoda.look.words import steps

WARSAW = market("pl").zone
ENGLISH = Voice(
    gettext=str,
    ngettext=lambda one, many, count: one if count == 1 else many,
    day=lambda day: f"{day:%d.%m}",
    instant=lambda instant: f"{instant.astimezone(WARSAW):%d.%m %H:%M}",
    length=lambda length: f"{length.total_seconds() / 3600:g} h",
)


def test_a_weekend_and_a_holiday_are_named() -> None:
    opened = datetime(2025, 11, 8, 15, 22, tzinfo=WARSAW)
    said = sentences(explain_business_hours(opened, 24, frozen_calendar("PL"), WARSAW), ENGLISH)
    assert said == [
        "Starts 08.11 15:22.",
        "08.11: weekend, not counted.",
        "09.11: weekend, not counted.",
        "Counting begins 10.11 00:00, at the start of the next working day.",
        "10.11: 24 h counted.",
        "The time is full 11.11 00:00, but that begins a rest day, so it lasts until the rest days end.",
        "11.11: National Independence Day, not counted.",
        "Result: 12.11 00:00.",
    ]


def test_calendar_days_say_that_they_are_not_moved() -> None:
    opened = datetime(2025, 12, 18, 10, 0, tzinfo=WARSAW)
    said = sentences(explain_days(opened, 14, WARSAW, frozen_calendar("PL")), ENGLISH)
    assert "01.01: New Year's Day; the time is not moved." in said


def test_times_that_do_not_exist_or_come_twice_are_explained() -> None:
    spring = explain_days(datetime(2025, 3, 23, 2, 30, tzinfo=WARSAW), 7, WARSAW)
    assert "That time does not exist on 30.03 because the clocks change, so it is 1 h later." in sentences(
        spring, ENGLISH
    )
    autumn = explain_days(datetime(2025, 10, 19, 2, 30, tzinfo=WARSAW), 7, WARSAW)
    assert "That time comes twice on 26.10 because the clocks change; the first one counts." in sentences(
        autumn, ENGLISH
    )


@pytest.mark.parametrize("code", StepCode)
def test_every_step_has_words(code: StepCode) -> None:
    full = Step(code, datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), "Holiday", timedelta(hours=1), 2)
    for step in (full, Step(code)):
        assert sentence(step, ENGLISH)
        assert "%(" not in sentence(step, ENGLISH)


def test_names_of_holidays_are_said_in_the_readers_language() -> None:
    catalogue = {
        "%(day)s: %(holiday)s, not counted.": "%(day)s: %(holiday)s, nie liczy się.",
        "Epiphany": "Trzech Króli",
    }
    polish = Voice(
        lambda text: catalogue.get(text, text), ENGLISH.ngettext, ENGLISH.day, ENGLISH.instant, ENGLISH.length
    )
    step = Step(StepCode.REST_DAY, day=date(2026, 1, 6), name="Epiphany")
    assert sentence(step, polish) == "06.01: Trzech Króli, nie liczy się."


def test_pages_say_the_same_sentences_with_their_own_formats() -> None:
    opened = datetime(2026, 1, 5, 8, 15, tzinfo=WARSAW)
    with translation.override("en"):
        said = steps.why_then(explain_business_hours(opened, 24, frozen_calendar("PL"), WARSAW), WARSAW)
    assert said[0].startswith("Starts Monday, 5 January 2026")
    assert "Tuesday, 6 January 2026: Epiphany, not counted." in said
