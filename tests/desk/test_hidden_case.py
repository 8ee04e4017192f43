"""A desk fed from a centre that holds a hidden case never hears of it: no row, no page, no file that it hands out (S1-56)."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client as Browser

from tests.centre import stage
from tests.desk.test_with_the_centre import CENTRE, NOW, _one_process, connected
from tests.marks import rule
from tests.security import hidden_world
from tests.security.hidden_world import ids_of, told_of
from tests.security.knocks import read
from tests.security.routes import all_routes
from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due
from zgoda.centre.store.models import Case
from zgoda.desk.cases import schedule
from zgoda.desk.people import buyers, holdings
from zgoda.desk.store.models import Connection, DeskCase, Member, MemberRole
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.engine import clock

__all__ = ["CENTRE", "_one_process", "connected"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(connected: Connection) -> Discussion:
    """Beside an ordinary Discussion and its buyer's order; read by the desk at once and again later, swept through."""
    users = {"seller": stage.account("seller", Role.SELLER), "other_seller": stage.account("other", Role.SELLER)}
    users["hidden_buyer"] = hidden_world.buyer()
    stage.opened()
    line, _theirs = hidden_world.purchase(users)
    case = hidden_world.hidden_case(users, line, NOW)
    for later in (timedelta(0), timedelta(hours=1), timedelta(days=3)):
        with clock.at(NOW + later):
            for case_id in Case.objects.values_list("pk", flat=True):
                fire_due(case_id, now=NOW + later)
            Connection.objects.update(next_sweep_at=None)
            schedule.sync_now(Connection.objects.get())
            schedule.tick(clock.real_now())
    assert Connection.objects.get().last_error == ""
    return case


def rows_of_the_desk() -> Iterator[str]:
    """Every row of every table of the desk, in words."""
    for model in apps.get_models():
        if model.__module__.startswith("zgoda.desk"):
            for row in model._default_manager.values():
                yield f"{model.__name__} {json.dumps(row, default=str)}"


@rule("S1-56")
def test_nothing_of_it_stands_in_the_desks_database(hidden: Discussion) -> None:
    rows = list(rows_of_the_desk())
    assert DeskCase.objects.count() == 1
    assert any("It does not work." in row for row in rows), "the ordinary Discussion was read"
    assert [row for row in rows if told_of(hidden, row)] == []


@rule("S1-56")
def test_nothing_of_it_stands_in_a_page_or_a_file_of_the_shop(hidden: Discussion, connected: Connection) -> None:
    """Lists, search, log, figures, exports: every address that needs no id."""
    owner = User.objects.create_user("ola")
    Member.objects.create(user=owner, shop=connected.shop, role=MemberRole.OWNER)
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(owner)
    paths = [route.path({}) for route in all_routes() if route.half == "desk" and "<" not in route.pattern]
    searches = [f"/?q={word}" for word in (hidden_world.SECRET, hidden_world.LOGIN, str(hidden.id), "Vase")]
    exports = ["/administration/data/cases?as=csv", "/administration/data/cases?as=jsonl", "/administration/log/jsonl"]
    seen = 0
    for path in [*(one for one in paths if "^" not in one), *searches, *exports]:
        answer = browser.get(path, **{"zgoda.half": "desk"})
        said = read(answer)
        seen += answer.status_code == 200 and "It does not work." in said
        for word in hidden_world.LOGIN, hidden_world.SECRET, str(hidden.id):
            said = said.replace(f'value="{word}"', "").replace(f"q={word}", "")
        assert told_of(hidden, said) == [], path
    assert seen >= 2, "the ordinary Discussion stands in the list and in the exports"


@rule("S1-56")
def test_the_shop_holds_nothing_of_its_buyer(hidden: Discussion, connected: Connection) -> None:
    held = holdings.of(connected.shop_id, hidden_world.LOGIN)
    assert not held
    assert list(buyers.export(held)) == []
    assert ids_of(hidden), "the case itself stands at the centre"
