"""The journal only grows, and every entry vouches for the one before it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.engine.streams import NOON, A, B, fact, write
from zgoda.engine.journal import GENESIS, Fact, Head, JournalEntry, append, canonical_bytes, chain_hash, read

pytestmark = pytest.mark.django_db


def test_entries_are_numbered_per_stream_and_chained():
    write(A, 2)
    write(B, 1)
    head = write(A, 1, Head(2, read(A)[-1].hash))
    entries = read(A)
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert entries[0].prev_hash == GENESIS
    assert [entry.prev_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert head == Head(3, entries[-1].hash)


def test_the_stored_entry_still_gives_its_hash():
    append(A, Head(), [Fact("Zażółć", 3, '{"text":"ě"}', "BUYER:7", NOON, "current")], recorded_at=NOON)
    (entry,) = read(A)
    assert chain_hash(entry.prev_hash, canonical_bytes(entry)) == entry.hash


def test_the_same_fact_in_another_stream_has_another_hash():
    assert write(A, 1).hash != write(B, 1).hash


def test_the_second_writer_of_a_number_is_refused():
    write(A, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        append(A, Head(), [fact(1)], recorded_at=NOON)


def test_appending_nothing_leaves_the_head():
    assert append(A, Head(4, "f" * 64), [], recorded_at=NOON) == Head(4, "f" * 64)


def test_reading_after_a_number_gives_the_rest():
    write(A, 3)
    assert [entry.seq for entry in read(A, after=2)] == [3]


@pytest.mark.parametrize("sql", ["UPDATE {t} SET actor = 'X'", "DELETE FROM {t}"])
def test_the_database_refuses_change_and_removal(sql):
    write(A, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(t=JournalEntry._meta.db_table))
    assert len(read(A)) == 1


def test_the_model_refuses_change_and_removal():
    write(A, 1)
    (entry,) = read(A)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.filter(stream=A).update(actor="X")
