"""What the desk's own rows give, without a server."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.desk.messages.sources import ISSUE
from zgoda.desk.quality.reckoning import Own, own_of, running_of
from zgoda.desk.store.models import Answerer, Connection, DeskCase, Shop
from zgoda.domain.actors import Role
from zgoda.domain.quality.answers import Answer
from zgoda.domain.quality.figures import window_before

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


@rule("S1-55")
def test_open_answers_say_whose_they_are() -> None:
    """So that a forecast asks the seller for nothing that the Warehouse answers."""
    owned = [
        Own(DeskCase(pk=number), Answer(party, TUESDAY, TUESDAY + timedelta(days=1)))
        for number, party in enumerate((Role.SELLER, Role.WAREHOUSE), start=1)
    ]
    assert [(one.subject, one.party) for one in running_of(owned)] == [("1", Role.SELLER), ("2", Role.WAREHOUSE)]


@rule("S1-54", "S1-55")
@pytest.mark.parametrize(("answerer", "party"), [(None, Role.SELLER), (Answerer.WAREHOUSE, Role.WAREHOUSE)])
def test_a_case_is_whose_the_desk_knows_it_to_be(answerer: Answerer | None, party: Role) -> None:
    """A server that speaks Allegro's protocol alone does not say it; the desk tells it from the order."""
    shop = Shop.objects.create(name="Shop")
    connection = Connection.objects.create(shop=shop, name="Allegro")
    DeskCase.objects.create(
        shop=shop,
        connection=connection,
        family=ISSUE,
        remote_id="1",
        type="DISPUTE",
        market="pl",
        opened_at=TUESDAY,
        first_seen_at=TUESDAY,
        read_at=TUESDAY,
        answerer=answerer,
    )
    owned = own_of(connection, window_before(TUESDAY.date()), TUESDAY + timedelta(hours=1))
    assert [one.party for one in running_of(owned)] == [party]
