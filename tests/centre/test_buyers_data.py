"""What hotline, letters and ratings hold of a buyer: handed out whole; erased, or forgotten with time, after which a look
at every row of their tables finds nothing."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from tests.centre import stage
from tests.centre.hotline.calling import NOW, order, seller, set_line, taken
from zgoda.accounts.models import User
from zgoda.centre import audit, buyers
from zgoda.centre.hotline import calls, retention
from zgoda.centre.hotline.models import Call, OrderPhone, Transfer
from zgoda.centre.mailing.models import Letter
from zgoda.centre.ratings import acts as ratings
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.cli.run import run
from zgoda.domain.actors import Role
from zgoda.domain.hotline import Outcome, Topic, number_key
from zgoda.domain.notifications import Kind
from zgoda.domain.ratings import Source
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db

CANARY, NUMBER = "kanarek-7f3a", "+48 731 000 173"
TABLES = ("hotline", "mailing", "ratings")


@pytest.fixture(autouse=True)
def called() -> Call:
    """The canary called from its own number about its order, was handed over, got letters, and rated; somebody else did
    the same in other words."""
    set_line()
    seller()
    bought = order()
    person = stage.account("buyer", Role.BUYER)
    User.objects.filter(pk=person.pk).update(email=f"{CANARY}@example.com", first_name=CANARY)
    OrderPhone.objects.create(order=bought, key=number_key(NUMBER))
    call = taken(name=CANARY, phone=NUMBER, order_id=bought.pk)
    calls.note(call.pk, Topic.ORDER_STATUS, f"Says {CANARY}", seller_only=True, now=NOW)
    calls.transfer(call.pk, f"Ask {CANARY} back", now=NOW, token=uuid4())
    Transfer.objects.update(state="NO_ANSWER")
    calls.end(call.pk, Outcome.ANSWERED, now=NOW)
    nameless = taken(name=CANARY, phone=NUMBER)
    assert nameless.buyer is None
    rated = ratings.rate(person.pk, bought.pk, False, f"Says {CANARY}", now=NOW)
    assert isinstance(rated, OrderRating), rated
    ratings.answer(rated.pk, bought.seller_id, f"To {CANARY}", now=NOW)
    RemovalRequest.objects.create(rating=rated, source=Source.SELLER, message=f"Dear {CANARY}", asked_at=NOW)
    taken(name="Somebody else", phone="+48 600 600 600")
    jobs.run_pending(100)
    told = {"address": f"{CANARY}@example.com", "text": CANARY, "reason": f"550 {CANARY}@example.com is unknown"}
    Letter.objects.filter(to=person).update(**told)
    Letter.objects.filter(kind=Kind.CALL_HANDED_OVER).update(reason=f"450 greylisted, {CANARY}")
    return call


def found(*marks: str) -> list[str]:
    """Every row of these tables that holds one of the marks."""
    return [row for row in rows() if any(mark in row for mark in marks)]


def rows() -> Iterator[str]:
    for label in TABLES:
        for model in apps.get_app_config(label).get_models():
            for row in model._default_manager.values():
                yield f"{model.__name__} {json.dumps(row, default=str)}"


def buyer() -> User:
    return User.objects.get(username="buyer")


def test_it_is_handed_out_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["buyer", "buyer"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = {one["record"] for one in told}
    assert kinds >= {"call", "transfer", "order_phone", "rating", "removal_request"}
    assert {one["record"] for one in told if one["record"] == "call" and CANARY not in json.dumps(one)} == set()
    assert run(["buyer", "nobody"]) == 2


def test_after_erasing_nothing_is_found_and_what_is_counted_stays(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(found(CANARY, NUMBER, number_key(NUMBER))) >= 6
    assert run(["buyer", "buyer", "--erase", "--why", "request 17/2026"]) == 0
    assert "call: 2" in capsys.readouterr().out
    assert found(CANARY, NUMBER, number_key(NUMBER)) == []
    assert list(buyers.held(buyer())["call"]) == []
    assert Call.objects.filter(topic="ORDER_STATUS", market="pl").count() == 3
    assert Call.objects.filter(outcome=Outcome.ANSWERED, seller__username="seller").count() == 1
    assert OrderRating.objects.get().recommended is False
    assert len(found("Somebody else")) == 1


def test_both_acts_stand_in_the_administrators_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "operator-3")
    assert run(["buyer", "buyer"]) == 0
    assert run(["buyer", "buyer", "--erase", "--why", "request 17/2026"]) == 0
    erased, printed = audit.page("buyers", None)[0]
    assert printed.what == f"printed what is held of buyer: {erased.what.split()[-2]} rows"
    assert erased.what.startswith("erased what is held of buyer: ")
    assert (erased.who, erased.why) == ("zgoda buyer (operator-3)", "request 17/2026")
    assert run(["buyer", "nobody", "--erase"]) == 2
    assert run(["buyer", "buyer", "--erase", "--why", "x" * 501]) == 2
    assert len(audit.page("buyers", None)[0]) == 2


@pytest.mark.parametrize(("kept", "gone"), [(timedelta(days=180), False), (timedelta(days=180, seconds=1), True)])
def test_with_time_the_hotline_forgets_who_called(settings, kept: timedelta, gone: bool) -> None:
    settings.HOTLINE_KEPT_DAYS = 180
    retention.sweep(NOW + kept)
    hotline = [row for row in found(CANARY, NUMBER, "Somebody else") if row.startswith(("Call", "Transfer"))]
    assert (hotline == []) is gone
    assert Call.objects.filter(forgotten_at=None).exists() is not gone
    assert retention.sweep(NOW + kept) == 0
    assert Call.objects.count() == 3


def test_numbers_of_orders_go_when_the_order_is_old(settings) -> None:
    settings.HOTLINE_KEPT_DAYS = 10
    retention.sweep(stage.BOUGHT + timedelta(days=10))
    assert OrderPhone.objects.count() == 1
    retention.sweep(stage.BOUGHT + timedelta(days=10, seconds=1))
    assert OrderPhone.objects.count() == 0


def test_a_forgotten_call_opens_without_its_people(client, called: Call) -> None:
    retention.sweep(datetime.max.replace(tzinfo=NOW.tzinfo, year=2100))
    client.force_login(User.objects.get(username="hotline"))
    page = client.get(f"/hotline/calls/{called.pk}").content.decode()
    assert CANARY not in page
    assert NUMBER not in page
