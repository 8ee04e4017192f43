"""`zgoda verify` finds every change that did not come through the door."""

import json
from argparse import Namespace
from datetime import timedelta

import pytest
from django.db import connection

from tests.centre.stage import DAY, OPENED, buyer, done, opened, seller, written
from tests.engine.streams import key, tamper
from zgoda.centre import verify
from zgoda.centre.store.models import Case, CaseMessage
from zgoda.cli import verify as command
from zgoda.domain import commands as c
from zgoda.engine import anchor
from zgoda.engine.timers import Timer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def case(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    case = opened()
    done(case, written(seller(), "We will look at it."), OPENED + timedelta(hours=3))
    opened()
    anchor.append_changes(settled=timedelta(0))
    return case


def found():
    return [(finding.stream, finding.seq) for finding in verify.check()]


def test_an_honest_history_has_no_findings(case):
    done(case, c.MarkResolved(by=buyer()), OPENED + DAY)
    assert found() == []


@pytest.mark.parametrize(("column", "value"), [("status", "RESOLVED"), ("seq", 1), ("answered_at", None)])
def test_an_edited_row_is_found(case, column, value):
    Case.objects.filter(pk=case.id).update(**{column: value})
    assert {stream for stream, _ in found()} == {case.id}


def test_an_edited_state_is_found(case):
    row = Case.objects.get(pk=case.id)
    Case.objects.filter(pk=case.id).update(state=row.state.replace('"SELLER"', '"BUYER"'))
    assert found() == [(case.id, None)]


def test_a_state_that_cannot_be_read_is_found(case):
    Case.objects.filter(pk=case.id).update(state="{}")
    assert found() == [(case.id, None)]


def test_edited_words_are_found_and_erased_words_are_not(case):
    CaseMessage.objects.filter(case_id=case.id, number=2).update(text="We will not.")
    assert found() == [(case.id, None)]
    CaseMessage.objects.filter(case_id=case.id, number=2).update(text=None)
    assert found() == []


def test_an_entry_edited_in_the_journal_is_found(case):
    tamper("UPDATE engine_journalentry SET actor = 'BUYER:1' WHERE stream = %s AND seq = 3", key(case.id))
    assert (case.id, 3) in found()


def test_a_case_deleted_with_all_that_belongs_to_it_is_found(case):
    tamper("DELETE FROM engine_journalentry WHERE stream = %s", key(case.id))
    Timer.objects.filter(stream=case.id).delete()
    Case.objects.filter(pk=case.id).delete()
    assert {stream for stream, _ in found()} == {case.id}


def test_the_command_says_so_and_ends_with_one(case, capsys):
    assert command.run(Namespace(json=False)) == 0
    assert capsys.readouterr().out == "Everything agrees.\n"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE centre_case SET reason = 'X' WHERE id = %s", [key(case.id)])
    assert command.run(Namespace(json=True)) == 1
    assert json.loads(capsys.readouterr().out)["case"] == str(case.id)
