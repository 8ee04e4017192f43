"""The seller's dashboard against the real centre over HTTP: its figures, the desk's own, the difference, what comes."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from tests.centre import stage
from tests.centre.api.conftest import token_for
from tests.centre.stage import DAY, OPENED
from tests.desk.test_with_the_centre import CENTRE, SCOPES, _one_process, connected, over_http
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.handle import fire_due
from zgoda.centre.quality import keeping
from zgoda.centre.store.models import Case
from zgoda.desk.allegro import client as client_module
from zgoda.desk.cases import schedule
from zgoda.desk.quality import said
from zgoda.desk.quality.models import Reading
from zgoda.desk.quality.web import dashboard
from zgoda.desk.store.models import Connection, Member, MemberRole, Shop
from zgoda.desk.store.secret import Secret
from zgoda.domain import commands as c
from zgoda.domain.actors import CARRIER, Role
from zgoda.domain.discussion import DeliveryAction
from zgoda.engine import clock

__all__ = ["CENTRE", "SCOPES", "_one_process", "client_module", "connected", "over_http"]
pytestmark = [pytest.mark.django_db]

HOUR = timedelta(hours=1)
LATER = OPENED + 3 * DAY


def at_the_centre() -> None:
    """Answered in an hour, late and unanswered, and one opened a moment before ``LATER`` that runs."""
    stage.done(stage.opened(), stage.written(stage.seller()), OPENED + HOUR)
    stage.opened()
    stage.opened(LATER - HOUR)
    looked_at()


def looked_at() -> None:
    for case_id in Case.objects.values_list("pk", flat=True):
        fire_due(case_id, now=LATER)
    keeping.sweep(LATER)


@pytest.fixture
def shown(connected: Connection, monkeypatch: pytest.MonkeyPatch):
    """Reads everything from the centre and gives the dashboard's words."""
    owner = User.objects.create_user("ola")
    Member.objects.create(user=owner, shop=connected.shop, role=MemberRole.OWNER)
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(owner)

    def show() -> str:
        with clock.at(LATER):
            Connection.objects.update(next_sync_at=None, next_sweep_at=None)
            schedule.tick(clock.real_now())
            Connection.objects.update(next_sync_at=None, next_sweep_at=None)
            schedule.tick(clock.real_now())
            row = Connection.objects.get()
            monkeypatch.setattr(dashboard, "real_now", lambda: LATER - (row.server_now(LATER) - LATER))
            answer = browser.get("/sales-quality", **{"zgoda.half": "desk"})
        assert answer.status_code == 200
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())

    return show


@rule("S1-62")
def test_the_platforms_word_and_the_desks_reckoning_agree(shown) -> None:
    """One of two in time; (1 + 62) / 2 hours on average."""
    at_the_centre()
    words = shown()
    assert "Timely responses in Discussions 50% 50%" in words
    assert "Average response time in Discussions 31 h 30 min 31 h 30 min" in words
    assert "Nowhere: every Discussion counts the same on both sides." in words


@rule("S1-64")
def test_the_forecast_names_the_next_case_and_both_shares(shown) -> None:
    """One of two now; with the running one two of three, without one of three. Due Monday at nine, Poland's ten."""
    at_the_centre()
    words = shown()
    assert "the share of timely responses goes from 50% to 66.6%; leave it and it goes to 33.3%." in words
    assert "Answer 1 Discussion by Mon 9 Mar" in words


@rule("S0-43")
def test_an_automatic_answer_is_a_difference_with_its_reason(shown) -> None:
    case = stage.opened(reason="NO_PRODUCT_RECEIVED")
    taken = c.TakeDeliveryAction(
        by=CARRIER,
        action=DeliveryAction.HANDED_OVER,
        happened_at=OPENED + HOUR,
        reference="1",
        message_id=stage.text("").id,
        amount=None,
    )
    stage.done(case, taken, OPENED + HOUR)
    looked_at()
    words = shown()
    assert "an automatic answer after a delivery action counts there" in words
    assert "Timely responses in Discussions 100% 0%" in words


def test_a_reopened_case_is_left_out_and_named(shown) -> None:
    case = stage.done(stage.opened(), stage.written(stage.seller()), OPENED + HOUR)
    case = stage.done(case, c.MarkResolved(by=stage.buyer()), OPENED + 2 * HOUR)
    stage.done(case, c.Reopen(by=stage.buyer(), message_id=stage.text("").id), OPENED + 3 * HOUR)
    looked_at()
    words = shown()
    assert "It was re-opened. Only its first round counts" in words
    assert "1 re-opened Discussion is left out here." in words


def test_points_and_history_are_drawn_with_their_numbers(shown) -> None:
    at_the_centre()
    words = shown()
    assert "10 / 60 unacceptable" in words
    assert "Timely responses in Discussions 0 20" in words


def test_without_the_right_to_read_it_the_page_says_so(shown, connected: Connection) -> None:
    at_the_centre()
    narrow = token_for(stage.account("seller", Role.SELLER), "allegro:api:disputes")
    Connection.objects.update(access_token=Secret(narrow))
    words = shown()
    assert "figures were not read yet" in words
    assert Reading.objects.get().trouble


def test_a_shop_without_a_connection_is_led_to_one(db) -> None:
    owner = User.objects.create_user("ola")
    Member.objects.create(user=owner, shop=Shop.objects.create(name="New"), role=MemberRole.OWNER)
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(owner)
    assert "Connect your seller account" in browser.get("/sales-quality", **{"zgoda.half": "desk"}).content.decode()


def test_the_age_of_a_reading_goes_by_our_own_clock(db) -> None:
    """Also where the server's clock was turned on by two months."""
    owner, shop, now = User.objects.create_user("ola"), Shop.objects.create(name="New"), clock.real_now()
    Member.objects.create(user=owner, shop=shop, role=MemberRole.OWNER)
    row = Connection.objects.create(shop=shop, name="Far", clock_offset_ms=60 * DAY // timedelta(milliseconds=1))
    Reading.objects.create(connection=row, read_at=now - 2 * HOUR)
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(owner)
    assert "read 2 h ago" in browser.get("/sales-quality", **{"zgoda.half": "desk"}).content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        [None, {}, {"resultFor": "soon"}, {"resultFor": "2026-03-05", "score": True, "maxScore": 5}],
        [{"resultFor": "2026-03-05", "score": 1.0, "maxScore": 5, "metrics": [None, {"name": "x"}, {"code": "LUCK"}]}],
    ],
)
def test_odd_answers_break_nothing(odd: list[object]) -> None:
    found = said.days(Reading(days=odd, figures={"columns": {"own": 1}}, cases=[None, {"subject": "x"}]))
    assert len(found) <= 1
    assert said.figures(Reading(figures={"columns": {"own": 1}})) is None
    assert said.counted(Reading(cases=[None, {"subject": "x"}])) == []
