"""Whether a comment is about the service: read, asked for, or put before a moderator, and all of it kept (S1-35)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail

from tests.centre import stage
from tests.centre.ratings.rating import NOW, WORDS, order, rated, why
from tests.marks import rule
from zgoda.centre.mailing.models import Letter
from zgoda.centre.ratings import acts, judging
from zgoda.centre.ratings.models import Judgement, OrderRating, RemovalRequest
from zgoda.centre.ratings.rows import NoSuchRating
from zgoda.domain.actors import Role
from zgoda.domain.ratings import RatingWhy, RemovalReason, Source, Verdict
from zgoda.engine import clock
from zgoda.engine.jobs import run_one, run_pending
from zgoda.text import ServiceReading

pytestmark = pytest.mark.django_db
Reads = Callable[[bool, float], None]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Make the reader of texts say something of every comment."""

    def say(about: bool, confidence: float) -> None:
        monkeypatch.setattr(judging, "about_service", lambda _comment: ServiceReading(about, confidence, ()))

    return say


def moderator() -> int:
    return stage.account("moderator", Role.MODERATOR).pk


def fresh(row: OrderRating) -> OrderRating:
    return OrderRating.objects.get(pk=row.pk)


@rule("S1-35", "S1-36")
def test_a_comment_about_the_packaging_is_found_and_the_buyer_asked_once():
    made = rated(order(fulfilled=True), comment="Klawiatura przyszła w podartym kartonie, bez folii.")
    run_pending()
    assert (fresh(made).verdict, fresh(made).asked.source) == (Verdict.YES, Source.ADMIN)
    (letter,) = mail.outbox
    assert letter.to == ["buyer@example.com"]
    assert "packed and sent by One Fulfillment" in letter.body
    assert "/rating-removal/" in letter.body
    judging.read_comment.call(made.pk, made.version)
    run_pending()
    assert len(mail.outbox) == Judgement.objects.count() == RemovalRequest.objects.count() == 1


@rule("S1-36")
def test_the_link_is_the_buyers_alone():
    rated(order(fulfilled=True), comment="Klawiatura przyszła w podartym kartonie, bez folii.")
    run_pending()
    assert "/rating-removal/" in mail.outbox[0].body
    kept = Letter.objects.get().text
    assert "Remove the rating" in kept
    assert "/rating-removal/" not in kept


@rule("S1-35", "S1-37")
def test_a_comment_about_something_else_is_the_sellers_to_ask_about():
    made = rated(order(fulfilled=True), comment="Kubek ładny, ale trochę drogo jak na taką jakość.")
    run_pending()
    assert (fresh(made).verdict, fresh(made).waiting_since) == (Verdict.NO, None)
    assert not mail.outbox
    assert isinstance(acts.ask(made.pk, made.seller_id, "Prosimy", now=NOW), OrderRating)


@rule("S1-35", "S1-37")
@pytest.mark.parametrize(
    ("fulfilled", "recommended", "comment"), [(False, False, WORDS), (True, True, WORDS), (True, False, "")]
)
def test_nothing_else_is_read(fulfilled: bool, recommended: bool, comment: str, reads: Reads):
    reads(True, 1.0)
    rated(order(fulfilled=fulfilled), recommended, comment)
    run_pending()
    assert not Judgement.objects.exists()
    assert not mail.outbox


@rule("S1-35")
def test_what_the_reader_is_not_sure_of_waits_for_a_moderator(reads: Reads):
    reads(True, 0.79)
    made = rated(order(fulfilled=True))
    run_pending()
    assert (fresh(made).verdict, fresh(made).waiting_since) == (Verdict.UNSURE, NOW)
    assert not mail.outbox
    said = judging.judge(made.pk, 1, moderator(), Verdict.YES, now=NOW)
    assert isinstance(said, OrderRating)
    assert (said.verdict, said.waiting_since, said.asked.source) == (Verdict.YES, None, Source.ADMIN)
    assert isinstance(judging.judge(made.pk, 1, moderator(), Verdict.YES, now=NOW), OrderRating)
    run_pending()
    assert len(mail.outbox) == 1
    kept = list(Judgement.objects.order_by("confidence").values_list("verdict", "by", "confidence", "asked"))
    assert sorted(kept, key=str) == sorted([("UNSURE", None, 790, False), ("YES", moderator(), None, True)], key=str)


