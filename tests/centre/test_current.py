"""A page tells the truth also while no worker runs."""

import pytest

from tests.centre.stage import DAY, OPENED, opened
from zgoda.centre.handle import fire_due
from zgoda.centre.store import cases
from zgoda.centre.store.current import current
from zgoda.engine import journal

pytestmark = pytest.mark.django_db


def test_a_reader_sees_what_the_sweep_will_write():
    case = opened()
    now = OPENED + 40 * DAY
    seen = current(case.id, now)
    assert len(journal.read(case.id)) == 2
    fire_due(case.id, now=now)
    assert seen == cases.find(case.id) != case


def test_with_nothing_due_the_record_is_what_is_seen(django_assert_num_queries):
    case = opened()
    with django_assert_num_queries(1):
        assert current(case.id, OPENED) == case
