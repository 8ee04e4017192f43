"""Two at the same time: threads with connections of their own, on a real file or a real server."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.centre import stage
from tests.centre.stage import DAY, MS, OPENED, buyer, opened, opening, seller, written
from zgoda.centre.handle import fire_due, handle, open_discussion
from zgoda.centre.mailing.models import Letter
from zgoda.centre.orders import journal as orders_journal
from zgoda.centre.orders.locking import held
from zgoda.centre.store.models import Case, CaseMessage, MessageAttachment, Order, OrderEvent
from zgoda.domain import commands as c
from zgoda.domain.discussion import Discussion
from zgoda.domain.refusals import Refused, Why
from zgoda.engine import jobs, journal
from zgoda.engine.timers import sweep
from zgoda.engine.verify import check_chain
from zgoda.files.models import State, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Start all acts at one moment in threads, and give their results in order."""
    results, start = {}, threading.Barrier(len(acts))

    def run(number, act):
        try:
            start.wait()
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[number] for number in range(len(acts))]


def test_writers_in_one_case_queue_up():
    case = opened()
    by_buyer, by_seller = buyer(), seller()
    commands = [written(by_buyer if n % 2 else by_seller, f"message {n}") for n in range(6)]
    outcomes = together(*[lambda cmd=command: handle(case.id, cmd, now=OPENED + DAY) for command in commands])
    assert all(isinstance(outcome, Discussion) for outcome in outcomes), outcomes
    numbers = CaseMessage.objects.filter(case_id=case.id).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6, 7]
    assert list(check_chain(case.id, list(journal.read(case.id)))) == []


def test_of_two_openings_for_one_line_one_is_refused():
    line_id = stage.line()
    commands = [opening(line_id), opening(line_id)]
    outcomes = together(*[lambda cmd=command: open_discussion(cmd, now=OPENED) for command in commands])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Discussion", "Refused"], outcomes


def test_the_same_command_twice_at_once_takes_effect_once():
    case, command_id, by = opened(), uuid4(), buyer()
    outcomes = together(*[lambda: handle(case.id, written(by, "Hello"), now=OPENED + DAY, command_id=command_id)] * 3)
    assert all(isinstance(outcome, Discussion) for outcome in outcomes), outcomes
    assert CaseMessage.objects.filter(case_id=case.id).count() == 2


def test_two_sweepers_fire_each_timer_once():
    all_cases = [opened() for _ in range(4)]
    now = all_cases[0].deadlines.answer_due + MS
    reports = together(*[lambda: sweep(now, lambda stream: fire_due(stream, now=now), batch=2)] * 2)
    assert sum(report.fired for report in reports) == 4, reports
    assert sum(report.failed for report in reports) == 0
    for case in all_cases:
        assert [entry.type for entry in journal.read(case.id)].count("AnswerMissed") == 1


def test_a_sweeper_and_an_answer_in_time_agree_on_one_story():
    case, by = opened(), seller()
    due = case.deadlines.answer_due
    answer, _ = together(
        lambda: handle(case.id, written(by), now=due - timedelta(hours=1)),
        lambda: fire_due(case.id, now=due + MS),
    )
    story = [entry.type for entry in journal.read(case.id)]
    assert not isinstance(answer, Refused)
    assert story.count("Answered") + story.count("AnswerMissed") in {1, 2}
    assert Case.objects.get(pk=case.id).seq == len(story)


def test_two_workers_share_the_jobs():
    for _ in range(4):
        opened()
    ran = together(jobs.run_pending, jobs.run_pending)
    assert sum(ran) == 4, ran
    assert list(Letter.objects.values_list("state", "attempts")) == [("SENT", 1)] * 4


def test_an_opening_and_a_reopening_about_one_line_do_not_wait_for_each_other():
    line_id = stage.line()
    case = opened(line_id=line_id)
    now = case.deadlines.auto_resolve_at + DAY  # nobody swept: both must first let the 30 days pass
    again, another = c.Reopen(by=buyer(), message_id=uuid4()), opening(line_id)
    outcomes = together(
        lambda: handle(case.id, again, now=now),
        lambda: open_discussion(another, now=now),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Discussion", "Refused"], outcomes
    assert Case.objects.filter(line_id=line_id, status="PENDING").count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time and holds no rows")
def test_an_opening_does_not_wait_for_who_holds_the_order():
    line_id = stage.line()

    def opening_in_time():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout TO '5s'")
        return open_discussion(opening(line_id), now=OPENED)

    with transaction.atomic():
        assert list(held(Order.objects.filter(lines=line_id)))
        (outcome,) = together(opening_in_time)
    assert isinstance(outcome, Discussion), outcome


def stored(by):
    return StoredFile.objects.create(
        owner_id=by.id, name="photo.png", declared_size=3, state=State.SAFE, created_at=OPENED
    ).pk


def test_a_file_sent_in_several_cases_at_once_ends_up_in_exactly_one():
    by = seller()
    all_cases, file_id = [opened() for _ in range(4)], stored(by)
    commands = [replace(written(by), attachments=(file_id,)) for _ in all_cases]
    outcomes = together(
        *[
            lambda case=case, command=command: handle(case.id, command, now=OPENED + DAY)
            for case, command in zip(all_cases, commands, strict=True)
        ]
    )
    won = [case.id for case, outcome in zip(all_cases, outcomes, strict=True) if isinstance(outcome, Discussion)]
    assert len(won) == 1, outcomes
    assert outcomes.count(Refused(Why.FILE_SENT_ALREADY)) == 3, outcomes
    assert [row.message.case_id for row in MessageAttachment.objects.filter(file_id=file_id)] == won
    for case in all_cases:
        assert ([entry.type for entry in journal.read(case.id)].count("MessagePosted") == 2) == (case.id in won)


def test_two_openings_with_the_same_files_in_another_order_do_not_wait_for_each_other():
    by = buyer()
    files = (stored(by), stored(by))
    commands = [opening(attachments=files), opening(attachments=files[::-1])]
    outcomes = together(*[lambda cmd=command: open_discussion(cmd, now=OPENED) for command in commands])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Discussion", "Refused"], outcomes
    assert MessageAttachment.objects.count() == 2
    assert Case.objects.count() == 1


def test_order_events_of_two_writers_get_ids_of_their_own():
    order = Order.objects.get(lines=stage.line())

    def write():
        with transaction.atomic():
            orders_journal.record([(order, "BOUGHT", OPENED)] * 3)

    assert together(*[write] * 4) == [None] * 4
    ids = list(OrderEvent.objects.values_list("pk", flat=True))
    assert len(set(ids)) == 12
