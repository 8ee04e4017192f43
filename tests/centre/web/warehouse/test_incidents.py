"""One lorry lost: many cases chosen, shown, answered and refunded at once, each by itself and once."""

import re
from datetime import datetime
from typing import Any
from unittest.mock import Mock
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import MS, OPENED
from tests.centre.web.buyer.conftest import At, signed_in
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR
from zgoda.centre.incidents import choosing, doing
from zgoda.centre.incidents.models import Incident, IncidentCase, PreparedText
from zgoda.centre.orders.parcels import Parcel, give_parcel
from zgoda.centre.partners.payments.client import RefundRefusal, request_refund
from zgoda.centre.store import cases
from zgoda.centre.store.models import CaseMessage, Order, OrderLine, RefundRequest
from zgoda.centre.web.warehouse import incident_new as pages
from zgoda.domain import commands as c
from zgoda.domain.actors import Role
from zgoda.domain.discussion import Discussion
from zgoda.domain.money import Money
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db
NEW = "/warehouse/incidents/new"
TEXT = "Your {product} was in the lost lorry ({waybill})."


@pytest.fixture
def ours() -> Client:
    return signed_in("warehouse", Role.WAREHOUSE)


def lost(waybill: str, reason: str = "NO_PRODUCT_IN_PARCEL", now: datetime = OPENED) -> Discussion:
    case = stage.opened(now, line_id=stage.line(f"Vase {waybill}", fulfilled=True), reason=reason)
    give_parcel(Order.objects.get(pk=case.purchase.order_id), Parcel("DPD", waybill), stage.warehouse(), OPENED)
    return case


def choice(client: Client, query: str) -> str:
    """Choose by what would stand in a form; the address of what was found."""
    answer = client.post("/warehouse/incidents/choices", parse_qs(query))
    assert answer.status_code == 302
    return answer.headers["Location"]


def begin(client: Client, made: list[Discussion], query: str, token: UUID | None = None, **fields: str):
    shown = {"title": "Lorry WX 1", "text": TEXT, "case": [str(case.id) for case in made], **fields}
    return client.post(choice(client, query), {"token": str(token or uuid4()), **shown})


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER, Role.CONSULTANT, Role.ADMIN])
def test_nobody_else_works_on_many_cases(role: Role) -> None:
    client = signed_in(f"a-{role}", role)
    for path in (NEW, "/warehouse/texts", *(["/warehouse/incidents"] if role is not Role.ADMIN else [])):
        assert client.get(path).status_code == 404, path
    assert client.post("/warehouse/incidents/choices", {"carrier": "DPD"}).status_code == 404


def test_nothing_chosen_is_nobody_chosen(ours: Client, at: At) -> None:
    case = lost("1")
    at(OPENED + HOUR)
    assert str(case.id) not in page(ours, NEW)
    assert begin(ours, [case], "").status_code == 422
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("carrier=DPD", "12"),
        ("carrier=UPS", ""),
        ("numbers=1+9", "1"),
        ("since=2026-03-03", "12"),
        ("until=2026-03-02", ""),
        ("since=0001-01-01&until=9999-12-31", "12"),
        ("since=9999-12-31", ""),
        ("until=0001-01-01", ""),
    ],
)
def test_cases_are_found_by_carrier_numbers_and_date(ours: Client, at: At, query: str, found: str) -> None:
    made = {waybill: lost(waybill) for waybill in "12"}
    sellers = lost("3", "OTHER")
    at(OPENED + HOUR)
    html = page(ours, choice(ours, query))
    assert {one for one, case in made.items() if str(case.id) in html} == set(found)
    assert str(sellers.id) not in html


def test_thousands_of_numbers_make_no_longer_address(ours: Client, at: At) -> None:
    """And a colleague who is given the address sees the same, until the choice is forgotten."""
    case, numbers = lost("1"), " ".join(f"0000{number:09}" for number in range(20_000))
    at(OPENED + HOUR)
    address = ours.post("/warehouse/incidents/choices", {"numbers": f"{numbers} 1"}).headers["Location"]
    assert len(address) < 100
    colleague = signed_in("colleague", Role.WAREHOUSE)
    assert str(case.id) in page(colleague, address)
    choosing.forget(OPENED + HOUR + choosing.KEPT)
    page(colleague, address)
    choosing.forget(OPENED + HOUR + choosing.KEPT + MS)
    assert colleague.get(address).status_code == 404


