"""Ratings by their acts: what is kept, what is refused, what is told to whom."""

from datetime import timedelta

import pytest
from django.core import mail

from tests.centre import stage
from tests.centre.ratings.rating import NOW, WORDS, order, rate, rated, why
from tests.marks import rule
from zgoda.centre.ratings import acts, reading
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.centre.ratings.rows import NoSuchRating
from zgoda.domain.actors import Role
from zgoda.domain.ratings import RatingRefused, RatingWhy, RemovalReason, RemovedBy, Source
from zgoda.engine.jobs import run_pending

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@rule("S1-34")
def test_an_order_that_the_platform_packed_is_rated_like_any_other():
    for fulfilled in (True, False):
        made = rated(order(fulfilled=fulfilled))
        assert (made.recommended, made.comment, made.last_changed_at) == (False, WORDS, NOW)


def test_the_same_form_twice_is_one_rating_and_another_one_is_refused():
    bought = order()
    assert rated(bought).pk == rated(bought).pk
    assert why(rate(bought, True)) is RatingWhy.RATED_ALREADY


def test_only_the_buyer_rates_and_not_what_was_cancelled():
    bought = order()
    stranger = stage.account("other", Role.BUYER).pk
    assert why(acts.rate(stranger, bought.id, True, "", now=NOW)) is RatingWhy.NOT_YOUR_ORDER
    bought.status = "CANCELLED"
    bought.save()
    assert why(rate(bought)) is RatingWhy.ORDER_CANCELLED


@rule("B10-02")
def test_an_edition_is_seen_as_one_and_nothing_new_is_none():
    made = rated()
    edited = acts.edit(made.pk, made.buyer_id, True, "Wszystko dobrze", now=LATER)
    assert isinstance(edited, OrderRating)
    assert (edited.recommended, edited.version, edited.edited_at, edited.last_changed_at) == (True, 2, LATER, LATER)
    again = acts.edit(made.pk, made.buyer_id, True, "Wszystko dobrze", now=LATER + timedelta(hours=1))
    assert isinstance(again, OrderRating)
    assert (again.version, again.last_changed_at) == (2, LATER)
    late = made.possible_until + timedelta(seconds=1)
    assert why(acts.edit(made.pk, made.buyer_id, False, "", now=late)) is RatingWhy.TOO_LATE


@rule("B10-02", "B10-03")
def test_a_removed_rating_leaves_no_words_and_is_counted_by_its_kind():
    gone = [rated() for _ in range(3)]
    rated(recommended=True)
    acts.answer(gone[0].pk, gone[0].seller_id, "Przepraszamy", now=NOW)
    acts.ask(gone[0].pk, gone[0].seller_id, "Prosimy", now=NOW)
    reasons = (RemovalReason.SOLVED, RemovalReason.COMPENSATION, RemovalReason.NOT_SAID)
    for made, reason in zip(gone, reasons, strict=True):
        assert isinstance(acts.remove(made.pk, made.buyer_id, reason, now=LATER), OrderRating)
    row = OrderRating.objects.get(pk=gone[0].pk)
    assert (row.comment, row.answer, row.removed_at, row.asked.message) == ("", "", LATER, "")
    told = reading.summary_of(row.seller_id)
    assert told.removed == {RemovedBy.ADMIN: 0, RemovedBy.BUYER: 2, RemovedBy.BUYER_COMPENSATED: 1}
    assert (told.recommended.total, told.not_recommended.total) == (1, 0)
    assert why(rate(row.order, True)) is RatingWhy.RATED_ALREADY
    with pytest.raises(NoSuchRating):
        acts.remove(row.pk, row.buyer_id, RemovalReason.SOLVED, now=LATER)


def test_a_summary_counts_buyers_once():
    first, second = rated(recommended=True), rated(recommended=True)
    assert first.buyer_id == second.buyer_id
    told = reading.summary_of(first.seller_id).recommended
    assert (told.total, told.buyers) == (2, 1)


@rule("B10-04")
def test_the_sellers_answer_takes_the_place_of_the_one_before():
    made = rated()
    for words, at in (("Raz", NOW), ("Raz", LATER), ("Dwa", LATER)):
        assert isinstance(acts.answer(made.pk, made.seller_id, words, now=at), OrderRating)
        made.refresh_from_db()
        assert (made.answer, made.answered_at) == (words, NOW if words == "Raz" else LATER)


@rule("S1-37", "B10-04")
def test_the_seller_asks_once_and_the_buyer_gets_one_letter_without_its_words():
    made = rated()
    for _ in range(2):
        assert isinstance(acts.ask(made.pk, made.seller_id, "Prosimy o usunięcie", now=NOW), OrderRating)
    assert why(acts.ask(made.pk, made.seller_id, "Jeszcze raz", now=NOW)) is RatingWhy.ASKED_ALREADY
    assert RemovalRequest.objects.get().source == Source.SELLER
    run_pending()
    (letter,) = mail.outbox
    assert letter.to == ["buyer@example.com"]
    assert f"/ratings/{made.pk}" in letter.body
    assert "Prosimy o usunięcie" not in letter.body


def test_no_letter_about_a_rating_that_is_gone():
    made = rated()
    acts.ask(made.pk, made.seller_id, "Prosimy", now=NOW)
    acts.remove(made.pk, made.buyer_id, RemovalReason.OTHER, now=NOW)
    run_pending()
    assert not mail.outbox


def test_a_request_after_the_final_date_is_refused():
    made = rated()
    late = made.possible_until + timedelta(milliseconds=1)
    refused = acts.ask(made.pk, made.seller_id, "Prosimy", now=late)
    assert refused == RatingRefused(RatingWhy.TOO_LATE, until=made.possible_until)


def test_another_buyer_or_seller_finds_nothing():
    made, stranger = rated(), stage.account("stranger", Role.SELLER).pk
    for act in (
        lambda: acts.edit(made.pk, stranger, True, "", now=NOW),
        lambda: acts.remove(made.pk, stranger, RemovalReason.OTHER, now=NOW),
        lambda: acts.answer(made.pk, stranger, "x", now=NOW),
        lambda: acts.ask(made.pk, stranger, "x", now=NOW),
    ):
        with pytest.raises(NoSuchRating):
            act()


def test_a_buyers_list_is_cut_by_its_last_row(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    made = [rated(now=NOW + timedelta(minutes=minute)).pk for minute in range(5)]
    seen, cursor = [], None
    while True:
        rows, cursor = reading.page_of_buyer(stage.buyer().id, cursor)
        seen += [row.pk for row in rows]
        if cursor is None:
            break
    assert seen == made[::-1]
