"""A shop with one imported Discussion and its agent signed in."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.accounts.confirming import confirmed
from tests.desk.conftest import DeskClock, agent, case, client, clock, connection, server
from zgoda.accounts.models import User
from zgoda.desk.automation import keeping
from zgoda.desk.automation.web import trying
from zgoda.desk.automation.web import views as automation_views
from zgoda.desk.sending.web import said as sending_said
from zgoda.desk.store.models import DeskCase, Member, MemberRole
from zgoda.desk.web import acting, case_view, claim_acting, connections, frame, pages, permitted, record, uploads
from zgoda.desk.work import drafts
from zgoda.desk.work.web import bar as work_bar
from zgoda.desk.work.web import bulk, macros
from zgoda.desk.work.web import views as work_views

__all__ = ["agent", "case", "client", "clock", "connection", "server"]


@pytest.fixture(autouse=True)
def _desk_time(clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pages have the desk's time of the test, and count anew."""
    modules = (acting, case_view, claim_acting, connections, pages, permitted, record, uploads)
    for module in (automation_views, keeping, trying, bulk, drafts, macros, sending_said, work_bar, *modules):
        monkeypatch.setattr(module, "real_now", clock)
    frame.forget()
    work_views.forget()
    yield
    frame.forget()
    work_views.forget()


@pytest.fixture
def desk(agent: User, case: DeskCase) -> Client:
    """The owner's browser, reading English; the password was confirmed a moment ago."""
    Member.objects.create(user=agent, shop=case.shop, role=MemberRole.OWNER)
    signed_in = Client(headers={"accept-language": "en"})
    signed_in.force_login(agent)
    return confirmed(signed_in)