def test_everybody_ticked_gets_the_text_filled_in_for_them_once(ours: Client, at: At) -> None:
    first, second, left_out = lost("1"), lost("2"), lost("3")
    at(OPENED + HOUR)
    token = uuid4()
    for _ in range(2):
        assert begin(ours, [first, second], "carrier=DPD", token).status_code == 302
    run_pending()
    doing.work_through.enqueue(str(token))
    run_pending()
    said = list(CaseMessage.objects.filter(author_role=Role.WAREHOUSE).order_by("case__line__offer_name"))
    assert [row.text for row in said] == [
        "Your Vase 1 was in the lost lorry (1).",
        "Your Vase 2 was in the lost lorry (2).",
    ]
    assert cases.find(first.id).answered_at == OPENED + HOUR
    assert cases.find(left_out.id).answered_at is None
    assert "2 done, 0 wait, 0 not possible" in words(page(ours, f"/warehouse/incidents/{token}"))
    assert "Lorry WX 1" in words(page(ours, "/warehouse/incidents"))


def test_a_product_called_like_a_variable_is_told_of_all_the_same(ours: Client, at: At) -> None:
    case = lost("1")
    OrderLine.objects.update(offer_name="Vase {order}")
    at(OPENED + HOUR)
    begin(ours, [case], "carrier=DPD")
    run_pending()
    assert CaseMessage.objects.get(author_role=Role.WAREHOUSE).text == "Your Vase {order} was in the lost lorry (1)."


