"""The pages of ratings: the list, one of them, what may be written and what stands instead."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.desk.conftest import DeskClock
from tests.desk.ratings.conftest import Turn
from tests.fakes.allegro.ratings import FakeRatings
from zgoda.accounts.models import User
from zgoda.desk.ratings.models import DeskRating, RatingsRead, RatingWrite
from zgoda.desk.ratings.web import views
from zgoda.desk.sending import modes
from zgoda.desk.sending.waiting import WriteState
from zgoda.desk.store.models import Connection, Member, MemberRole, Shop
from zgoda.domain.writers import Mode, Writer
from zgoda.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("zgoda.desk.urls")]


@pytest.fixture
def desk(agent: User, connection: Connection, clock: DeskClock, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(views, "real_now", clock)
    Member.objects.create(user=agent, shop=connection.shop, role=MemberRole.AGENT)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(agent)
    return browser


@pytest.fixture
def rating(remote: FakeRatings, turn: Turn) -> DeskRating:
    remote.rate()
    turn()
    return DeskRating.objects.select_related("connection").get()


def page(desk: Client, path: str, status: int = 200) -> str:
    answer = desk.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_the_list_has_three_views(desk: Client, remote: FakeRatings, turn: Turn):
    remote.rate("good", recommended=True, comment="Super")
    remote.rate("bad", comment="Źle")
    answered = remote.rate("told", comment="Gorzej")
    remote.rows[answered]["answer"] = {"createdAt": "2026-03-03T09:00:00.000Z", "message": "x"}
    turn()
    for show, logins in (("", "good bad told"), ("?show=bad", "bad told"), ("?show=open", "bad"), ("?show=x", "good")):
        shown = words(page(desk, f"/ratings{show}"))
        assert all(f" {login} " in shown for login in logins.split())
        assert (" good " in shown) == ("good" in logins)


def test_an_answer_is_written_and_counted_while_typing(desk: Client, rating: DeskRating, remote: FakeRatings):
    address = f"/ratings/{rating.pk}"
    form = page(desk, address)
    assert form.count('data-count="500"') == 2
    sent = desk.post(f"{address}/write", {"kind": "ANSWER", "text-ANSWER": "Przepraszamy", "token": str(uuid4())})
    assert sent["Location"] == address
    assert "waiting to be sent" in words(page(desk, address))
    jobs.run_pending()
    shown = words(page(desk, address))
    assert "Przepraszamy" in shown
    assert "waiting to be sent" not in shown
    assert remote.put == [("answer", "Przepraszamy")]


def test_what_is_refused_comes_back_as_typed(desk: Client, rating: DeskRating):
    sent = desk.post(f"/ratings/{rating.pk}/write", {"kind": "REMOVAL", "text-REMOVAL": "Rabat w zamian"})
    assert sent.status_code == 422
    markup = sent.content.decode()
    assert markup.count("Rabat w zamian") == 1
    assert 'href="#id_text-REMOVAL"' in markup
    assert "Nothing may be offered" in words(markup)
    assert desk.post(f"/ratings/{rating.pk}/write", {"kind": "BOTH"}).status_code == 302


def test_the_final_date_stands_with_the_request(desk: Client, rating: DeskRating, remote: FakeRatings, turn: Turn):
    shown = words(page(desk, f"/ratings/{rating.pk}"))
    assert "You can ask the buyer once, until 1 June 2026" in shown or "1 Jun" in shown
    desk.post(f"/ratings/{rating.pk}/write", {"kind": "REMOVAL", "text-REMOVAL": "Naprawione"})
    jobs.run_pending()
    shown = words(page(desk, f"/ratings/{rating.pk}"))
    assert "You asked the buyer" in shown
    assert "Naprawione" in shown
    assert "Why should the rating be removed?" not in shown


def test_what_the_marketplace_asked_is_shown_as_such(desk: Client, remote: FakeRatings, turn: Turn):
    asked = {"createdAt": "2026-03-03T09:00:00.000Z", "message": "Opakowanie", "source": "ADMIN"}
    remote.rate(removal={"possibleTo": "2026-06-01T21:59:59.999Z", "request": asked})
    turn()
    row = DeskRating.objects.get()
    shown = words(page(desk, f"/ratings/{row.pk}"))
    assert "The marketplace asked the buyer" in shown
    assert "Opakowanie" in shown
    assert "The marketplace asked the buyer" in words(page(desk, "/ratings"))


def test_who_only_reads_has_no_forms(desk: Client, rating: DeskRating):
    Member.objects.update(role=MemberRole.READONLY)
    assert "/write" not in page(desk, f"/ratings/{rating.pk}")
    assert desk.post(f"/ratings/{rating.pk}/write", {"kind": "ANSWER", "text-ANSWER": "x"}).status_code == 404


def test_another_shops_rating_is_not_found(desk: Client, rating: DeskRating):
    other = Shop.objects.create(name="Other")
    DeskRating.objects.update(shop=other)
    page(desk, f"/ratings/{rating.pk}", 404)
    assert desk.post(f"/ratings/{rating.pk}/write", {"kind": "ANSWER", "text-ANSWER": "x"}).status_code == 404
    assert "anna_k" not in page(desk, "/ratings")


def test_what_shadow_mode_shows_is_sent_or_dropped(desk: Client, rating: DeskRating, agent: User, remote: FakeRatings):
    modes.put(rating.connection_id, {Writer.RATINGS: Mode.SHADOW}, agent)
    desk.post(f"/ratings/{rating.pk}/write", {"kind": "ANSWER", "text-ANSWER": "Przepraszamy"})
    jobs.run_pending()
    assert "would have been sent" in words(page(desk, f"/ratings/{rating.pk}"))
    row = RatingWrite.objects.get()
    desk.post(f"/ratings/{rating.pk}/writes/{row.pk}", {"what": "cancel"})
    row.refresh_from_db()
    assert row.state == WriteState.CANCELLED
    assert desk.post(f"/ratings/{rating.pk}/writes/{uuid4()}", {"what": "send"}).status_code == 404
    assert remote.put == []


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("Forbidden", "The consent does not cover ratings yet."),
        ("NotFound", "This server offers no ratings to programs."),
        ("ServerFault", "The server had a fault of its own."),
    ],
)
def test_where_ratings_cannot_be_read_the_page_says_what_to_do(
    desk: Client, connection: Connection, kind: str, sentence: str
):
    RatingsRead.objects.create(connection=connection, trouble=kind, trace_id="9e75")
    shown = words(page(desk, "/ratings"))
    assert sentence in shown
    assert "9e75" in shown


def test_the_list_goes_on_where_the_page_ended(
    desk: Client, remote: FakeRatings, turn: Turn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(views, "PAGE", 1)
    for login in ("ewa", "jan", "ala"):
        remote.rate(login)
    turn()
    seen, address = [], "/ratings?show=bad"
    while address:
        markup = page(desk, address)
        seen += [login for login in ("ewa", "jan", "ala") if f"<b>{login}</b>" in markup]
        found = re.search(r'href="(\?[^"]*after=[^"]+)"', markup)
        address = f"/ratings{html.unescape(found[1])}" if found else ""
    assert sorted(seen) == ["ala", "ewa", "jan"]
    assert seen[0] in page(desk, "/ratings?after=nonsense")


def test_reading_again_is_for_every_member(desk: Client, rating: DeskRating):
    Member.objects.update(role=MemberRole.READONLY)
    assert desk.post("/ratings/read")["Location"] == "/ratings"
    assert RatingsRead.objects.get().read_again
    assert Connection.objects.get().next_sync_at is None
