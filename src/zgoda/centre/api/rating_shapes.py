"""Rows of ratings as the protocol's two shapes."""

from zgoda.accounts.models import User
from zgoda.centre.ratings.models import OrderRating, RemovalRequest
from zgoda.centre.ratings.reading import Summary
from zgoda.domain.markets import market
from zgoda.domain.ratings import RemovedBy, recommending_tenths
from zgoda.look.words.ratings import request_words
from zgoda.wire import ratings as wire
from zgoda.wire.times import to_wire


def public_of(row: OrderRating) -> wire.UserRating:
    """public.v1, of a row fetched with its parts."""
    answered = row.answered_at if row.answer else None
    return wire.UserRating(
        id=row.id,
        created_at=to_wire(row.created_at),
        edited_at=to_wire(row.edited_at) if row.edited_at else None,
        last_changed_at=to_wire(row.last_changed_at),
        recommended=row.recommended,
        buyer=_buyer(row),
        comment=row.comment or None,
        answer=wire.Answer(created_at=to_wire(answered), message=row.answer) if answered else None,
        order=_order(row),
        excluded_from_average_rates=False,
        removal=removal_of(row) if _removable(row) else None,
    )


def beta_of(row: OrderRating) -> wire.UserRatingBeta:
    """beta.v1, of a row fetched with its parts."""
    answered = row.answered_at if row.answer else None
    sellers = _language(row.seller, row)
    return wire.UserRatingBeta(
        id=row.id,
        created_at=to_wire(row.created_at),
        edited_at=to_wire(row.edited_at) if row.edited_at else None,
        last_changed_at=to_wire(row.last_changed_at),
        recommended=row.recommended,
        buyer=_buyer(row),
        comment=wire.Comment(text=row.comment, language=_language(row.buyer, row)) if row.comment else None,
        answer=wire.AnswerBeta(created_at=to_wire(answered), text=row.answer, language=sellers) if answered else None,
        order=_order(row),
        removal=_removal_beta(row) if _removable(row) else None,
    )


def removal_of(row: OrderRating) -> wire.Removal:
    asked = row.asked
    return wire.Removal(possible_to=to_wire(row.possible_until), request=_asked(asked) if asked else None)


def summary_of(seller: User, summary: Summary) -> wire.RatingsSummary:
    good, bad, removed = summary.recommended, summary.not_recommended, summary.removed
    tenths = recommending_tenths(good.buyers, bad.buyers)
    gone = sum(removed.values())
    return wire.RatingsSummary(
        recommended=wire.Counted(unique=good.buyers, total=good.total),
        not_recommended=wire.Counted(unique=bad.buyers, total=bad.total),
        recommended_percentage=None if tenths is None else f"{tenths // 10},{tenths % 10}",
        statistics=wire.Statistics(
            received=wire.Total(total=good.total + bad.total + gone),
            excluded=wire.Total(total=0),
            removed=wire.RemovedCounts(
                total=gone,
                by_admin=removed[RemovedBy.ADMIN],
                by_buyer=removed[RemovedBy.BUYER],
                by_buyer_due_to_compensation=removed[RemovedBy.BUYER_COMPENSATED],
            ),
        ),
        user=wire.Since(created_at=seller.date_joined.date().isoformat()),
    )


def _removable(row: OrderRating) -> bool:
    """There is nothing to ask for where the buyer recommends the seller, unless it was asked before."""
    return not row.recommended or row.asked is not None


def _asked(asked: RemovalRequest) -> wire.RemovalAsked:
    return wire.RemovalAsked(
        created_at=to_wire(asked.asked_at),
        message=request_words(asked.source, asked.message),
        source=wire.RequestSource(asked.source),
    )


def _removal_beta(row: OrderRating) -> wire.RemovalBeta:
    told = removal_of(row).request
    language = (
        _language(row.seller, row) if told and told.source is wire.RequestSource.SELLER else _language(row.buyer, row)
    )
    asked = (
        wire.RemovalAskedBeta(created_at=told.created_at, message=told.message, language=language, source=told.source)
        if told
        else None
    )
    return wire.RemovalBeta(possible_to=to_wire(row.possible_until), request=asked)


def _buyer(row: OrderRating) -> wire.RatingBuyer:
    return wire.RatingBuyer(id=str(row.buyer_id), login=row.buyer.username)


def _order(row: OrderRating) -> wire.RatedOrder:
    offers = [wire.RatedOffer(id=line.offer_id, title=line.offer_name) for line in row.order.lines.all()]
    return wire.RatedOrder(id=str(row.order_id), offers=offers)


def _language(writer: User, row: OrderRating) -> str:
    """The language a person writes in, as far as anybody knows."""
    return writer.language or market(row.order.market).language
