"""Sales quality for the platform's people and the Warehouse (P-42). OPENED is Tuesday 2026-03-03, ten in Poland."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.reading import page, words
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due
from zgoda.centre.quality import keeping, recompute
from zgoda.centre.quality.models import NOBODY, Counted, Standing
from zgoda.centre.store.models import Case
from zgoda.centre.web.quality import sellers
from zgoda.domain.actors import Role
from zgoda.engine import clock

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = OPENED + 3 * DAY


def browser(login: str, role: Role) -> Client:
    signed_in = Client(headers={"accept-language": "en"})
    signed_in.force_login(stage.account(login, role))
    return signed_in


@pytest.fixture
def moderator(db: None) -> Client:
    return browser("moderator", Role.MODERATOR)


@pytest.fixture(autouse=True)
def _later():
    with clock.at(LATER):
        yield


@pytest.fixture
def _figures() -> None:
    """One answered in an hour by the seller, one in two hours by the Warehouse, one late and unanswered."""
    stage.done(stage.opened(), stage.written(stage.seller()), OPENED + HOUR)
    stage.done(stage.opened(), stage.written(stage.seller()), OPENED + 2 * HOUR)
    stage.opened()
    Counted.objects.filter(seconds=7_200).update(party=Role.WAREHOUSE.value)
    for case_id in Case.objects.values_list("pk", flat=True):
        fire_due(case_id, now=LATER)
    keeping.sweep(LATER)
    recompute.sums_and_figures(LATER)


def seller() -> User:
    return stage.account("seller", Role.SELLER)


@pytest.mark.usefixtures("_figures")
def test_sellers_stand_worst_first_by_the_chosen_figure(moderator: Client) -> None:
    """Two of three in time; (1 + 2 + 62) / 3 hours are 21 h 40 min; three of three orders have a Discussion."""
    shown = words(page(moderator, "/quality"))
    assert "seller 66.6% 21 h 40 min 100% 0% 21.6%" in shown
    better = stage.account("better", Role.SELLER)
    Standing.objects.create(account=better.pk, timely=1_000_000, average=60)
    assert [one in shown for one in ("seller", "better")] == [True, False]
    by_time = words(page(moderator, "/quality?by=average"))
    assert by_time.index("seller 66.6%") < by_time.index("better 100% 1 min no data no data no data")


def test_pages_of_sellers_go_on_where_the_last_ended(moderator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sellers, "PAGE", 2)
    for number in range(5):
        Standing.objects.create(account=stage.account(f"s{number}", Role.SELLER).pk, timely=500_000)
    seen, path = [], "/quality?by=timely"
    while path:
        answer = moderator.get(path).content.decode()
        seen += [int(one) for one in re.findall(r'"/quality/sellers/(\d+)"', answer)]
        older = re.search(r'href="(\?[^"]+)" rel="next"', answer)
        path = f"/quality{html.unescape(older[1])}" if older else ""
    assert seen == sorted(Standing.objects.values_list("account", flat=True))


@pytest.mark.parametrize("query", ["?by=luck", "?after=x", "?after=1_", "?after=_1", "?by=points&after=9_9_9"])
def test_an_address_that_nobody_gave_shows_the_list(moderator: Client, query: str) -> None:
    assert moderator.get(f"/quality{query}").status_code == 200


@rule("S1-32", "S1-33")
@pytest.mark.usefixtures("_figures")
def test_a_seller_has_three_columns_a_drawing_and_its_numbers(moderator: Client) -> None:
    answer = page(moderator, f"/quality/sellers/{seller().pk}")
    shown = words(answer)
    assert "Timely responses in Discussions 50% 100% 66.6%" in shown
    assert "Average response time in Discussions 31 h 30 min 2 h 21 h 40 min" in shown
    assert "13 / 60 unacceptable" in shown
    assert "Wed 4 Mar 0 1 Tue 3 Mar 2 0" in shown
    assert answer.count('class="good"') == 2


@pytest.mark.usefixtures("_figures")
def test_the_cases_behind_a_number_can_be_opened_by_moderators(moderator: Client) -> None:
    path = f"/quality/sellers/{seller().pk}/cases?fact=DISCUSSION_ANSWERS"
    assert words(page(moderator, path)).count("in time") >= 2
    late = words(page(moderator, f"{path}&late=true"))
    assert "38 h · still not answered" in late
    assert "Warehouse · Tue 3 Mar" in words(page(moderator, f"{path}&column=WAREHOUSE"))
    case = Counted.objects.get(in_time=False).subject
    assert f'href="/cases/{case}"' in page(moderator, path)
    admin = page(browser("admin", Role.ADMIN), path)
    assert case in admin
    assert "/cases/" not in admin.replace("/cases?", "")


def test_a_seller_without_data_says_so(moderator: Client) -> None:
    assert "No figures yet" in words(page(moderator, f"/quality/sellers/{seller().pk}"))
    assert moderator.get("/quality/sellers/999999").status_code == 404
    assert moderator.get(f"/quality/sellers/{stage.buyer().id}").status_code == 404


@rule("S1-32")
@pytest.mark.usefixtures("_figures")
def test_the_warehouse_sees_its_own_part_and_nothing_of_sellers() -> None:
    """T-03: a hidden case is on its account, so it is in its figures and in no seller's."""
    Counted.objects.filter(in_time=False).update(account=NOBODY, party=Role.WAREHOUSE.value)
    recompute.sums_and_figures(LATER)
    warehouse = browser("warehouse", Role.WAREHOUSE)
    shown = words(page(warehouse, "/quality/warehouse"))
    assert "Timely responses in Discussions 50%" in shown
    assert "seller" not in shown.replace("each seller's", "").replace("all sellers", "")
    for path in ("/quality", f"/quality/sellers/{seller().pk}", f"/quality/sellers/{seller().pk}/cases"):
        assert warehouse.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.BUYER, Role.SELLER])
def test_nobody_else_has_these_pages(role: Role) -> None:
    """P-42: consultants do not see figures."""
    other = browser(f"a-{role.lower()}", role)
    assert other.get("/quality").status_code == other.get("/quality/warehouse").status_code == 404
