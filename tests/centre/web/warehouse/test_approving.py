"""An incident that refunds above the limit waits for another person: approved, turned down or taken back, once."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import OPENED
from tests.centre.test_at_once import together
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR
from tests.centre.web.warehouse.test_incidents import begin, lost
from zgoda.accounts.models import User
from zgoda.centre.incidents import deciding
from zgoda.centre.incidents.models import Decision, Incident
from zgoda.centre.store.models import CaseMessage, Order, RefundRequest
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.incidents import IncidentWhy, Verdict
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db
LIMIT = {"PLN": 300, "CZK": 300, "EUR": 300, "HUF": 300}


@pytest.fixture(autouse=True)
def _limited(settings, at: At) -> None:
    """Two lines of 199 zł are above it, one is not."""
    settings.INCIDENT_LIMITS = LIMIT
    at(OPENED + HOUR)


@pytest.fixture
def ours() -> Client:
    return signed_in("warehouse", Role.WAREHOUSE)


@pytest.fixture
def colleague() -> Client:
    return signed_in("colleague", Role.WAREHOUSE)


def waiting(client: Client, **fields: str) -> UUID:
    """An incident of two cases that has to be approved."""
    token = uuid4()
    begin(client, [lost("1"), lost("2")], "carrier=DPD", token, refund="LINE", **fields)
    assert Incident.objects.get(pk=token).needs_approval
    return token


def of(incident: UUID, what: str = "") -> str:
    return f"/warehouse/incidents/{incident}/{what}".rstrip("/")


def refunded() -> list[int]:
    return [row.amount_minor for row in RefundRequest.objects.order_by("pk")]


def said() -> int:
    return CaseMessage.objects.filter(author_role=Role.WAREHOUSE).count()


def test_below_the_limit_it_begins_by_itself(ours: Client) -> None:
    begin(ours, [lost("1")], "carrier=DPD", refund="LINE")
    run_pending()
    assert (said(), refunded()) == (1, [19900])


def test_above_it_nobody_is_told_and_nothing_is_refunded_until_somebody_else_approves(
    ours: Client, colleague: Client
) -> None:
    incident = waiting(ours)
    run_pending()
    assert (said(), refunded()) == (0, [])
    own = page(ours, of(incident))
    assert "somebody else has to look at it" in words(own)
    assert of(incident, "approval") not in own
    listed = words(page(colleague, "/warehouse/incidents"))
    assert "Waits for another person's approval Lorry WX 1" in listed
    seen = words(page(colleague, of(incident)))
    for part in (
        "It refunds PLN 398.00 at most. With what warehouse began",
        "Vase 1 · PLN 199.00",
        "Vase 2 · PLN 199.00",
        "was in the lost lorry",
    ):
        assert part in seen.replace("\xa0", " "), part
    for _ in range(2):
        assert colleague.post(of(incident, "approval")).status_code == 302
    run_pending()
    assert (said(), refunded()) == (2, [19900, 19900])
    assert "2 done, 0 wait, 0 not possible" in words(page(ours, of(incident)))
    assert "Approved by colleague" in words(page(ours, of(incident)))
    assert CaseMessage.objects.filter(author_role=Role.WAREHOUSE).first().author.username == "warehouse"


def test_an_administrator_may_approve_and_opens_no_case(ours: Client) -> None:
    incident, admin = waiting(ours), signed_in("admin", Role.ADMIN)
    overview = page(admin, "/administration")
    assert "Incidents to approve 1" in words(overview)
    assert 'href="/warehouse/incidents"' in overview
    html = page(admin, of(incident))
    assert "/warehouse/cases/" not in html
    assert "New incident" not in words(page(admin, "/warehouse/incidents"))
    assert admin.post(of(incident, "approval")).status_code == 302
    run_pending()
    assert said() == 2


@pytest.mark.parametrize("what", ["approval", "refusal"])
def test_nobody_decides_on_their_own(ours: Client, what: str) -> None:
    incident = waiting(ours)
    answer = ours.post(of(incident, what), {"reason": "Why not."})
    assert answer.status_code == 422
    assert "You prepared it yourself" in words(answer.content.decode())
    assert not Decision.objects.exists()


def test_it_is_turned_down_with_a_reason_and_stays_undone(ours: Client, colleague: Client) -> None:
    incident = waiting(ours)
    empty = colleague.post(of(incident, "refusal"), {"reason": " "})
    assert (empty.status_code, "Write why" in words(empty.content.decode())) == (422, True)
    assert colleague.post(of(incident, "refusal"), {"reason": "The lorry was found."}).status_code == 302
    assert colleague.post(of(incident, "approval")).status_code == 422
    run_pending()
    assert (said(), refunded()) == (0, [])
    shown = words(page(ours, of(incident)))
    assert "Turned down by colleague" in shown
    assert "The lorry was found." in shown
    assert "Vase 1" in shown
    assert "Waits for another person's approval" not in words(page(ours, "/warehouse/incidents"))


def test_who_prepared_it_takes_it_back_and_nobody_else_does(ours: Client, colleague: Client) -> None:
    incident = waiting(ours)
    assert colleague.post(of(incident, "withdrawal")).status_code == 422
    assert ours.post(of(incident, "withdrawal")).status_code == 302
    late = colleague.post(of(incident, "approval"))
    assert (late.status_code, "Somebody decided on it meanwhile" in words(late.content.decode())) == (422, True)
    run_pending()
    assert (said(), refunded()) == (0, [])


def test_preparing_and_deciding_stand_in_the_administrators_log(ours: Client, colleague: Client) -> None:
    incident = waiting(ours)
    colleague.post(of(incident, "refusal"), {"reason": "The lorry was found."})
    shown = words(page(signed_in("admin", Role.ADMIN), "/administration/log?kind=incidents")).replace("\xa0", " ")
    assert "prepared an answer for 2 cases, to be approved: Lorry WX 1" in shown
    assert "the price of each case's product is refunded, PLN 398.00" in shown
    assert "turned down the incident: Lorry WX 1" in shown
    assert "The lorry was found." in shown


def test_many_small_ones_of_one_day_are_no_way_around(ours: Client, colleague: Client, at: At) -> None:
    """One of 199 zł begins by itself, the second of that day waits; a colleague's, and one the day after, do not."""
    made = [lost(str(number)) for number in range(4)]
    for client, hours, case, waits in (
        (ours, 1, made[0], False),
        (ours, 2, made[1], True),
        (colleague, 2, made[2], False),
        (ours, 26, made[3], False),
    ):
        at(OPENED + hours * HOUR)
        token = uuid4()
        begin(client, [case], "carrier=DPD", token, refund="LINE")
        assert Incident.objects.get(pk=token).needs_approval is waits, (hours, case)


