"""Two colleagues and one who only reads, in a shop with imported Discussions."""

import pytest

from tests.desk.web.conftest import _desk_time, agent, case, client, clock, connection, desk, server
from zgoda.accounts.models import User
from zgoda.desk.store.models import DeskCase, Member, MemberRole

__all__ = ["_desk_time", "agent", "case", "client", "clock", "connection", "desk", "server"]


@pytest.fixture
def me(desk: object, agent: User) -> Member:
    """The owner, whose browser ``desk`` is."""
    return Member.objects.get(user=agent)


@pytest.fixture
def jan(case: DeskCase) -> Member:
    return Member.objects.create(user=User.objects.create_user("jan"), shop=case.shop, role=MemberRole.AGENT)


@pytest.fixture
def reader(case: DeskCase) -> Member:
    return Member.objects.create(user=User.objects.create_user("ewa"), shop=case.shop, role=MemberRole.READONLY)
