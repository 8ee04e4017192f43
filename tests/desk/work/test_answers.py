"""Drafts, macros and the seconds in which an answer can be taken back."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.fakes.allegro import FakeAllegro
from zgoda.accounts.models import User
from zgoda.desk.cases import outbox
from zgoda.desk.store.models import DeskCase, Member, MemberRole, Outgoing, SendState
from zgoda.desk.work.models import Draft, Macro
from zgoda.domain.macros import fill, missing, unknown
from zgoda.domain.undo import UNDO, leaves_at

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


def reply(desk: Client, case: DeskCase, text: str, **more: str) -> int:
    form = {"do": "reply", "form_token": "f", "chat_seen": case.last_message_remote_id, "text": text, **more}
    return desk.post(f"/cases/{case.pk}/send", form).status_code


def test_draft_is_there_on_another_device_until_it_is_sent(desk: Client, case: DeskCase, agent: User) -> None:
    url = f"/cases/{case.pk}/draft"
    desk.post(url, {"kind": "reply", "text": "Dzień dob"})
    desk.post(url, {"kind": "reply", "text": "Dzień dobry"})
    other = Client()
    other.force_login(agent)
    assert other.get(f"{url}?kind=reply").json() == {"text": "Dzień dobry"}
    assert other.get(f"{url}?kind=comment").json() == {"text": ""}
    assert reply(desk, case, "Dzień dobry!") == 302
    assert not Draft.objects.exists()


def test_a_draft_is_its_authors_alone(desk: Client, case: DeskCase, jan: Member) -> None:
    desk.post(f"/cases/{case.pk}/draft", {"kind": "reply", "text": "mine"})
    other = Client()
    other.force_login(jan.user)
    assert other.get(f"/cases/{case.pk}/draft?kind=reply").json() == {"text": ""}


def test_wiping_out_leaves_no_draft(desk: Client, case: DeskCase) -> None:
    desk.post(f"/cases/{case.pk}/draft", {"kind": "reply", "text": "x"})
    desk.post(f"/cases/{case.pk}/draft", {"kind": "reply", "text": " "})
    assert not Draft.objects.exists()
    assert desk.post(f"/cases/{case.pk}/draft", {"kind": "offer", "text": "x"}).status_code == 404


def test_an_answer_waits_some_seconds_and_can_be_taken_back(
    desk: Client, case: DeskCase, clock: DeskClock, server: FakeAllegro
) -> None:
    assert reply(desk, case, "Oops", undo="1") == 302
    row = Outgoing.objects.get()
    assert row.send_not_before == clock.now + UNDO
    assert outbox.sweep() == 0
    assert "Undo and edit" in desk.get(f"/cases/{case.pk}").content.decode()
    back = desk.post(f"/cases/{case.pk}/outgoing/{row.pk}", {"what": "edit"})
    assert "Oops" in desk.get(back.headers["location"]).content.decode()
    clock.forward(seconds=9)
    assert outbox.sweep() == 0
    assert Outgoing.objects.get().state == SendState.CANCELLED


def test_a_near_clock_lets_nothing_wait(desk: Client, case: DeskCase, clock: DeskClock) -> None:
    DeskCase.objects.update(next_due=clock.now + timedelta(seconds=90))
    reply(desk, case, "Now", undo="1")
    assert Outgoing.objects.get().send_not_before == clock.now
    assert leaves_at(clock.now, clock.now - timedelta(hours=1)) == clock.now


def test_macro_is_filled_and_a_missing_variable_blocks_sending(desk: Client, case: DeskCase, me: Member) -> None:
    Macro.objects.create(shop=case.shop, name="Parcel", text="Hello {login}, your parcel is {waybill}.")
    shown = desk.get(f"/cases/{case.pk}/macros", headers={"HX-Request": "true"}).content.decode()
    assert f"Hello {case.buyer_login}, your parcel is {{waybill}}." in shown
    assert "missing: {waybill}" in shown
    refused = desk.post(
        f"/cases/{case.pk}/send",
        {"do": "reply", "form_token": "f", "chat_seen": case.last_message_remote_id, "text": "It is {waybill}."},
    )
    assert refused.status_code == 422
    assert "{waybill} (the parcel&#39;s number)" in refused.content.decode()
    assert not Outgoing.objects.exists()


def test_macros_are_ones_own_or_the_shops(desk: Client, case: DeskCase, me: Member, jan: Member) -> None:
    desk.post("/macros", {"name": "Own", "text": "a"})
    desk.post("/macros", {"name": "Shared", "text": "b", "whose": "shop"})
    other = Client(headers={"accept-language": "en"})
    other.force_login(jan.user)
    shown = other.get("/macros").content.decode()
    assert "Shared" in shown
    assert "Own" not in shown
    shared = Macro.objects.get(name="Shared")
    assert other.post(f"/macros/{shared.pk}", {"what": "delete"}).status_code == 404
    other.post("/macros", {"name": "Mine", "text": "c", "whose": "shop"})
    assert Macro.objects.get(name="Mine").owner == jan
    desk.post(f"/macros/{shared.pk}", {"name": "Shared", "text": "changed"})
    assert Macro.objects.get(name="Shared").text == "changed"


def test_a_slip_in_a_variable_is_told_when_it_is_written(desk: Client, case: DeskCase) -> None:
    refused = desk.post("/macros", {"name": "M", "text": "{waybil}"})
    assert (refused.status_code, Macro.objects.count()) == (422, 0)
    assert "There is no variable {waybil}." in refused.content.decode()


def test_holes_are_filled_once_and_never_from_a_value() -> None:
    assert fill("{login} {order}", {"login": "{order}", "order": "7"}) == "{order} 7"
    assert missing("{due} {due} {x}") == ("due",)
    assert unknown("{due} {x}") == ("x",)


def test_a_reader_has_no_macros_and_no_drafts(case: DeskCase, reader: Member) -> None:
    browser = Client()
    browser.force_login(reader.user)
    assert reader.role == MemberRole.READONLY
    for path in ("/macros", f"/cases/{case.pk}/macros", f"/cases/{case.pk}/draft?kind=reply"):
        assert browser.get(path).status_code == 404