def test_a_form_sent_twice_waits_once(ours: Client) -> None:
    made, token = [lost("1"), lost("2")], uuid4()
    for _ in range(2):
        begin(ours, made, "carrier=DPD", token, refund="LINE")
    assert Incident.objects.get().total == 2


def test_what_ended_meanwhile_is_left_out_and_no_more_goes_back_than_was_approved(
    ours: Client, colleague: Client
) -> None:
    """One of the two ends while it waits; of the other's order more was paid by then than when it was prepared."""
    first, second = lost("1"), lost("2")
    Order.objects.filter(pk=second.purchase.order_id).update(paid_minor=15000)
    token = uuid4()
    begin(ours, [first, second], "carrier=DPD", token, refund="LINE")
    stage.done(first, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    Order.objects.filter(pk=second.purchase.order_id).update(paid_minor=99900)
    colleague.post(of(token, "approval"))
    run_pending()
    assert refunded() == [15000]
    assert "1 done, 0 wait, 1 not possible" in words(page(ours, of(token)))


def test_of_two_cases_about_one_order_the_second_gets_what_the_first_does_not(ours: Client, colleague: Client) -> None:
    """All that is left of an order is planned once; where the first case ended, its share is not lost."""
    first = lost("1")
    order = Order.objects.get(pk=first.purchase.order_id)
    other = order.lines.create(offer_id="2", offer_name="Bowl", quantity=1, price_minor=5000, bought_at=order.bought_at)
    second = stage.opened(OPENED, line_id=other.pk, reason="NO_PRODUCT_IN_PARCEL")
    Order.objects.filter(pk=order.pk).update(paid_minor=40000)
    token = uuid4()
    begin(ours, [first, second], "carrier=DPD", token, refund="ORDER")
    assert Incident.objects.get().planned == {"PLN": 40000}
    stage.done(first, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    colleague.post(of(token, "approval"))
    run_pending()
    assert refunded() == [40000]


def test_a_page_that_is_open_reads_one_row_until_something_changes(ours: Client, django_assert_max_num_queries) -> None:
    token = uuid4()
    begin(ours, [lost(str(number)) for number in range(5)], "carrier=DPD", token)
    assert f"{of(token, 'progress')}?seen=0-0" in page(ours, of(token))
    with django_assert_max_num_queries(3):  # session, person, incident
        assert ours.get(f"{of(token, 'progress')}?seen=0-0").status_code == 204
    run_pending()
    changed = page(ours, f"{of(token, 'progress')}?seen=0-0")
    assert "5 done, 0 wait, 0 not possible" in words(f"<main>{changed}</main>")
    assert "hx-get" not in changed


def test_what_is_to_be_looked_at_by_hand_comes_page_by_page(ours: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zgoda.centre.web.warehouse.incidents.SHOWN", 2)
    made, token = [lost(str(number)) for number in range(5)], uuid4()
    begin(ours, made, "carrier=DPD", token)
    for case in made:
        stage.done(case, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    run_pending()
    seen, path = [], of(token)
    while path:
        html = page(ours, path)
        seen += [case.id for case in made if f"/warehouse/cases/{case.id}" in html]
        more = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in html else ""
        path = more
    assert sorted(seen) == sorted(case.id for case in made)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does(ours: Client, colleague: Client) -> None:
    incident = waiting(ours)
    people = [User.objects.get(username="colleague"), stage.account("third", Role.WAREHOUSE)]
    outcomes = together(
        *[lambda by=by: deciding.decide(incident, Verdict.APPROVED, by, "", OPENED + HOUR) for by in people]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Incident", "IncidentWhy"], outcomes
    assert IncidentWhy.DECIDED_ALREADY in outcomes
    assert Decision.objects.count() == 1
    run_pending()
    assert (said(), refunded()) == (2, [19900, 19900])
