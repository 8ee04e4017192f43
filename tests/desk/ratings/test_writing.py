"""Answers and requests on their way: sent once, looked for after a silence, held where nothing may be sent."""

from uuid import uuid4

import pytest

from tests.desk.conftest import DeskClock
from tests.desk.ratings.conftest import Turn
from tests.fakes.allegro import FakeAllegro
from tests.fakes.allegro.faults import How
from tests.fakes.allegro.ratings import FakeRatings
from tests.marks import rule
from zgoda.accounts.models import User
from zgoda.desk.allegro.client import Client
from zgoda.desk.ratings import sync, writing
from zgoda.desk.ratings.models import DeskRating, RatingWrite, WriteKind
from zgoda.desk.ratings.writing import NotWritten
from zgoda.desk.sending import modes
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection
from zgoda.domain.writers import Mode, Writer
from zgoda.engine import jobs

pytestmark = pytest.mark.django_db
ANSWER, REMOVAL = WriteKind.ANSWER, WriteKind.REMOVAL


@pytest.fixture
def rating(remote: FakeRatings, turn: Turn) -> DeskRating:
    remote.rate()
    turn()
    return DeskRating.objects.select_related("connection").get()


def written(rating: DeskRating, by: User, kind: WriteKind = ANSWER, text: str = "Przepraszamy") -> RatingWrite:
    row = writing.write(rating, kind, text, by, uuid4())
    jobs.run_pending()
    row.refresh_from_db()
    return row


def test_an_answer_is_sent_and_read_back(rating: DeskRating, agent: User, remote: FakeRatings):
    row = written(rating, agent)
    assert (row.state, remote.put) == (WriteState.SENT, [("answer", "Przepraszamy")])
    rating.refresh_from_db()
    assert rating.answer == "Przepraszamy"


@rule("S1-37", "B10-04")
def test_the_buyer_is_asked_once(rating: DeskRating, agent: User, remote: FakeRatings):
    assert written(rating, agent, REMOVAL, "Zwróciliśmy pieniądze").state == WriteState.SENT
    rating.refresh_from_db()
    assert (rating.asked_source, rating.asked_message) == ("SELLER", "Zwróciliśmy pieniądze")
    with pytest.raises(NotWritten, match="NOT_ASKABLE"):
        writing.write(rating, REMOVAL, "Jeszcze raz", agent, uuid4())
    assert len(remote.put) == 1


@rule("B10-04")
def test_after_the_final_date_nobody_is_asked(rating: DeskRating, agent: User, clock: DeskClock):
    clock.now = rating.possible_to
    assert writing.may_ask(rating)
    clock.forward(seconds=1)
    assert not writing.may_ask(rating)
    with pytest.raises(NotWritten, match="NOT_ASKABLE"):
        writing.write(rating, REMOVAL, "Prosimy", agent, uuid4())


@rule("B10-04", "B10-05")
@pytest.mark.parametrize(
    ("text", "why"), [("", "EMPTY"), ("x" * 501, "TOO_LONG"), ("Rabat w zamian za usunięcie", "BENEFIT")]
)
@pytest.mark.parametrize("kind", list(WriteKind))
def test_what_the_desk_knows_is_refused_at_once(rating: DeskRating, agent: User, kind: WriteKind, text: str, why: str):
    with pytest.raises(NotWritten, match=why):
        writing.write(rating, kind, text, agent, uuid4())


def test_the_same_form_twice_is_one(rating: DeskRating, agent: User, remote: FakeRatings):
    token = uuid4()
    for _ in range(2):
        writing.write(rating, ANSWER, "Przepraszamy", agent, token)
    with pytest.raises(NotWritten, match="WAITS"):
        writing.write(rating, ANSWER, "Inaczej", agent, uuid4())
    jobs.run_pending()
    assert len(remote.put) == 1


def test_what_the_server_refuses_is_told_with_its_words(rating: DeskRating, agent: User, remote: FakeRatings):
    remote.refusal = "The marketplace asks itself"
    row = written(rating, agent, REMOVAL, "Prosimy")
    assert (row.state, row.last_error, row.trace_id) == (WriteState.FAILED, remote.refusal, "9e753d6b8c199e5")
    remote.refusal = ""
    assert writing.release(row, agent)
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == WriteState.SENT


