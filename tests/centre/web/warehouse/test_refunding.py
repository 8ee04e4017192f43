"""Money back from the Warehouse's form: a double click and two people at once refund once, two on purpose are two."""

import re
from contextvars import copy_context

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.centre.stage import OPENED
from tests.centre.test_at_once import together
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import words
from tests.centre.web.staffing import HOUR
from tests.centre.web.warehouse.test_workspace import at_case, routed
from tests.marks import rule
from zgoda.centre.store.models import RefundRequest
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion

pytestmark = pytest.mark.django_db(transaction=True)

HIDDEN = re.compile(r'type="hidden" name="(token|seen)" value="([^"]*)"')


def someone(login: str = "warehouse") -> Client:
    return signed_in(login, Role.WAREHOUSE)


def shown(answer: HttpResponse) -> dict[str, str]:
    """What the form that is on the screen would send along."""
    return dict(HIDDEN.findall(answer.content.decode()))


def form(client: Client, case: Discussion) -> dict[str, str]:
    return shown(client.get(at_case(case, "refund")))


def press(client: Client, case: Discussion, fields: dict[str, str], amount: str = "19,90") -> HttpResponse:
    return client.post(at_case(case, "refund"), {**fields, "amount": amount})


def at_once(*pressed: tuple[Client, Discussion, dict[str, str]]) -> list[int]:
    held = [copy_context() for _ in pressed]
    acts = [lambda one=one, now=now: now.run(press, *one).status_code for one, now in zip(pressed, held, strict=True)]
    return sorted(together(*acts))


def asked() -> list[int]:
    return sorted(RefundRequest.objects.values_list("amount_minor", flat=True))


@rule("P-23", "S0-41")
def test_a_double_click_refunds_once(at: At) -> None:
    case, ours = routed(), someone()
    at(OPENED + HOUR)
    fields = form(ours, case)
    assert at_once((ours, case, fields), (ours, case, fields), (ours, case, fields)) == [302, 302, 302]
    assert asked() == [1990]


@rule("P-23", "S0-41")
def test_of_two_people_at_once_one_refunds_and_the_other_is_told(at: At) -> None:
    case, anna, piotr = routed(), someone("anna"), someone("piotr")
    at(OPENED + HOUR)
    assert at_once((anna, case, form(anna, case)), (piotr, case, form(piotr, case))) == [302, 422]
    assert asked() == [1990]


@rule("P-23")
def test_who_came_second_sees_what_is_left_and_may_press_again_on_purpose(at: At) -> None:
    case, anna, piotr = routed(), someone("anna"), someone("piotr")
    at(OPENED + HOUR)
    late = form(piotr, case)
    press(anna, case, form(anna, case))
    told = press(piotr, case, late)
    assert told.status_code == 422
    read = words(told.content.decode())
    assert "Meanwhile somebody asked for a refund of this order." in read
    assert "19.90" in read.partition("Being refunded:")[2].partition("What follows")[0][:24]
    assert press(piotr, case, shown(told)).status_code == 302
    assert asked() == [1990, 1990]


@rule("P-23")
def test_two_different_refunds_on_purpose_are_two(at: At) -> None:
    case, ours = routed(), someone()
    at(OPENED + HOUR)
    assert press(ours, case, form(ours, case), "5").status_code == 302
    assert press(ours, case, form(ours, case), "7").status_code == 302
    assert asked() == [500, 700]


@rule("P-23")
def test_the_same_form_with_another_amount_is_asked_about_before_it_counts(at: At) -> None:
    """Somebody went back in the browser and typed another amount."""
    case, ours = routed(), someone()
    at(OPENED + HOUR)
    fields = form(ours, case)
    press(ours, case, fields, "5")
    told = press(ours, case, fields, "7")
    assert told.status_code == 422
    assert "already sent with another amount" in words(told.content.decode())
    assert press(ours, case, shown(told), "7").status_code == 302
    assert asked() == [500, 700]
