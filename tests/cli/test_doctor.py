"""`zgoda doctor`: what is wrong is said once, with the step that mends it."""

import json
from datetime import date

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from zgoda.cli import run as frame
from zgoda.cli.doctor import Finding, Grade, calendar_findings, examine
from zgoda.domain.calendar import frozen_calendar


def found(check: str) -> list[Finding]:
    return [finding for finding in examine() if finding.check == check]


@pytest.mark.parametrize(
    ("today", "grade", "says"),
    [
        (date(2026, 11, 22), Grade.OK, "known until 2030"),
        (date(2027, 7, 4), Grade.OK, "known until 2030"),
        (date(2027, 7, 5), Grade.WARNING, "2028 is provisional"),
        (date(2030, 7, 4), Grade.WARNING, "2030 is provisional"),
        (date(2030, 7, 5), Grade.WARNING, "no calendar for 2031"),
        (date(2031, 1, 1), Grade.WARNING, "no calendar for 2031"),
    ],
)
def test_a_year_without_calendar_is_told_180_days_ahead(today: date, grade: Grade, says: str) -> None:
    (finding,) = calendar_findings("pl", frozen_calendar("PL"), today)
    assert (finding.grade, finding.says) == (grade, says)
    assert ("Administration" in finding.mend) is (grade is Grade.WARNING)


@pytest.mark.django_db
def test_each_of_the_four_markets_is_looked_at() -> None:
    assert {finding.check for finding in examine()} >= {f"rest days {code}" for code in ("pl", "cz", "sk", "hu")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("HALF", "both", "ZGODA_HALF"),
        ("API_USER_AGENT_RULE", "loud", "ZGODA_API_USER_AGENT_RULE"),
        ("API_REQUESTS_PER_MINUTE", 0, "ZGODA_API_REQUESTS_PER_MINUTE"),
        ("OAUTH_CODE_SECONDS", 0, "ZGODA_OAUTH_CODE_SECONDS"),
    ],
)
def test_a_value_that_nothing_can_work_with_is_named(
    settings: Settings, setting: str, value: object, name: str
) -> None:
    assert [finding.grade for finding in found("settings")] == [Grade.OK]
    setattr(settings, setting, value)
    (finding,) = found("settings")
    assert finding.grade is Grade.ERROR
    assert name in finding.says
    assert finding.mend


@pytest.mark.django_db
def test_a_database_out_of_reach_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert frame.run(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["check"] for one in told if one["grade"] == "error"] == ["database"]
    assert told[-1]["says"] == "cannot be reached: connection refused"
    assert "ZGODA_DATABASE_URL" in told[-1]["mend"]
