"""Ratings of orders: who may give, change, answer and remove one, and who may ask for its removal (B.10, C-42).

A rating is "recommend" or "not recommended" with a comment; an order has at most one, for ever. Pure: the order, what
was decided about the comment and the instants are arguments.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from zgoda.domain.benefits import offers_benefit
from zgoda.domain.calendar_time import end_of_day
from zgoda.domain.markets import Market

WINDOW_DAYS = 90
COMMENT_LENGTH = 1_000
"""Characters of the buyer's comment; the platform names no number, so that this one is ours."""

ANSWER_LENGTH = REQUEST_LENGTH = 500
SURE_FROM = 0.8
"""How confident a reader of texts has to be for nobody to look: measured, it is then right nearly always."""


class Source(StrEnum):
    """Who asks the buyer to remove a rating (B10-04): the seller, or the platform."""

    SELLER = "SELLER"
    ADMIN = "ADMIN"


class RemovalReason(StrEnum):
    """B10-02: what the buyer says on removing a rating, in the order of the form's list."""

    MISTAKE = "MISTAKE"
    SOLVED = "SOLVED"
    CHANGED_MIND = "CHANGED_MIND"
    COMPENSATION = "COMPENSATION"
    NOT_SAID = "NOT_SAID"
    OTHER = "OTHER"


class RemovedBy(StrEnum):
    """B10-03: the kinds by which removals are counted. No rule here lets the platform remove one itself (P-28)."""

    ADMIN = "ADMIN"
    BUYER = "BUYER"
    BUYER_COMPENSATED = "BUYER_COMPENSATED"


class Verdict(StrEnum):
    """Whether a comment concerns the fulfilment service, as a reader of texts or a moderator says."""

    YES = "YES"
    NO = "NO"
    UNSURE = "UNSURE"


class RatingWhy(StrEnum):
    NOT_YOUR_ORDER = "NOT_YOUR_ORDER"
    ORDER_CANCELLED = "ORDER_CANCELLED"
    RATED_ALREADY = "RATED_ALREADY"  # one rating per order
    CHOICE_MISSING = "CHOICE_MISSING"  # C-42
    COMMENT_TOO_LONG = "COMMENT_TOO_LONG"
    TOO_LATE = "TOO_LATE"  # B10-02, B10-04
    REMOVED = "REMOVED"
    REASON_MISSING = "REASON_MISSING"  # B10-02
    TEXT_EMPTY = "TEXT_EMPTY"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"  # B10-04
    BENEFIT_OFFERED = "BENEFIT_OFFERED"  # B10-05
    RECOMMENDED = "RECOMMENDED"  # there is nothing to ask for
    ASKED_ALREADY = "ASKED_ALREADY"  # P-27
    PLATFORM_ASKS = "PLATFORM_ASKS"  # S1-35
    SELLER_ASKS = "SELLER_ASKS"  # S1-37
    LINK_USED = "LINK_USED"  # S1-36
    CHANGED_MEANWHILE = "CHANGED_MEANWHILE"  # the buyer edited the comment that was judged
    NOTHING_TO_JUDGE = "NOTHING_TO_JUDGE"  # S1-35


@dataclass(frozen=True, slots=True)
class RatingRefused:
    """``limit`` is a number of characters; ``until`` the instant that has passed."""

    why: RatingWhy
    limit: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as the rules see it. ``fulfilled``: the platform packed and sent the order. ``verdict``: what the last
    one who read the comment said of it; None while nobody has."""

    recommended: bool
    comment: str
    until: datetime
    fulfilled: bool
    verdict: Verdict | None = None
    asked: bool = False
    removed: bool = False


def may_rate(recommended: bool | None, comment: str, *, rated: bool, cancelled: bool) -> RatingRefused | None:
    """S1-34, C-42: the buyer rates an order once, whoever packed it: that is no argument here."""
    if rated:
        return RatingRefused(RatingWhy.RATED_ALREADY)
    if cancelled:
        return RatingRefused(RatingWhy.ORDER_CANCELLED)
    return _well_said(recommended, comment)


def may_edit(rating: Rating, recommended: bool | None, comment: str, now: datetime) -> RatingRefused | None:
    """P-28, B10-02: within the window."""
    return _open_to_buyer(rating, now) or _well_said(recommended, comment)


def may_remove(rating: Rating, reason: RemovalReason | None, now: datetime) -> RatingRefused | None:
    """P-28, B10-02: within the window, with one of the reasons."""
    missing = RatingRefused(RatingWhy.REASON_MISSING) if reason is None else None
    return _open_to_buyer(rating, now) or missing


def may_follow_link(rating: Rating, now: datetime, *, used: bool) -> RatingRefused | None:
    """S1-36: the link of the platform's letter removes its one rating, once, until the final date."""
    return RatingRefused(RatingWhy.LINK_USED) if used else _open_to_buyer(rating, now)