@rule("S1-35", "S1-37")
def test_a_moderators_no_leaves_it_to_the_seller_and_can_be_taken_back_while_nobody_asked(reads: Reads):
    reads(True, 0.6)
    made = rated(order(fulfilled=True))
    run_pending()
    judging.judge(made.pk, 1, moderator(), Verdict.NO, now=NOW)
    assert (fresh(made).verdict, fresh(made).waiting_since) == (Verdict.NO, None)
    other = stage.account("another", Role.MODERATOR).pk
    assert isinstance(judging.judge(made.pk, 1, other, Verdict.YES, now=NOW), OrderRating)
    assert fresh(made).asked.source == Source.ADMIN
    assert why(judging.judge(made.pk, 1, moderator(), Verdict.NO, now=NOW)) is RatingWhy.ASKED_ALREADY
    assert Judgement.objects.count() == 3


@rule("S1-37")
def test_while_nobody_is_sure_the_seller_may_ask_and_then_the_platform_does_not(reads: Reads):
    reads(True, 0.6)
    made = rated(order(fulfilled=True))
    run_pending()
    assert isinstance(acts.ask(made.pk, made.seller_id, "Prosimy", now=NOW), OrderRating)
    assert fresh(made).waiting_since is None
    assert why(judging.judge(made.pk, 1, moderator(), Verdict.YES, now=NOW)) is RatingWhy.ASKED_ALREADY


def test_an_edition_is_read_anew_and_the_moderator_judges_what_was_shown(reads: Reads):
    reads(True, 0.6)
    made = rated(order(fulfilled=True))
    run_pending()
    acts.edit(made.pk, made.buyer_id, False, "Inny kolor", now=NOW)
    assert (fresh(made).verdict, fresh(made).waiting_since) == ("", None)
    assert why(judging.judge(made.pk, 1, moderator(), Verdict.YES, now=NOW)) is RatingWhy.CHANGED_MEANWHILE
    reads(False, 0.99)
    run_pending()
    assert (fresh(made).verdict, fresh(made).version) == (Verdict.NO, 2)
    assert list(Judgement.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_who_comes_to_recommend_is_not_asked(reads: Reads):
    reads(True, 1.0)
    made = rated(order(fulfilled=True))
    acts.edit(made.pk, made.buyer_id, True, WORDS, now=NOW)
    run_pending()
    assert not RemovalRequest.objects.exists()


@rule("S1-36")
def test_no_letter_leaves_after_the_final_date(reads: Reads):
    reads(True, 1.0)
    made = rated(order(fulfilled=True))
    judging.read_comment.call(made.pk, 1)
    with clock.at(made.possible_until + timedelta(seconds=1)):
        run_pending()
    assert fresh(made).asked is not None
    assert not mail.outbox
    late = rated(order(fulfilled=True))
    with clock.at(late.possible_until + timedelta(seconds=1)):
        run_pending()
    assert fresh(late).asked is None


def test_a_removed_rating_is_not_judged(reads: Reads):
    reads(True, 0.6)
    made = rated(order(fulfilled=True))
    run_pending()
    acts.remove(made.pk, made.buyer_id, RemovalReason.OTHER, now=NOW)
    assert fresh(made).waiting_since is None
    with pytest.raises(NoSuchRating):
        judging.judge(made.pk, 1, moderator(), Verdict.YES, now=NOW)


@rule("S1-35")
def test_no_letter_leaves_about_words_that_the_buyer_has_changed_meanwhile() -> None:
    """It would say that they are about our service, which nobody has read of the new ones."""
    made = rated(order(fulfilled=True), comment="Klawiatura przyszła w podartym kartonie, bez folii.")
    run_one()
    assert fresh(made).asked.source == Source.ADMIN
    acts.edit(made.pk, made.buyer_id, False, "Klawiatura nie działa.", now=NOW)
    run_pending()
    assert mail.outbox == []
