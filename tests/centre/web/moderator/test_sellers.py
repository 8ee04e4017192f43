"""Blocking a seller, and a seller's record (S0-15, S0-53, S0-54; P-26)."""

import pytest
from django.test import Client

from tests.centre import stage
from tests.centre.stage import DAY, OPENED
from tests.centre.web.buyer.conftest import At
from tests.centre.web.buyer.reading import page, words
from tests.centre.web.staffing import HOUR, closed, joined, sent, warned
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.domain import commands as c

pytestmark = pytest.mark.django_db


@rule("S0-15")
def test_a_silent_seller_is_blocked_with_a_written_reason_and_shown_as_blocked(moderator: Client, at: At) -> None:
    case = warned()
    at(OPENED + 20 * DAY)
    path = f"/cases/{case.id}/block"
    assert "The seller may appeal" in words(page(moderator, path))
    assert "Write down the reason." in words(sent(moderator, path, status=422))
    sent(moderator, path, reason="Silent for three weeks.")
    seller = User.objects.get(username="seller")
    assert seller.blocked_at == OPENED + 20 * DAY
    listed = words(page(moderator, "/sellers"))
    assert "seller blocked" in listed
    assert "Silent for three weeks." in listed
    assert "may appeal" in words(page(moderator, f"/sellers/{seller.pk}"))


@rule("S0-15")
def test_without_a_warning_there_is_no_blocking(moderator: Client, at: At) -> None:
    case = joined()
    at(OPENED + 20 * DAY)
    answer = sent(moderator, f"/cases/{case.id}/block", status=422, reason="Silent.")
    assert "Warn the seller first." in words(answer)
    assert User.objects.get(username="seller").blocked_at is None


@rule("S0-15")
def test_a_seller_who_answered_is_not_blocked(moderator: Client, at: At) -> None:
    case = warned()
    stage.done(case, stage.written(stage.seller(), "Sorry, here I am."), OPENED + 8 * DAY)
    at(OPENED + 20 * DAY)
    answer = sent(moderator, f"/cases/{case.id}/block", status=422, reason="Silent.")
    assert "The seller has answered since the marketplace joined." in words(answer)


def test_moderators_do_not_join(moderator: Client, at: At) -> None:
    case = joined()
    at(OPENED + 5 * DAY)
    assert moderator.get(f"/cases/{case.id}/join").status_code == 404


@rule("S0-53", "S0-54")
def test_the_record_counts_discussions_and_how_they_went(moderator: Client, at: At) -> None:
    answered = stage.opened()
    stage.done(answered, stage.written(stage.seller()), OPENED + HOUR)
    closed()
    unresolved = stage.opened()
    stage.done(unresolved, c.MarkUnresolved(by=stage.buyer()), OPENED + 14 * DAY)
    at(OPENED + 15 * DAY)
    shown = words(page(moderator, f"/sellers/{stage.seller().id}"))
    assert "All 3 Pending 1 Unresolved 1 Resolved: the buyer marked it 1" in shown
    assert "Answered in time 1 Not answered in time 1" in shown


def test_a_login_is_found_by_its_first_letters_and_buyers_are_none_of_it(moderator: Client) -> None:
    seller, buyer = stage.seller(), stage.buyer()
    assert f"/sellers/{seller.id}" in page(moderator, "/sellers?q=SEL")
    assert f"/sellers/{buyer.id}" not in page(moderator, "/sellers?q=b")
    assert moderator.get(f"/sellers/{buyer.id}").status_code == 404