def test_words_that_were_said_before_the_worker_died_are_refunded_though_a_parcel_came_since(
    ours: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, token = lost("1"), uuid4()
    at(OPENED + HOUR)
    begin(ours, [case], "carrier=DPD", token, refund="LINE")
    with monkeypatch.context() as dying:
        dying.setattr(doing, "_refund", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            doing.work_through.func(str(token))
    give_parcel(Order.objects.get(pk=case.purchase.order_id), Parcel("DPD", "2"), stage.warehouse(), OPENED + HOUR)
    run_pending()
    assert CaseMessage.objects.filter(author_role=Role.WAREHOUSE, text__contains="lost lorry").count() == 1
    assert [row.amount_minor for row in RefundRequest.objects.all()] == [19900]
    assert "1 done, 0 wait, 0 not possible" in words(page(ours, f"/warehouse/incidents/{token}"))


def test_a_refund_is_of_what_is_left_and_asked_for_once(ours: Client, at: At) -> None:
    case, token = lost("1"), uuid4()
    at(OPENED + HOUR)
    begin(ours, [case], "carrier=DPD", token, refund="ORDER")
    run_pending(limit=1)
    IncidentCase.objects.update(outcome="WAITING")
    doing.work_through.func(str(token))
    assert [row.amount_minor for row in RefundRequest.objects.all()] == [19900]
    assert CaseMessage.objects.filter(author_role=Role.WAREHOUSE).count() == 1


def test_a_line_is_refunded_alone_and_never_above_its_price(ours: Client, at: At) -> None:
    """An order of 199 zł for the vase and 100 zł more; half of the vase's price came back before."""
    case = lost("1")
    Order.objects.filter(pk=case.purchase.order_id).update(paid_minor=29900)
    at(OPENED + HOUR)
    asked = request_refund(uuid4(), case.id, case.purchase.order_id, Money(9900, "PLN"), OPENED)
    assert not isinstance(asked, RefundRefusal)
    for token in (uuid4(), uuid4()):
        begin(ours, [case], "carrier=DPD", token, refund="LINE")
        run_pending(limit=1)
        IncidentCase.objects.update(outcome="WAITING")
        doing.work_through.func(str(token))
    assert [row.amount_minor for row in RefundRequest.objects.order_by("pk")] == [9900, 10000]


def test_what_came_back_in_an_earlier_case_about_the_line_counts_too(ours: Client, at: At) -> None:
    before = lost("1")
    order_id, line_id = before.purchase.order_id, before.purchase.line_id
    Order.objects.filter(pk=order_id).update(paid_minor=99900)
    request_refund(uuid4(), before.id, order_id, Money(15000, "PLN"), OPENED)
    stage.done(before, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    case, token = stage.opened(OPENED + HOUR, line_id=line_id, reason="NO_PRODUCT_IN_PARCEL"), uuid4()
    at(OPENED + 2 * HOUR)
    begin(ours, [case], "carrier=DPD", token, refund="LINE")
    doing.work_through.func(str(token))
    assert [row.amount_minor for row in RefundRequest.objects.order_by("pk")] == [15000, 4900]


@pytest.mark.parametrize(("refund", "asked"), [("LINE", [15000, 4900]), ("ORDER", [15000, 84900])])
def test_what_somebody_asks_for_while_it_is_reckoned_is_not_refunded_twice(
    ours: Client, at: At, monkeypatch: pytest.MonkeyPatch, refund: str, asked: list[int]
) -> None:
    case, token, reckon = lost("1"), uuid4(), doing.refunds_of
    Order.objects.filter(pk=case.purchase.order_id).update(paid_minor=99900)
    at(OPENED + HOUR)

    def slowly(order_id: UUID) -> Any:
        sums = reckon(order_id)
        if not RefundRequest.objects.exists():
            request_refund(uuid4(), case.id, case.purchase.order_id, Money(15000, "PLN"), OPENED)
        return sums

    monkeypatch.setattr(doing, "refunds_of", slowly)
    begin(ours, [case], "carrier=DPD", token, refund=refund)
    doing.work_through.func(str(token))
    assert [row.amount_minor for row in RefundRequest.objects.order_by("pk")] == asked


def test_nothing_is_refunded_unless_it_is_chosen(ours: Client, at: At) -> None:
    case = lost("1")
    at(OPENED + HOUR)
    for chosen in ({}, {"refund": "NONE"}, {"refund": "EVERYTHING"}):
        begin(ours, [case], "carrier=DPD", **chosen)
    run_pending()
    assert Incident.objects.count() == 3
    assert not RefundRequest.objects.exists()


def test_all_that_is_left_of_an_order_goes_back_once(ours: Client, at: At) -> None:
    case = lost("1")
    Order.objects.filter(pk=case.purchase.order_id).update(paid_minor=29900)
    at(OPENED + HOUR)
    for _ in range(2):
        begin(ours, [case], "carrier=DPD", refund="ORDER")
    run_pending()
    assert [row.amount_minor for row in RefundRequest.objects.all()] == [29900]


def test_more_cases_than_are_shown_are_done_where_that_is_ticked(
    ours: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PREVIEWED", 2)
    made = [lost(str(number)) for number in range(5)]
    at(OPENED + HOUR)
    html = page(ours, choice(ours, "carrier=DPD"))
    assert "What is done in 5 cases" in words(html)
    assert re.findall(r'name="refund" value="(\w*)"', html) == ["NONE", "LINE", "ORDER"]
    assert "And 3 more that are not listed here" in words(html)
    shown = [str(case.id) for case in made if f'name="shown" value="{case.id}"' in html]
    assert len(shown) == 2
    few, most = uuid4(), uuid4()
    only = [case for case in made if str(case.id) == shown[0]]
    begin(ours, only, "carrier=DPD", few, shown=shown)
    begin(ours, only, "carrier=DPD", most, shown=shown, rest="1")
    assert [Incident.objects.get(pk=one).total for one in (few, most)] == [1, 4]
    assert not IncidentCase.objects.filter(incident_id=most, case_id=shown[1]).exists()


def test_of_those_not_listed_only_what_was_there_at_the_look_is_done(
    ours: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of five one is listed; until the click one of the others ends and a sixth comes."""
    monkeypatch.setattr(pages, "PREVIEWED", 1)
    made, token = [lost(str(number)) for number in range(5)], uuid4()
    at(OPENED + HOUR)
    html = page(ours, choice(ours, "carrier=DPD"))
    hidden = dict(re.findall(r'type="hidden" name="(looked|unlisted|shown)" value="([^"]*)"', html))
    listed, ended = hidden["shown"], next(case for case in made if str(case.id) != hidden["shown"])
    stage.done(ended, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    came = lost("6", now=OPENED + 2 * HOUR)
    at(OPENED + 3 * HOUR)
    answer = begin(ours, [], "carrier=DPD", token, case=[listed], rest="1", **hidden)
    done = set(IncidentCase.objects.filter(incident_id=token).values_list("case_id", flat=True))
    assert done == {case.id for case in made} - {ended.id}
    assert came.id not in done
    assert "1 case changed meanwhile and is left out." in page(ours, answer.headers["Location"])


@pytest.mark.parametrize("looked", ["", "now", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999Z"])
def test_an_instant_that_nobody_wrote_harms_nothing(ours: Client, at: At, looked: str) -> None:
    case = lost("1")
    at(OPENED + HOUR)
    assert begin(ours, [case], "carrier=DPD", looked=looked).status_code == 302


def test_what_is_written_down_goes_in_batches_up_to_a_limit(
    ours: Client, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doing, "BATCH", 2)
    monkeypatch.setattr(pages, "MOST", 4)
    monkeypatch.setattr(choosing, "MOST", 4)
    made, token = [lost(str(number)) for number in range(6)], uuid4()
    at(OPENED + HOUR)
    assert "More than 4 cases are found" in words(page(ours, choice(ours, "carrier=DPD")))
    begin(ours, made, "carrier=DPD", token)
    positions = IncidentCase.objects.filter(incident_id=token).order_by("position").values_list("position", flat=True)
    assert list(positions) == [0, 1, 2, 3]


def test_a_case_that_left_the_choice_meanwhile_is_told_of(ours: Client, at: At) -> None:
    ended, other = lost("1"), lost("2")
    at(OPENED + HOUR)
    stage.done(ended, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    answer = begin(ours, [ended, other], "carrier=DPD")
    assert "1 case changed meanwhile and is left out." in page(ours, answer.headers["Location"])
    assert begin(ours, [ended], "carrier=DPD").status_code == 422


def test_an_incident_stands_in_the_administrators_log(ours: Client, at: At) -> None:
    case = lost("1")
    at(OPENED + HOUR)
    begin(ours, [case], "carrier=DPD", refund="LINE")
    admin = signed_in("admin", Role.ADMIN)
    for path in ("/administration/log", "/administration/log?kind=incidents"):
        shown = words(page(admin, path))
        assert "answered 1 case at once: Lorry WX 1" in shown
        assert "the price of each case's product is refunded" in shown


def test_a_case_that_ended_meanwhile_is_named_and_the_others_are_done(ours: Client, at: At) -> None:
    ended, other, token = lost("1"), lost("2"), uuid4()
    at(OPENED + HOUR)
    begin(ours, [ended, other], "carrier=DPD", token)
    stage.done(ended, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    run_pending()
    shown = words(page(ours, f"/warehouse/incidents/{token}"))
    assert "1 done, 0 wait, 1 not possible" in shown
    assert "Vase 1" in shown


def test_nothing_is_refunded_in_a_case_that_ended_meanwhile(ours: Client, at: At) -> None:
    """The buyer has the parcel after all and says so before the work comes to it: no money leaves unseen."""
    case, token = lost("1"), uuid4()
    at(OPENED + HOUR)
    begin(ours, [case], "carrier=DPD", token, refund="ORDER")
    stage.done(case, c.MarkResolved(by=stage.buyer()), OPENED + HOUR)
    run_pending()
    assert IncidentCase.objects.get().outcome == "REFUSED"
    assert not RefundRequest.objects.exists()


def test_more_cases_than_one_run_takes_are_all_done(ours: Client, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doing, "CHUNK", 2)
    made, token = [lost(str(number)) for number in range(5)], uuid4()
    at(OPENED + HOUR)
    begin(ours, made, "carrier=DPD", token)
    run_pending()
    assert IncidentCase.objects.filter(outcome="DONE").count() == 5


@pytest.mark.parametrize(
    ("text", "title"),
    [("", "X"), ("Hello {colour}", "X"), ("You get {amount} back", "X"), ("Hello", ""), ("x" * 20_001, "X")],
)
def test_a_text_that_cannot_be_sent_begins_nothing(ours: Client, at: At, text: str, title: str) -> None:
    case = lost("1")
    at(OPENED + HOUR)
    assert begin(ours, [case], "carrier=DPD", text=text, title=title).status_code == 422
    assert not Incident.objects.exists()


def test_prepared_texts_are_kept_changed_and_taken_away(ours: Client, at: At) -> None:
    def save(text: str) -> int:
        return ours.post("/warehouse/texts", {"name": "Lost", "text": text}).status_code

    assert (save("Hello {product}"), save("Sorry {product}")) == (302, 302)
    assert "Sorry {product}" in words(page(ours, "/warehouse/texts"))
    assert save("{amount}") == 422
    assert PreparedText.objects.get().text == "Sorry {product}"
    save("")
    assert not PreparedText.objects.exists()
