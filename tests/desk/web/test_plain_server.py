"""A server with the public protocol and nothing else: what the desk shows where it cannot know, and what is by hand."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro, How
from tests.marks import rule
from zgoda.desk.allegro.client import Client as Reader
from zgoda.desk.cases import clocks, fold, sync
from zgoda.desk.store.models import Connection, DeskCase, Outgoing
from zgoda.domain.deadlines import TimerKind
from zgoda.look.words.reasons import reason_of_subject
from zgoda.wire.times import to_wire

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def words(desk: Client, path: str) -> str:
    return unescape(" ".join(desk.get(path).content.decode().split()))


@pytest.fixture
def unclear(desk: Client, case: DeskCase, server: FakeAllegro, client: Reader, clock: DeskClock) -> DeskCase:
    """A Discussion about something that the server names in words nobody knows."""
    clock.forward(hours=1)
    remote = server.open_issue(subject="Щось пішло не так")
    sync.run(Connection.objects.get(), client, "hot")
    return DeskCase.objects.select_related("connection").get(remote_id=remote)


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("I have not received the product", "NO_PRODUCT_RECEIVED"),
        ("Nie otrzymałem produktu", "NO_PRODUCT_RECEIVED"),
        ("produkt mi nebyl doručen", "NO_PRODUCT_RECEIVED"),
        ("Produkt mi nebol doručený", "NO_PRODUCT_RECEIVED"),
        ("Nem kaptam meg a terméket", "NO_PRODUCT_RECEIVED"),
        ("niezgodny z opisem", "NOT_AS_DESCRIBED"),
        ("Defects emerged during use.", "DEFECT_FOUND_DURING_USE"),
        ("DETECT_FOUND_DURING_USE", "DEFECT_FOUND_DURING_USE"),
        ("Something else", ""),
        ("", ""),
    ],
)
def test_reason_is_read_from_the_subject_only_where_it_is_known(subject: str, code: str) -> None:
    assert reason_of_subject(subject) == code


@rule("S0-35", "S0-36")
def test_known_subject_gives_the_exact_day(case: DeskCase, clock: DeskClock) -> None:
    clock_ = next(one for one in clocks.clocks_of(case, clock.now) if one.kind == TimerKind.UNRESOLVED_AVAILABLE)
    assert (clock_.due, clock_.or_due) == (case.opened_at + timedelta(days=7), None)


@rule("S0-35", "S0-36")
def test_unknown_subject_gives_both_days_and_no_false_one(unclear: DeskCase, desk: Client, clock: DeskClock) -> None:
    found = next(one for one in clocks.clocks_of(unclear, clock.now) if one.kind == TimerKind.UNRESOLVED_AVAILABLE)
    assert (found.due, found.or_due) == (unclear.opened_at + timedelta(days=7), unclear.opened_at + timedelta(days=14))
    assert "depending on the reason" in words(desk, f"/cases/{unclear.pk}")
    later = {one.kind for one in clocks.clocks_of(unclear, clock.now + timedelta(days=10))}
    assert TimerKind.UNRESOLVED_AVAILABLE in later
    latest = {one.kind for one in clocks.clocks_of(unclear, clock.now + timedelta(days=15))}
    assert TimerKind.UNRESOLVED_AVAILABLE not in latest


def test_platforms_status_date_is_the_answer_clock(case: DeskCase, desk: Client, clock: DeskClock) -> None:
    answer = next(one for one in clocks.clocks_of(case, clock.now) if one.kind == TimerKind.ANSWER)
    assert (answer.due, answer.origin) == (case.opened_at + timedelta(hours=24), clocks.Origin.PLATFORM)
    assert "the marketplace's date" in words(desk, f"/cases/{case.pk}")


def test_what_the_protocol_lacks_is_guided_with_a_link_and_marked_as_done(unclear: DeskCase, desk: Client) -> None:
    Connection.objects.update(api_url="https://api.allegro.pl", auth_url="https://allegro.pl")
    Connection.objects.update(upload_url="https://upload.allegro.pl")
    page = f"/cases/{unclear.pk}"
    assert "Offer a solution (at the marketplace itself)" in words(desk, page)
    for mode, kind in (("offer", "OFFER"), ("report", "REPORT"), ("handover", "HANDOVER")):
        shown = words(desk, f"{page}?do={mode}")
        assert f"https://salescenter.allegro.com/discussions-with-buyers/{unclear.remote_id}?sellerId=501" in shown
        assert "It is done" in shown
        desk.post(f"{page}/by-hand", {"kind": kind, "form_token": mode})
    assert set(Outgoing.objects.values_list("kind", "state")) == {
        (kind, "SEEN") for kind in ("OFFER", "REPORT", "HANDOVER")
    }
    assert words(desk, page).count("done by hand at the marketplace") == 3


def test_carriers_come_from_the_server_with_another_at_the_end(case: DeskCase, desk: Client) -> None:
    cache.clear()
    shown = words(desk, f"/cases/{case.pk}?do=tracking")
    assert '<option value="INPOST">InPost</option>' in shown
    assert shown.index('value="INPOST"') < shown.index('value="OTHER"')


def test_tracking_number_can_be_given_though_the_carriers_are_not_known(
    case: DeskCase, desk: Client, server: FakeAllegro
) -> None:
    cache.clear()
    server.go_wrong("GET", "^/order/carriers$", How.ERROR_500_BEFORE, times=9)
    assert 'value="OTHER"' in words(desk, f"/cases/{case.pk}?do=tracking")
    form = {"do": "tracking", "form_token": "t", "carrier": "OTHER", "waybill": "6800"}
    assert "Say which carrier it is" in desk.post(f"/cases/{case.pk}/send", form).content.decode()
    desk.post(f"/cases/{case.pk}/send", form | {"carrier_name": "Gołąb"})
    assert Outgoing.objects.get().payload["carrier_name"] == "Gołąb"
    asked = server.count("GET", "^/order/carriers$")
    desk.get(f"/cases/{case.pk}?do=tracking")
    assert server.count("GET", "^/order/carriers$") == asked


def test_unseen_message_asks_the_agent_and_takes_the_decision(case: DeskCase, desk: Client) -> None:
    desk.post(f"/cases/{case.pk}/send", {"do": "reply", "form_token": "t", "text": "It left on Monday"})
    Outgoing.objects.update(state="UNSEEN", attempted_at=case.read_at, last_error="no answer")
    row, page = Outgoing.objects.get(), f"/cases/{case.pk}"
    shown = words(desk, page)
    for words_ in ("has not appeared in the conversation", "Send once more", "It arrived", "Give it up"):
        assert words_ in shown
    assert "1 needs you" in words(desk, "/")
    desk.post(f"{page}/outgoing/{row.pk}", {"what": "arrived"})
    assert "Message: It left on Monday" in words(desk, page)


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "PLN"}


def test_servers_figure_of_refunds_wins_over_what_this_desk_sent(
    case: DeskCase, desk: Client, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    server.features = ["case-details", "refunds"]
    stated = {"paid": money("100.00"), "refunded": money("30.00"), "asked": money("20.00")}
    server.details[case.remote_id] = {"money": stated}
    clock.forward(minutes=1)
    server.write(case.remote_id, "BUYER", "Well?", "anna_k")
    sync.run(Connection.objects.get(), client, "sweep")
    shown = words(desk, f"/cases/{case.pk}")
    refunded = shown.split("Refunded")[1]
    assert refunded.index("30") < refunded.index("Refundable")
    assert "Refund asked, not confirmed yet" in shown
    refused = desk.post(
        f"/cases/{case.pk}/send",
        {"do": "refund", "form_token": "r", "amount": "50.01", "currency": "PLN", "sure": "1"},
    )
    assert "more than what is left" in refused.content.decode()


@rule("S0-41")
def test_a_form_from_before_anothers_refund_gives_no_second_one(
    case: DeskCase, desk: Client, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    server.features = ["case-details", "refunds"]
    Connection.objects.update(capabilities={"features": server.features})
    case.connection.refresh_from_db()
    stated = {"paid": money("100.00"), "refunded": money("0.00"), "asked": money("0.00")}
    server.details[case.remote_id] = {"money": stated}
    fold.reread(case, client)
    page = desk.get(f"/cases/{case.pk}?do=refund").content.decode()
    assert 'name="left" value="10000"' in page
    clock.forward(minutes=1)
    stated["asked"] = money("30.00")
    fold.reread(case, client)
    form = {"do": "refund", "form_token": "2", "amount": "30.00", "currency": "PLN", "sure": "1", "left": "10000"}
    refused = desk.post(f"/cases/{case.pk}/send", form)
    assert "has changed since this form was shown" in refused.content.decode()
    assert 'name="left" value="7000"' in refused.content.decode(), "so that it can be decided once more"
    assert not Outgoing.objects.exists()
    assert desk.post(f"/cases/{case.pk}/send", form | {"left": "7000"}).status_code == 302
    endless = desk.post(f"/cases/{case.pk}/send", form | {"form_token": "3", "left": "9" * 5000})
    assert endless.status_code < 500
    assert Outgoing.objects.count() == 1


def test_order_panel_says_where_the_parcel_is(
    case: DeskCase, desk: Client, server: FakeAllegro, client: Reader, clock: DeskClock
) -> None:
    server.orders[case.order_id] = {"id": case.order_id}
    server.shipments[case.order_id] = [{"id": "s1", "waybill": "6800", "carrierId": "INPOST"}]
    server.tracked["6800"] = [{"occurredAt": to_wire(clock.now), "code": "AVAILABLE_FOR_PICKUP"}]
    clock.forward(minutes=1)
    server.write(case.remote_id, "BUYER", "Well?", "anna_k")
    sync.run(Connection.objects.get(), client, "sweep")
    assert "waiting for pick-up" in words(desk, f"/cases/{case.pk}")
