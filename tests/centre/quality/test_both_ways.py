"""Random histories: following every change gives exactly what making everything anew gives."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.centre.quality.kept import both_ways
from tests.centre.test_random_histories_db import SPANS, Histories, play
from zgoda.centre.messaging import acts
from zgoda.centre.messaging.acts import Words
from zgoda.centre.quality import figuring
from zgoda.centre.quality.models import Counted, Kind
from zgoda.centre.store.models import Case, OrderLine

pytestmark = pytest.mark.django_db


class Measured(Histories):
    """Cases as in the other histories, and two people who write to each other."""

    @rule(who=st.sampled_from(["buyer", "buyer", "seller"]), pause=SPANS)
    def somebody_writes_a_message(self, who: str, pause: timedelta) -> None:
        self.now += pause
        bought = OrderLine.objects.get(pk=self.lines[0]).order
        recipient = "seller" if who == "buyer" else "buyer"
        acts.begin(self.people[who].id, recipient, bought.id, Words("Dzień dobry"), now=self.now, token=uuid4())

    @invariant()
    def both_ways_are_equal(self) -> None:
        followed, anew = both_ways(self.now, figuring.day_of(self.now))
        assert followed == anew

    @invariant()
    def every_case_has_its_row(self) -> None:
        assert Counted.objects.filter(kind=Kind.DISCUSSION).count() == Case.objects.count()


@pytest.mark.parametrize(("examples", "steps"), [(8, 15), pytest.param(60, 40, marks=pytest.mark.soak, id="soak")])
def test_following_changes_is_the_same_as_making_everything_anew(examples: int, steps: int) -> None:
    play(Measured, examples, steps)
