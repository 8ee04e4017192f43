"""Ratings between the desk and the centre, only in HTTP, in one process."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.centre import stage
from tests.centre.api.conftest import token_for
from tests.centre.ratings.rating import order, rated
from tests.desk.test_with_the_centre import SCOPES, _one_process, connected
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.centre.ratings import acts
from zgoda.centre.ratings.models import OrderRating
from zgoda.desk.cases import schedule
from zgoda.desk.ratings import writing
from zgoda.desk.ratings.models import DeskRating, RatingsRead, WriteKind
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection
from zgoda.desk.store.secret import Secret
from zgoda.domain.actors import Role
from zgoda.domain.ratings import RemovalReason
from zgoda.engine import clock, jobs

__all__ = ["_one_process", "connected"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(connected: Connection) -> Connection:
    """The seller's consent covers ratings too."""
    token = token_for(stage.account("seller", Role.SELLER), f"{SCOPES} allegro:api:ratings")
    Connection.objects.filter(pk=connected.pk).update(access_token=Secret(token))
    return connected


def turn() -> None:
    RatingsRead.objects.update(read_again=True)
    Connection.objects.update(next_sync_at=None)
    schedule.tick(clock.real_now())
    assert RatingsRead.objects.get().trouble == ""


@rule("S1-35", "S1-37")
def test_the_seller_asks_for_what_is_its_own_and_the_platform_for_the_rest(account: Connection) -> None:
    own, service = rated(order(), comment="Za długo czekałem"), rated(order(fulfilled=True), comment="Karton rozerwany")
    OrderRating.objects.filter(pk=service.pk).update(verdict="YES")
    turn()
    agent = User.objects.create_user("ola")
    rows = {row.remote_id: row for row in DeskRating.objects.select_related("connection")}
    written = {
        rating: writing.write(rows[rating.pk], WriteKind.REMOVAL, "Prosimy", agent, uuid4())
        for rating in (own, service)
    }
    jobs.run_pending()
    for rating, state in ((own, WriteState.SENT), (service, WriteState.FAILED)):
        written[rating].refresh_from_db()
        assert written[rating].state == state
    assert "One Fulfillment" in written[service].last_error
    assert OrderRating.objects.get(pk=own.pk).asked.message == "Prosimy"


def test_an_answer_reaches_the_buyer_and_a_removal_the_desk(account: Connection) -> None:
    made = rated(comment="Za długo czekałem")
    turn()
    row = DeskRating.objects.select_related("connection").get()
    assert row.possible_to == made.possible_until
    sent = writing.write(row, WriteKind.ANSWER, "Przepraszamy", User.objects.create_user("ola"), uuid4())
    jobs.run_pending()
    sent.refresh_from_db()
    assert sent.state == WriteState.SENT, sent.last_error
    made.refresh_from_db()
    assert made.answer == "Przepraszamy"
    acts.remove(made.pk, made.buyer_id, RemovalReason.SOLVED, now=clock.now())
    DeskRating.objects.update(read_at=clock.real_now() - timedelta(hours=2))
    turn()
    assert DeskRating.objects.get().gone_at is not None