@pytest.mark.parametrize("how", [How.DROP_AFTER, How.ERROR_500_AFTER, How.HTML_AFTER])
@pytest.mark.parametrize("kind", list(WriteKind))
def test_after_a_lost_answer_it_is_looked_for_and_not_sent_again(
    rating: DeskRating, agent: User, remote: FakeRatings, server: FakeAllegro, how: How, kind: WriteKind
):
    server.go_wrong("PUT", "/sale/user-ratings", how)
    assert written(rating, agent, kind).state == WriteState.SENT
    assert len(remote.put) == 1


@pytest.mark.parametrize("how", [How.NEVER_CONNECTED, How.BUSY, How.ERROR_500_BEFORE])
def test_what_did_not_arrive_is_tried_again(
    rating: DeskRating, agent: User, remote: FakeRatings, server: FakeAllegro, how: How
):
    server.go_wrong("PUT", "/sale/user-ratings", how)
    row = written(rating, agent)
    assert (row.state, remote.put) == (WriteState.QUEUED, [])
    assert row.last_error
    writing.send.call(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.last_error) == (WriteState.SENT, "")
    assert len(remote.put) == 1


def test_what_no_job_will_take_up_any_more_is_taken_up_by_a_turn(
    rating: DeskRating, agent: User, remote: FakeRatings, clock: DeskClock, client: Client
):
    row = writing.write(rating, ANSWER, "Przepraszamy", agent, uuid4())
    jobs.DBTaskResult.objects.all().delete()
    for minutes, state in ((9, WriteState.QUEUED), (2, WriteState.SENT)):
        clock.forward(minutes=minutes)
        sync.follow(Connection.objects.get(), client)
        jobs.run_pending()
        row.refresh_from_db()
        assert row.state == state


def test_what_is_off_waits_and_leaves_once_armed(
    rating: DeskRating, agent: User, remote: FakeRatings, clock: DeskClock, client: Client
):
    modes.put(rating.connection_id, {Writer.RATINGS: Mode.OFF}, agent)
    row = written(rating, agent)
    assert (row.state, remote.put) == (WriteState.QUEUED, [])
    modes.put(rating.connection_id, {Writer.RATINGS: Mode.ARMED}, agent)
    clock.forward(seconds=30)
    sync.follow(Connection.objects.get(), client)
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == WriteState.SENT


def test_in_shadow_mode_it_is_shown_and_leaves_when_a_person_says_so(
    rating: DeskRating, agent: User, remote: FakeRatings
):
    modes.put(rating.connection_id, {Writer.RATINGS: Mode.SHADOW}, agent)
    row = written(rating, agent)
    assert (row.state, remote.put) == (WriteState.SHADOW, [])
    assert writing.release(row, agent)
    jobs.run_pending()
    row.refresh_from_db()
    assert row.state == WriteState.SENT


def test_a_stop_of_the_shop_beats_what_was_released(rating: DeskRating, agent: User, remote: FakeRatings):
    modes.stop(rating.shop_id, "wrong", agent)
    row = written(rating, agent)
    assert (row.state, remote.put) == (WriteState.QUEUED, [])
    assert writing.cancel(row)
    modes.resume(rating.shop_id, agent)
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, remote.put) == (WriteState.CANCELLED, [])
    assert not writing.cancel(row)


def test_what_was_refused_is_not_tried_again_beside_what_waits_in_its_place(rating: DeskRating, agent: User) -> None:
    """Somebody wrote another one meanwhile: one of the two leaves, and nothing breaks."""
    first = written(rating, agent)
    RatingWrite.objects.filter(pk=first.pk).update(state=WriteState.FAILED)
    modes.put(rating.connection_id, {Writer.RATINGS: Mode.OFF}, agent)
    second = written(rating, agent, text="Jeszcze raz przepraszamy")
    assert second.state == WriteState.QUEUED
    assert not writing.release(first, agent)
    first.refresh_from_db()
    assert first.state == WriteState.FAILED