def may_answer(rating: Rating, text: str) -> RatingRefused | None:
    """B10-04, B10-05: the seller's public answer, at any time; a later one takes the place of the first."""
    if rating.removed:
        return RatingRefused(RatingWhy.REMOVED)
    return _well_written(text, ANSWER_LENGTH)


def may_ask(rating: Rating, source: Source, now: datetime) -> RatingRefused | None:
    """P-27, S1-35, S1-37: one request per rating, before its final date, by the one whose it is to ask."""
    if rating.removed:
        return RatingRefused(RatingWhy.REMOVED)
    if rating.recommended:
        return RatingRefused(RatingWhy.RECOMMENDED)
    if rating.asked:
        return RatingRefused(RatingWhy.ASKED_ALREADY)
    if now > rating.until:
        return RatingRefused(RatingWhy.TOO_LATE, until=rating.until)
    if asker(rating) is not source:
        return RatingRefused(RatingWhy.SELLER_ASKS if source is Source.ADMIN else RatingWhy.PLATFORM_ASKS)
    return None


def may_ask_in_words(rating: Rating, text: str, now: datetime) -> RatingRefused | None:
    """P-27, B10-04, B10-05: the seller's request, whose words the buyer reads."""
    return may_ask(rating, Source.SELLER, now) or _well_written(text, REQUEST_LENGTH)


def asker(rating: Rating) -> Source:
    """S1-35, S1-37: the platform asks only where it packed the order and the comment suggests that it is about that;
    every other rating, one that nobody has judged yet among them, is the seller's."""
    about_service = rating.fulfilled and bool(rating.comment) and rating.verdict is Verdict.YES
    return Source.ADMIN if about_service else Source.SELLER


def to_judge(rating: Rating, now: datetime) -> bool:
    """S1-35: whether it matters what the comment is about: "not recommended" with words, of an order that the platform
    packed, while a request can still be made."""
    askable = not (rating.recommended or rating.asked or rating.removed) and now <= rating.until
    return askable and rating.fulfilled and bool(rating.comment)


def verdict_of_reader(*, about: bool, confidence: float) -> Verdict:
    """S1-35: what a reader of texts is sure of counts; the rest a person decides."""
    if confidence < SURE_FROM:
        return Verdict.UNSURE
    return Verdict.YES if about else Verdict.NO


def may_judge(rating: Rating, now: datetime) -> RatingRefused | None:
    """P-27: a moderator may also say otherwise than the reader, as long as nobody was asked."""
    if rating.asked:
        return RatingRefused(RatingWhy.ASKED_ALREADY)
    return None if to_judge(rating, now) else RatingRefused(RatingWhy.NOTHING_TO_JUDGE)


def waits_for_moderator(rating: Rating, now: datetime) -> bool:
    """S1-35: what the reader of texts is not sure of, a person decides."""
    return to_judge(rating, now) and rating.verdict is Verdict.UNSURE


def possible_until(created_at: datetime, where: Market) -> datetime:
    """B10-02, B10-04: 90 calendar days from when the rating was given, to the end of the last local day. The same day
    ends the seller's request, so that nobody is asked for what can no longer be done."""
    last = created_at.astimezone(where.zone).date() + timedelta(days=WINDOW_DAYS)
    return end_of_day(last, where.zone)


def removed_by(reason: RemovalReason) -> RemovedBy:
    """B10-03, B10-02: the kind under which the buyer's removal is counted and shown: of the reasons everybody learns
    only that the seller paid for one."""
    return RemovedBy.BUYER_COMPENSATED if reason is RemovalReason.COMPENSATION else RemovedBy.BUYER


def recommending_tenths(recommending: int, not_recommending: int) -> int | None:
    """Buyers who recommend the seller, in tenths of a percent, rounded down so that 100 % means all of them; None
    without buyers."""
    everybody = recommending + not_recommending
    return recommending * 1000 // everybody if everybody else None


def _open_to_buyer(rating: Rating, now: datetime) -> RatingRefused | None:
    if rating.removed:
        return RatingRefused(RatingWhy.REMOVED)
    return RatingRefused(RatingWhy.TOO_LATE, until=rating.until) if now > rating.until else None


def _well_said(recommended: bool | None, comment: str) -> RatingRefused | None:
    if recommended is None:
        return RatingRefused(RatingWhy.CHOICE_MISSING)
    too_long = len(comment) > COMMENT_LENGTH
    return RatingRefused(RatingWhy.COMMENT_TOO_LONG, COMMENT_LENGTH) if too_long else None


def _well_written(text: str, most: int) -> RatingRefused | None:
    """B10-05: whatever the seller writes about a rating offers nothing for it."""
    if not text:
        return RatingRefused(RatingWhy.TEXT_EMPTY)
    if len(text) > most:
        return RatingRefused(RatingWhy.TEXT_TOO_LONG, most)
    return RatingRefused(RatingWhy.BENEFIT_OFFERED) if offers_benefit(text) else None
