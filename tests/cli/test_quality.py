"""`zgoda quality`: makes everything anew, and puts step tables in force for an administrator with a reason."""

import json
from datetime import timedelta

import pytest

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from zgoda.centre.quality import scorings
from zgoda.centre.quality.models import Counted, Figure, Scoring
from zgoda.cli.run import run
from zgoda.domain.actors import Role
from zgoda.engine import clock

pytestmark = pytest.mark.django_db

OWN = {
    "id": "own-2026",
    "effective": "2026-03-01",
    "metrics": {"TIMELY_RESPONSES_IN_DISCUSSIONS": {"steps": [["0.5", 7]]}},
    "grades": [["0.9", "SUPER"]],
}


@pytest.fixture(autouse=True)
def _a_day_later():
    stage.account("admin", Role.ADMIN)
    stage.done(stage.opened(), stage.written(stage.seller()), OPENED + timedelta(hours=1))
    with clock.at(OPENED + DAY):
        yield
    scorings.forget()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "own.json"
    path.write_text(json.dumps(OWN))
    return path


def test_it_makes_all_of_it_anew(capsys):
    Counted.objects.all().delete()
    assert run(["quality", "recompute", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": 1, "accounts": 1}
    assert Figure.objects.get().score == 20 + 24 + 10


def test_sums_alone_leave_the_rows(capsys):
    Counted.objects.update(in_time=False)
    assert run(["quality", "recompute", "--sums"]) == 0
    assert capsys.readouterr().out == "sums and figures of 1 sellers made.\n"
    assert Figure.objects.get().score == 24 + 10


def test_a_set_in_force_counts_in_the_next_figure(file, capsys):
    assert run(["quality", "scoring", str(file), "--by", "admin", "--why", "the new season"]) == 0
    assert capsys.readouterr().out == "own-2026 counts from 2026-03-01.\n"
    assert run(["quality", "recompute"]) == 0
    figure = Figure.objects.get()
    assert (figure.scoring, figure.score, figure.maximum, figure.grade) == ("own-2026", 7, 7, "SUPER")
    kept = Scoring.objects.get()
    assert (kept.by.username, kept.why) == ("admin", "the new season")


@pytest.mark.parametrize(("by", "why"), [("seller", "why"), ("nobody", "why"), ("admin", " ")])
def test_only_an_administrator_with_a_reason(file, by, why):
    assert run(["quality", "scoring", str(file), "--by", by, "--why", why]) == 2
    assert not Scoring.objects.exists()


def test_what_cannot_be_used_is_refused(file, capsys):
    file.write_text(json.dumps({**OWN, "metrics": {}}))
    assert run(["quality", "scoring", str(file), "--by", "admin", "--why", "x"]) == 2
    file.write_text("{")
    assert run(["quality", "scoring", str(file), "--by", "admin", "--why", "x"]) == 2
    assert run(["quality", "scoring", str(file.with_name("none.json")), "--by", "admin", "--why", "x"]) == 2
    assert capsys.readouterr().err.count("zgoda quality: ") == 3
