"""Whatever is done to the journal behind the product's back is found."""

import pytest

from tests.engine.streams import A, B, key, tamper, write
from zgoda.engine import anchor
from zgoda.engine.journal import Head
from zgoda.engine.verify import check

pytestmark = pytest.mark.django_db

TABLE = "engine_journalentry"


@pytest.fixture(autouse=True)
def heads(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return {A: write(A, 4), B: write(B, 2)}


def findings(heads):
    return [(f.stream, f.seq) for f in check(sorted(heads.items()), lambda stream, entries: ())]


def anchored():
    from datetime import timedelta

    return anchor.append_changes(settled=timedelta(0))


def test_an_untouched_journal_has_no_findings(heads):
    anchored()
    assert findings(heads) == []


@pytest.mark.parametrize("column", ["payload", "actor", "type", "rule_set", "at", "recorded_at", "version"])
def test_an_edited_entry_is_found(heads, column):
    value = {"at": "2020-01-01 00:00:00", "recorded_at": "2020-01-01 00:00:00", "version": 9}.get(column, "x")
    tamper(f"UPDATE {TABLE} SET {column} = %s WHERE stream = %s AND seq = 2", value, key(A))
    assert (A, 2) in findings(heads)


def test_an_entry_edited_with_its_hash_is_found_at_the_next(heads):
    tamper(f"UPDATE {TABLE} SET hash = %s WHERE stream = %s AND seq = 2", "0" * 64, key(A))
    assert {(A, 2), (A, 3)} <= set(findings(heads))


def test_a_removed_entry_is_found(heads):
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND seq = 2", key(A))
    assert (A, 2) in findings(heads)


def test_swapped_entries_are_found(heads):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        tamper(f"UPDATE {TABLE} SET seq = %s WHERE stream = %s AND seq = %s", new, key(A), old)
    assert {(A, 2), (A, 3)} <= set(findings(heads))


def test_a_cut_off_end_is_found_by_the_row(heads):
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND seq = 4", key(A))
    assert findings(heads) == [(A, 3)]


def test_a_cut_off_end_with_a_mended_row_is_found_by_the_anchor(heads):
    anchored()
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND seq > 2", key(B))
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s AND seq = 4", key(A))
    from zgoda.engine.journal import read

    heads[A] = Head(3, read(A)[-1].hash)
    assert findings(heads) == [(A, 4)]


def test_a_journal_removed_from_under_its_row_is_found(heads):
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s", key(A))
    assert findings(heads) == [(A, None)]


def test_a_row_removed_from_over_its_journal_is_found(heads):
    del heads[B]
    assert findings(heads) == [(B, None)]


def test_a_case_removed_with_its_journal_is_found_by_the_anchor(heads):
    anchored()
    tamper(f"DELETE FROM {TABLE} WHERE stream = %s", key(A))
    del heads[A]
    assert findings(heads) == [(A, 4)]


def test_what_the_refold_says_is_reported(heads):
    found = list(check(sorted(heads.items()), lambda stream, entries: ["status differs"] if stream == A else []))
    assert [(f.stream, f.what) for f in found] == [(A, "status differs")]


def test_the_anchor_holds_only_what_changed(heads):
    assert anchored() == 2
    assert anchored() == 0
    heads[A] = write(A, 1, heads[A])
    assert anchored() == 1
    assert findings(heads) == []


@pytest.mark.parametrize("column", [1, 5, 6])
def test_an_anchor_with_a_broken_byte_is_found(heads, column):
    anchored()
    first, rest = anchor.path().read_bytes().split(b"\n", 1)
    parts = first.split(b" ")
    parts[column] = b"\xff" + parts[column][1:]
    anchor.path().write_bytes(b" ".join(parts) + b"\n" + rest)
    assert (None, None) in findings(heads)


def test_an_edited_anchor_is_found(heads):
    anchored()
    text = anchor.path().read_text("ascii")
    anchor.path().write_text(text.replace(" 4 ", " 3 ", 1), "ascii")
    assert (None, None) in findings(heads)


def test_a_line_torn_by_a_power_cut_is_written_anew(heads):
    anchored()
    whole = anchor.path().read_bytes()
    anchor.path().write_bytes(whole[:-20])
    assert anchored() == 1
    assert findings(heads) == []
