"""What the desk's own rows give, without a server."""

from datetime import UTC, datetime, timedelta

from tests.marks import rule
from zgoda.desk.quality.reckoning import Own, running_of
from zgoda.desk.store.models import DeskCase
from zgoda.domain.actors import Role
from zgoda.domain.quality.answers import Answer

TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)


@rule("S1-55")
def test_open_answers_say_whose_they_are() -> None:
    """So that a forecast asks the seller for nothing that the Warehouse answers."""
    owned = [
        Own(DeskCase(pk=number), Answer(party, TUESDAY, TUESDAY + timedelta(days=1)))
        for number, party in enumerate((Role.SELLER, Role.WAREHOUSE), start=1)
    ]
    assert [(one.subject, one.party) for one in running_of(owned)] == [("1", Role.SELLER), ("2", Role.WAREHOUSE)]
