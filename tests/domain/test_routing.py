"""Who answers a Discussion (S1-38, C-15)."""

import pytest

from tests.domain.cases import purchase
from zgoda.domain.actors import Role
from zgoda.domain.purchase import Provider
from zgoda.domain.reasons import OFFERED, Reason
from zgoda.domain.routing import PARTIES_AT_WORK, responsible_party


@pytest.mark.parametrize("reason", OFFERED)
def test_an_own_dispatch_order_goes_to_the_seller(reason: Reason) -> None:
    assert responsible_party(purchase(provider=Provider.SELLER), reason) is Role.SELLER


@pytest.mark.parametrize("reason", OFFERED)
def test_a_case_never_goes_to_a_party_nobody_works_for(reason: Reason) -> None:
    assert responsible_party(purchase(provider=Provider.ALLEGRO), reason) in PARTIES_AT_WORK
