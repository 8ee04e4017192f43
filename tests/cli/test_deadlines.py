"""`zgoda deadlines`: one case with its reasons, or a batch line for line."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.marks import rule
from zgoda.cli.run import run

ONE = ["deadlines", "--market", "pl", "--opened", "2025-09-26T15:00:00+02:00"]


@rule("S0-09", "S0-11")
def test_it_prints_each_timer_with_its_steps_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ONE) == 0
    said = capsys.readouterr().out
    assert "TM-1  Seller's answer due: Mon 2025-09-29 15:00:00 +0200  (2025-09-29T13:00:00Z)" in said
    assert "Sat 2025-09-27: weekend, not counted." in said
    assert "TM-3  Buyer may mark unresolved from: Fri 2025-10-10 15:00:00 +0200" in said
    assert "TM-4" in said
    assert "TM-2" not in said
    assert "TM-6" not in said


@rule("S0-35", "S0-37")
def test_a_product_not_received_has_the_action_and_seven_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ONE, "--reason", "NO_PRODUCT_RECEIVED", "--json"]) == 0
    timers = {timer["name"]: timer for timer in json.loads(capsys.readouterr().out)["timers"]}
    assert timers["action_due"]["at"] == "2025-09-29T13:00:00Z"
    assert timers["unresolved_from"]["at"] == "2025-10-03T13:00:00Z"


@rule("S0-04", "S0-22")
def test_a_purchase_adds_the_timers_that_run_from_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ONE, "--purchased", "2025-09-26T14:30:00+02:00", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    timers = {timer["name"]: timer for timer in answer["timers"]}
    assert timers["earliest_opening"]["at"] == "2025-09-26T13:30:00Z"
    assert timers["reopen_until"]["at"] == "2027-09-26T21:59:59.999Z"
    assert answer["may_be_opened"] is False
    assert run([*ONE, "--purchased", "2025-09-26T14:30:00+02:00"]) == 0
    assert "Such an opening is refused" in capsys.readouterr().out


@rule("S0-22")
def test_an_opening_more_than_two_years_after_the_purchase_is_called_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*ONE, "--purchased", "2023-09-25T12:00:00+02:00", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["may_be_opened"] is False
    assert run([*ONE, "--purchased", "2023-09-26T12:00:00+02:00", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["may_be_opened"] is True


def test_json_carries_the_steps_as_codes_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ONE, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["market"], answer["rule_set"]) == ("allegro-pl", "current@2025-09-26/pl")
    first = answer["timers"][0]["steps"]
    assert [step["code"] for step in first] == ["START", "COUNTED", "WEEKEND", "WEEKEND", "COUNTED", "RESULT"]
    assert sum(step["seconds"] for step in first if step["code"] == "COUNTED") == 24 * 3600


def test_an_unknown_reason_counts_as_other_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ONE, "--reason", "DETECT_FOUND_DURING_USE"]) == 0
    assert "not known and counts as OTHER" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--market", "pl", "--opened", "2025-09-26T15:00:00"], "no offset"),
        (["--market", "pl", "--opened", "yesterday"], "not an instant"),
        (["--market", "de", "--opened", "2025-09-26T15:00:00Z"], "use one of pl, cz, sk, hu"),
        (["--market", "pl"], "--opened"),
        ([*ONE[1:], "--purchased", "2025-09-26T16:00:00+02:00"], "later than"),
        ([*ONE[1:], "--batch", "-"], "--batch"),
        (["--batch", "no-such-file.jsonl"], "no-such-file.jsonl"),
        (["--market", "pl", "--opened", "0001-01-01T00:00:00Z"], "out of range"),
    ],
)
def test_an_unusable_question_is_explained(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deadlines", *arguments]) == 2
    assert complaint in capsys.readouterr().err


def test_a_year_without_calendar_is_a_problem_not_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadlines", "--market", "pl", "--opened", "2035-09-26T15:00:00Z"]) == 1
    assert "2035" in capsys.readouterr().err


def test_a_batch_answers_line_for_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        {"market": "pl", "opened": "2025-09-26T15:00:00+02:00"},
        {"market": "allegro-hu", "opened": "2025-10-22T13:00:00Z"},
    ]
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in asked) + "\n", encoding="utf-8")
    assert run(["deadlines", "--batch", str(file)]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        asked[0] | {"answer_due": "2025-09-29T13:00:00Z"},
        asked[1] | {"answer_due": "2025-10-27T14:00:00Z"},
    ]


def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        b'{"market":"pl","opened":"2025-09-26T15:00:00+02:00"}',
        b"not json",
        b"[]",
        b'{"market":"pl"}',
        b'{"market":1,"opened":"2025-09-26T15:00:00Z"}',
        b'{"market":"pl","opened":"2025-09-26T15:00:00"}',
        b'{"market":"xx","opened":"2025-09-26T15:00:00Z"}',
        b'{"market":"pl","opened":"2040-01-01T15:00:00Z"}',
        b"\xff\xfe",
        b"",
        b"[" * 100_000,
        b'{"market":"cz","opened":"2025-09-26T15:00:00Z"}',
    ]
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"\n".join(lines) + b"\n")))
    assert run(["deadlines", "--batch", "-"]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(answers) == len(lines)
    assert [answer.get("line") for answer in answers] == [None, *range(2, 12), None]
    assert all(answer["error"] for answer in answers[1:-1])


def test_milliseconds_of_the_opening_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"market":"pl","opened":"2025-09-24T10:00:00.250+02:00"}', encoding="utf-8")
    assert run(["deadlines", "--batch", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["answer_due"] == "2025-09-25T08:00:00.250Z"
