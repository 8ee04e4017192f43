"""The rules of ratings by themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.marks import rule
from zgoda.domain import ratings as r
from zgoda.domain.benefits import offers_benefit
from zgoda.domain.markets import market
from zgoda.domain.ratings import Rating, RatingRefused, RatingWhy, RemovalReason, Source, Verdict

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
UNTIL = r.possible_until(NOW, market("pl"))
BAD = Rating(recommended=False, comment="Karton był rozerwany", until=UNTIL, fulfilled=False)
SERVICE = replace(BAD, fulfilled=True, verdict=Verdict.YES)


def why(refused: RatingRefused | None) -> RatingWhy | None:
    return refused.why if refused else None


@rule("S1-34", "C-42")
def test_a_buyer_recommends_or_does_not_whoever_packed_the_order():
    assert r.may_rate(False, "", rated=False, cancelled=False) is None
    assert r.may_rate(True, "x" * 1000, rated=False, cancelled=False) is None
    assert why(r.may_rate(None, "", rated=False, cancelled=False)) is RatingWhy.CHOICE_MISSING
    assert r.may_rate(True, "x" * 1001, rated=False, cancelled=False) == RatingRefused(
        RatingWhy.COMMENT_TOO_LONG, r.COMMENT_LENGTH
    )
    assert why(r.may_rate(True, "", rated=False, cancelled=True)) is RatingWhy.ORDER_CANCELLED


def test_an_order_has_one_rating():
    assert why(r.may_rate(True, "", rated=True, cancelled=False)) is RatingWhy.RATED_ALREADY


@rule("B10-02", "B10-04")
def test_the_window_ends_with_the_ninetieth_local_day():
    assert datetime(2026, 5, 31, 21, 59, 59, 999000, tzinfo=UTC) == UNTIL
    late_evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    assert r.possible_until(late_evening, market("pl")) == UNTIL
    assert r.possible_until(late_evening + timedelta(hours=1), market("pl")) == UNTIL + timedelta(days=1)


@rule("B10-02")
def test_the_buyer_edits_and_removes_within_the_window_with_a_reason():
    late = UNTIL + timedelta(milliseconds=1)
    assert r.may_edit(BAD, True, "", UNTIL) is None
    assert r.may_edit(BAD, True, "", late) == RatingRefused(RatingWhy.TOO_LATE, until=UNTIL)
    assert r.may_remove(BAD, RemovalReason.SOLVED, UNTIL) is None
    assert why(r.may_remove(BAD, None, NOW)) is RatingWhy.REASON_MISSING
    assert why(r.may_remove(BAD, RemovalReason.SOLVED, late)) is RatingWhy.TOO_LATE
    gone = replace(BAD, removed=True)
    assert why(r.may_edit(gone, True, "", NOW)) is why(r.may_remove(gone, None, NOW)) is RatingWhy.REMOVED


@rule("B10-02", "B10-03")
def test_of_the_reasons_only_compensation_is_told_apart():
    told = {r.removed_by(reason) for reason in RemovalReason if reason is not RemovalReason.COMPENSATION}
    assert told == {r.RemovedBy.BUYER}
    assert r.removed_by(RemovalReason.COMPENSATION) is r.RemovedBy.BUYER_COMPENSATED


@rule("B10-04")
def test_an_answer_and_a_request_have_500_characters():
    assert r.may_answer(BAD, "x" * 500) is None
    assert r.may_answer(BAD, "x" * 501) == RatingRefused(RatingWhy.TEXT_TOO_LONG, 500)
    assert why(r.may_answer(BAD, "")) is RatingWhy.TEXT_EMPTY
    assert why(r.may_answer(replace(BAD, removed=True), "x")) is RatingWhy.REMOVED
    assert r.may_ask_in_words(BAD, "x" * 500, NOW) is None
    assert why(r.may_ask_in_words(BAD, "x" * 501, NOW)) is RatingWhy.TEXT_TOO_LONG


@rule("S1-35", "S1-37")
@pytest.mark.parametrize("fulfilled", [True, False])
@pytest.mark.parametrize("comment", ["Karton", ""])
@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_the_platform_asks_only_about_its_service_and_the_seller_everything_else(
    fulfilled: bool, comment: str, verdict: Verdict | None
):
    rating = replace(BAD, fulfilled=fulfilled, comment=comment, verdict=verdict)
    platforms = fulfilled and comment != "" and verdict is Verdict.YES
    assert r.asker(rating) is (Source.ADMIN if platforms else Source.SELLER)
    assert (r.may_ask(rating, Source.ADMIN, NOW) is None) is platforms
    assert (r.may_ask(rating, Source.SELLER, NOW) is None) is not platforms


@rule("S1-35", "S1-37")
@pytest.mark.parametrize(
    ("rating", "source", "expected"),
    [
        (SERVICE, Source.SELLER, RatingWhy.PLATFORM_ASKS),
        (BAD, Source.ADMIN, RatingWhy.SELLER_ASKS),
        (replace(BAD, asked=True), Source.SELLER, RatingWhy.ASKED_ALREADY),
        (replace(SERVICE, asked=True), Source.ADMIN, RatingWhy.ASKED_ALREADY),
        (replace(BAD, recommended=True), Source.SELLER, RatingWhy.RECOMMENDED),
        (replace(BAD, removed=True), Source.SELLER, RatingWhy.REMOVED),
    ],
)
def test_who_may_not_ask(rating: Rating, source: Source, expected: RatingWhy):
    assert why(r.may_ask(rating, source, NOW)) is expected


@rule("S1-35", "S1-36")
def test_nobody_asks_after_the_final_date():
    late = UNTIL + timedelta(milliseconds=1)
    for rating, source in ((BAD, Source.SELLER), (SERVICE, Source.ADMIN)):
        assert r.may_ask(rating, source, UNTIL) is None
        assert r.may_ask(rating, source, late) == RatingRefused(RatingWhy.TOO_LATE, until=UNTIL)
    assert not r.to_judge(SERVICE, late)


@rule("S1-36")
def test_the_letters_link_works_once_and_until_the_final_date():
    assert r.may_follow_link(SERVICE, UNTIL, used=False) is None
    assert why(r.may_follow_link(SERVICE, NOW, used=True)) is RatingWhy.LINK_USED
    assert why(r.may_follow_link(replace(SERVICE, removed=True), NOW, used=False)) is RatingWhy.REMOVED
    assert why(r.may_follow_link(SERVICE, UNTIL + timedelta(milliseconds=1), used=False)) is RatingWhy.TOO_LATE


@rule("S1-35")
def test_only_a_bad_rating_with_words_of_the_platforms_order_is_judged():
    judged = replace(SERVICE, verdict=None)
    assert r.to_judge(judged, NOW)
    for other in ({"recommended": True}, {"comment": ""}, {"fulfilled": False}, {"asked": True}, {"removed": True}):
        assert not r.to_judge(replace(judged, **other), NOW)  # type: ignore[arg-type]
    assert r.waits_for_moderator(replace(judged, verdict=Verdict.UNSURE), NOW)
    assert not any(r.waits_for_moderator(replace(judged, verdict=one), NOW) for one in (None, Verdict.YES, Verdict.NO))


@rule("B10-05", "G-11")
@pytest.mark.parametrize(
    "text",
    [
        "Dostanie Pani rabat 20% w zamian za usunięcie oceny.",
        "Jeśli usunie Pan ocenę, zwrócimy 50 zł.",
        "Po usunięciu oceny wyślemy gratis.",
        "We will send you a voucher in return.",
        "If you remove the rating, you get a refund.",
        "Pokud hodnocení smažete, pošleme Vám dárek.",
        "Ak hodnotenie vymažete, dostanete zľavu.",
        "Ha törli az értékelést, ajándékot küldünk.",
        "Kupont adunk cserébe.",
    ],
)
def test_nothing_is_offered_for_a_rating(text: str):
    assert offers_benefit(text)
    assert why(r.may_answer(BAD, text)) is why(r.may_ask_in_words(BAD, text, NOW)) is RatingWhy.BENEFIT_OFFERED


@rule("B10-05", "G-11")
@pytest.mark.parametrize(
    "text",
    [
        "Zwróciliśmy Panu całą kwotę 3 marca. Prosimy o usunięcie oceny.",
        "Jeśli zwrot już dotarł, prosimy o usunięcie oceny.",
        "Wysłaliśmy brakującą część gratis. Prosimy o zmianę oceny.",
        "We refunded you on Monday. Please consider removing the rating.",
        "Peníze jsme vrátili. Prosíme o smazání hodnocení.",
        "Pieniądze zwrócone, a za usterkę przepraszamy.",
        "A pénzt visszafizettük. Kérjük, törölje az értékelést.",
    ],
)
def test_naming_what_was_settled_is_no_offer(text: str):
    assert not offers_benefit(text)


def test_full_agreement_means_everybody():
    assert r.recommending_tenths(0, 0) is None
    assert r.recommending_tenths(3, 0) == 1000
    assert r.recommending_tenths(9999, 1) == 999
