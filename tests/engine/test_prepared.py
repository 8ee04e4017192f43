"""A prepared query answers as the query set it was composed from, for any values."""

import gc
import threading
import weakref
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from zgoda.accounts.models import ConsentRecord, User
from zgoda.centre.quality.models import Turn
from zgoda.engine.prepared import Prepared

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def anna(db: None) -> User:
    user = User.objects.create(username="anna")
    for hour in range(3):
        ConsentRecord.objects.create(user=user, given_at=AT + timedelta(hours=hour), purposes=f"p{hour}", version=1)
    User.objects.create(username="bruno")
    return user


def test_rows_are_models_with_what_was_joined(anna: User) -> None:
    later = Prepared(
        lambda name, at: (
            ConsentRecord.objects.filter(user__username=name, given_at__gt=at)
            .select_related("user")
            .order_by("given_at")
        ),
        str,
        datetime,
    )
    with CaptureQueriesContext(
        connection,
    ) as heard:
        found = later("anna", AT)
        assert [(row.purposes, row.given_at, row.user.username) for row in found] == [
            ("p1", AT + timedelta(hours=1), "anna"),
            ("p2", AT + timedelta(hours=2), "anna"),
        ]
    assert len(heard) == 1
    assert [row.purposes for row in later("anna", AT + timedelta(hours=1))] == ["p2"]
    assert later("bruno", AT) == []


def test_rows_may_be_tuples(anna: User) -> None:
    ids = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("pk", "username", "is_active"), int)
    assert ids(anna.pk) == [(anna.pk, "anna", True)]


def test_left_out_columns_are_read_when_they_are_wanted(anna: User) -> None:
    slim = Prepared(lambda pk: User.objects.filter(pk=pk).only("username"), int)
    assert slim(anna.pk)[0].market == "pl"


def test_a_number_that_no_row_can_have_finds_none(anna: User) -> None:
    names = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("username"), int)
    assert names(10**20) == names(-(10**20)) == []


@pytest.mark.django_db(transaction=True)
def test_the_connection_of_a_thread_that_has_ended_is_held_by_nobody() -> None:
    names = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("username"), int)
    seen: list[weakref.ref[object]] = []

    def ask() -> None:
        names(1)
        seen.append(weakref.ref(connections["default"]))
        connections["default"].close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()
    assert seen[0]() is None


def test_a_broken_transaction_answers_nothing(anna: User) -> None:
    names = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("username"), int)
    assert names(anna.pk) == [("anna",)]
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            names(anna.pk)


def test_a_value_that_does_not_reach_the_statement_is_an_error(anna: User) -> None:
    wrong = Prepared(lambda name: User.objects.filter(username__startswith=name), str)
    with pytest.raises(ValueError, match="does not reach"):
        wrong("a")


def test_days_are_compared_as_the_database_keeps_them(db: None) -> None:
    friday, saturday = date(2026, 11, 27), date(2026, 11, 28)
    for day in (friday, saturday):
        Turn.objects.create(day=day, after=day.day)
    since = Prepared(lambda day: Turn.objects.filter(day__gte=day).order_by("day").values_list("day", "after"), date)
    assert since(friday) == [(friday, 27), (saturday, 28)]
    assert since(saturday) == [(saturday, 28)]
