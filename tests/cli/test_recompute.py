"""`zgoda recompute`: shows which clocks would move, and moves them for an administrator with a reason."""

import json
from datetime import date, timedelta

import pytest

from tests.centre import stage
from tests.centre.stage import DAY, OPENED, opened
from zgoda.centre.store import cases, laws
from zgoda.centre.store.models import CalendarChangeKind
from zgoda.cli.run import run
from zgoda.domain.actors import Role
from zgoda.engine import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """A case whose answer a new rest day would put off by a day."""
    stage.account("admin", Role.ADMIN)
    made = opened()
    laws.change_calendar(
        "PL", date(2026, 3, 4), CalendarChangeKind.ADDED, by=None, at=OPENED, why="Act 1", name="New day"
    )
    with clock.at(OPENED + timedelta(hours=1)):
        yield made
    laws.forget()


def due(case):
    return cases.find(case.id).deadlines.answer_due


def test_without_a_reason_it_shows_old_and_new_and_changes_nothing(case, capsys):
    assert run(["recompute", "pl"]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.split() == [*(str(case.id), "ANSWER", "2026-03-04T09:00:00.000Z", "->", "2026-03-05T09:00:00.000Z")]
    assert last == "1 clocks would move; nothing was changed."
    assert due(case) == OPENED + DAY


def test_each_line_is_an_object_with_json(case, capsys):
    assert run(["recompute", "allegro.pl", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["case"], told["clock"], told["provisional"]) == (str(case.id), "ANSWER", False)


def test_with_a_reason_an_administrator_moves_them_once(case, capsys):
    asked = ["recompute", "pl", "--why", "Act 1 of 2026", "--by", "admin"]
    assert run(asked) == 0
    assert due(case) == OPENED + 2 * DAY
    assert run(asked) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 of 1 open cases moved, 0 refused",
        "0 of 1 open cases moved, 0 refused",
    ]
    assert run(["recompute", "pl"]) == 0
    assert capsys.readouterr().out == "Nothing would move.\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["pl", "--why", "Act 1"], "both --why and --by"),
        (["pl", "--by", "admin"], "both --why and --by"),
        (["pl", "--why", " ", "--by", "admin"], "both --why and --by"),
        (["pl", "--why", "Act 1", "--by", "seller"], "seller is no administrator"),
        (["de"], "there is no marketplace de"),
    ],
)
def test_what_cannot_be_done_as_asked_changes_nothing(case, more, said, capsys):
    assert run(["recompute", *more]) == 2
    assert said in capsys.readouterr().err
    assert due(case) == OPENED + DAY
