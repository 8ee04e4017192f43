"""Whose a round of the Message Center is: the one's that answered, or that was to answer when time ran out.

NOW is Tuesday 2026-03-03, noon in Poland.
"""

from datetime import date, timedelta

import pytest

from tests.centre.messaging.people import MINUTE, NOW, agent, answered, begun, fulfilled, seller
from tests.centre.quality.kept import both_ways, figures
from tests.centre.stage import DAY
from tests.marks import rule
from zgoda.centre.messaging import forwarding
from zgoda.centre.messaging.models import ThreadMessage
from zgoda.centre.quality import keeping
from zgoda.centre.quality.models import Counted
from zgoda.domain.actors import Role
from zgoda.domain.quality.figures import Tally

pytestmark = pytest.mark.django_db

WHEN, INVOICE = "Kiedy wyślecie moje zamówienie?", "Poproszę o fakturę VAT na firmę"
WEDNESDAY, THURSDAY = date(2026, 3, 4), date(2026, 3, 5)


def forwarded(message: ThreadMessage, after: timedelta, by: Role = Role.SELLER) -> None:
    who = seller() if by is Role.SELLER else agent()
    done = forwarding.forward(message.pk, by, who.pk, "To nie moje", now=NOW + after)
    assert isinstance(done, ThreadMessage), done


def party() -> str:
    return Counted.objects.get().party


@rule("S1-32", "S1-33")
def test_the_warehouses_reply_is_in_its_own_column() -> None:
    answered(begun(fulfilled(), WHEN).thread_id)
    followed, anew = both_ways(NOW + DAY, WEDNESDAY)
    found = figures(seller().pk, WEDNESDAY)
    assert (found.own.messages, found.warehouse.messages) == (Tally(), Tally(ended=1, in_time=1, seconds=60))
    assert followed == anew


@rule("S1-09", "S1-64")
def test_a_forward_gives_the_running_round_to_the_other_party_and_moves_no_instant() -> None:
    message = begun(fulfilled(), INVOICE)
    before = Counted.objects.get()
    assert before.party == Role.SELLER
    forwarded(message, MINUTE)
    after = Counted.objects.get()
    assert (after.party, after.started_at, after.due_at) == (Role.WAREHOUSE, before.started_at, before.due_at)
    keeping.sweep(NOW + 3 * DAY)
    followed, anew = both_ways(NOW + 3 * DAY, date(2026, 3, 6))
    assert followed == anew
    assert party() == Role.WAREHOUSE


@rule("S1-09", "S1-33")
@pytest.mark.parametrize("swept", [True, False])
def test_a_forward_after_the_time_ran_out_leaves_the_delay_where_it_arose(swept: bool) -> None:
    message = begun(fulfilled(), INVOICE)
    if swept:
        keeping.sweep(NOW + DAY + MINUTE)
    forwarded(message, DAY + 2 * MINUTE)
    assert party() == Role.SELLER
    followed, anew = both_ways(NOW + 2 * DAY, THURSDAY)
    assert followed == anew
    assert figures(seller().pk, THURSDAY).own.messages.ended == 1
