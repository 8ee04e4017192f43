"""Opening on a buyer's behalf: find, choose, and the buyer's own form with what the buyer reported (S0-57…S0-59)."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import BOUGHT, OPENED
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import sent
from tests.marks import rule
from zgoda.centre.store.models import Case, CaseText, OrderLine

pytestmark = pytest.mark.django_db
FORM = {"send": "1", "group": "OTHER", "reported": "By phone on Tuesday."}


@pytest.mark.parametrize("by", ["login", "order", "what a buyer reads out"])
def test_the_product_is_found_by_the_buyers_login_or_the_orders_number(consultant: Client, at: At, by: str) -> None:
    line = OrderLine.objects.get(pk=stage.line())
    asked = {"login": "BUYER", "order": str(line.order_id)}.get(by, str(line.order_id)[:8])
    assert f"/open-for-buyer/{line.pk}" in page(consultant, f"/open-for-buyer?q={asked}")


def test_nothing_found_says_what_to_write(consultant: Client) -> None:
    assert "Write the whole login" in words(page(consultant, "/open-for-buyer?q=nobody"))
    assert consultant.get(f"/open-for-buyer/{uuid4()}").status_code == 404


@rule("S0-57", "S0-58")
@pytest.mark.parametrize("who", ["consultant", "moderator"])
def test_staff_opens_and_is_a_member(who: str, at: At, request: pytest.FixtureRequest) -> None:
    client, line = request.getfixturevalue(who), stage.line()
    at(OPENED)
    where = sent(client, f"/open-for-buyer/{line}", **FORM)
    case = Case.objects.get(line_id=line)
    assert where == f"/cases/{case.id}"
    assert case.on_behalf
    assert CaseText.objects.get(case=case, kind="REPORTED").text == "By phone on Tuesday."
    assert "By phone on Tuesday." in words(page(client, where))


@rule("S0-57")
def test_what_the_buyer_reported_is_required_and_nothing_typed_is_lost(consultant: Client, at: At) -> None:
    line = stage.line()
    html = sent(consultant, f"/open-for-buyer/{line}", status=422, send="1", group="OTHER", details="The lid is loose.")
    assert "Write down what the buyer told you." in words(html)
    assert "The lid is loose." in html
    assert not Case.objects.exists()


@rule("S0-04")
def test_the_buyers_own_limits_hold(consultant: Client, at: At) -> None:
    line = stage.line()
    at(BOUGHT)
    html = sent(consultant, f"/open-for-buyer/{line}", status=422, **FORM)
    assert "one hour after the purchase at the earliest. Possible from Mon 2 Mar, 11:00" in words(html)


@rule("S0-46")
def test_a_problem_with_the_product_asks_for_the_solution(consultant: Client, at: At) -> None:
    line = stage.line()
    fields = {**FORM, "group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED"}
    assert "Choose the solution you expect." in words(sent(consultant, f"/open-for-buyer/{line}", status=422, **fields))
    sent(consultant, f"/open-for-buyer/{line}", **fields, solution="EXCHANGE")
    assert Case.objects.get().reason == "NOT_AS_DESCRIBED"


@rule("S0-47")
def test_of_two_solutions_none_is_taken(consultant: Client, at: At) -> None:
    fields = {**FORM, "group": "PRODUCT_PROBLEM", "reason": "NOT_AS_DESCRIBED", "solution": ["REFUND", "REPAIR"]}
    html = sent(consultant, f"/open-for-buyer/{stage.line()}", status=422, **fields)
    assert "Choose the solution you expect." in words(html)
    assert not Case.objects.exists()


def test_the_form_sent_twice_opens_one_discussion(consultant: Client, at: At) -> None:
    line, token = stage.line(), str(uuid4())
    first = sent(consultant, f"/open-for-buyer/{line}", **FORM, token=token)
    assert sent(consultant, f"/open-for-buyer/{line}", **FORM, token=token) == first
    assert Case.objects.count() == 1


@rule("S1-56")
def test_a_second_delivery_problem_of_a_combined_purchase_leads_to_the_discussion_that_is_open(
    consultant: Client, at: At
) -> None:
    first, second = stage.combined()
    open_one = stage.opened(line_id=first, reason="NO_PRODUCT_RECEIVED")
    form = FORM | {"group": "NOT_RECEIVED"}
    html = sent(consultant, f"/open-for-buyer/{second}", status=422, **form)
    assert f'href="/cases/{open_one.id}"' in html
    assert Case.objects.count() == 1
