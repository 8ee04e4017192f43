"""A connection's tokens stand in clear in no table, so in no backup of one, after everything that may write them down:
an import, a renewal, refusals and faults that leave errors behind."""

import logging

import pytest
from django.db import connection as database

from tests.desk.conftest import DeskClock, clock, connection, server
from tests.fakes.allegro import FakeAllegro, How
from zgoda.desk.allegro import opening
from zgoda.desk.cases import sync
from zgoda.desk.store.models import Connection

__all__ = ["clock", "connection", "server"]
pytestmark = pytest.mark.django_db


def in_tables(words: set[str]) -> list[str]:
    found = []
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = str([list(map(str, row)) for row in cursor.fetchall()])
            found += [f"{table}: {word}" for word in words if word in kept]
    return found


def secrets_of(row: Connection) -> set[str]:
    return {row.access_token.reveal(), row.refresh_token.reveal(), row.client_secret.reveal()}


def test_no_table_and_no_log_holds_a_token(
    connection: Connection, server: FakeAllegro, clock: DeskClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.open_issue()
    known = secrets_of(connection)
    sync.run(connection, opening.client_for(connection), "import")
    clock.forward(hours=12)
    renewed = Connection.objects.get()
    sync.run(renewed, opening.client_for(renewed), "hot")
    known |= secrets_of(Connection.objects.get())
    assert len(known) >= 5
    server.go_wrong("GET", "^/sale/issues", How.ERROR_500_BEFORE, times=100)
    clock.forward(hours=1)
    late = Connection.objects.get()
    sync.run(late, opening.client_for(late), "hot")
    assert Connection.objects.get().last_error
    assert in_tables({late.login})
    assert in_tables(known) == []
    assert not [word for word in known if word in caplog.text]
