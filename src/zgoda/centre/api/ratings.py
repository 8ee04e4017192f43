"""``/sale/user-ratings`` of the seller whose token it is, and anybody's summary (allegro-api.md §10)."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from zgoda.accounts.models import Role, User
from zgoda.centre.api import problems
from zgoda.centre.api.bodies import Body
from zgoda.centre.api.framework import Call, endpoint
from zgoda.centre.api.rating_shapes import beta_of, public_of, removal_of, summary_of
from zgoda.centre.ratings import acts, reading
from zgoda.centre.ratings.models import OrderRating
from zgoda.centre.ratings.rows import NoSuchRating, Outcome
from zgoda.domain.ratings import RatingRefused
from zgoda.look.words.ratings import rating_refusal
from zgoda.wire import errors, limits, media
from zgoda.wire import ratings as wire
from zgoda.wire.scopes import Scope
from zgoda.wire.times import from_wire, to_wire

BOTH = (media.PUBLIC_V1, media.BETA_V1)
_CHOICES = {"true": True, "false": False}
_INSTANTS = {"lastChangedAt.gte": "last_changed_at__gte", "lastChangedAt.lte": "last_changed_at__lte"}


@endpoint(scope=Scope.RATINGS, versions=BOTH)
def list_ratings(call: Call) -> HttpResponse:
    """Last change first. What was removed is not told."""
    page = call.page(default=limits.RATINGS_DEFAULT, largest=limits.RATINGS_MAX, deepest=limits.RATINGS_DEEPEST)
    query = call.request.GET
    rows = reading.of_seller(call.user_id)
    if "recommended" in query:
        rows = rows.filter(recommended=_choice(query["recommended"]))
    for name, column in _INSTANTS.items():
        if name in query:
            rows = rows.filter(**{column: _instant(name, query[name])})
    found = rows.order_by("-last_changed_at", "-id")[page.offset : page.end]
    if call.version == media.BETA_V1:
        return call.answer(wire.UserRatingsBeta(ratings=[beta_of(row) for row in found]))
    return call.answer(wire.UserRatings(ratings=[public_of(row) for row in found]))


@endpoint(scope=Scope.RATINGS, versions=BOTH)
def one_rating(call: Call, rating_id: str) -> HttpResponse:
    row = _one(call, rating_id)
    return call.answer(beta_of(row) if call.version == media.BETA_V1 else public_of(row))


@endpoint(scope=Scope.RATINGS, body=Body.JSON)
def answer(call: Call, rating_id: str) -> HttpResponse:
    """201 with the answer as it stands; a later one takes the place of the first."""
    said = call.read(wire.AnswerRequest).message
    row = _done(call, rating_id, "message", lambda: acts.answer(rating_id, call.user_id, said, now=call.now))
    told = wire.Answer(created_at=to_wire(row.answered_at or row.created_at), message=row.answer)
    return call.answer(told, status=201)


@endpoint(scope=Scope.RATINGS, body=Body.JSON)
def ask_removal(call: Call, rating_id: str) -> HttpResponse:
    """S1-37: 201 with the request; the buyer gets a letter. 400 where it is not the seller's to ask, or no more."""
    said = call.read(wire.RemovalRequest).request.message
    act = lambda: acts.ask(rating_id, call.user_id, said, now=call.now)  # noqa: E731 -- it is what `_done` does
    _done(call, rating_id, "request.message", act)
    return call.answer(removal_of(_one(call, rating_id)), status=201)


@endpoint(scope=Scope.PROFILE_READ)
def summary(call: Call, user_id: str) -> HttpResponse:
    """B10-03: of any seller. 404 for everybody else."""
    known = user_id.isascii() and user_id.isdecimal() and len(user_id) < 19
    seller = User.objects.filter(pk=int(user_id), role=Role.SELLER).first() if known else None
    if seller is None:
        raise problems.not_found(_("There is no such seller."), errors.NOT_FOUND)
    return call.answer(summary_of(seller, reading.summary_of(seller.pk)))


def _one(call: Call, rating_id: str) -> OrderRating:
    """P-49: 404 for an id that is malformed, unknown, removed or of another seller's rating."""
    known = reading.is_rating_id(rating_id)
    row = reading.of_seller(call.user_id).filter(pk=rating_id).first() if known else None
    if row is None:
        raise _not_found()
    return row


def _done(call: Call, rating_id: str, path: str, act: Callable[[], Outcome]) -> OrderRating:
    """400, as this family declares for what is refused."""
    _one(call, rating_id)
    try:
        outcome = act()
    except NoSuchRating:
        raise _not_found() from None
    if isinstance(outcome, RatingRefused):
        raise _bad(path, rating_refusal(outcome))
    return outcome


def _choice(text: str) -> bool:
    if text not in _CHOICES:
        raise problems.invalid("recommended", _("The list cannot be filtered by this value."), text)
    return _CHOICES[text]


def _instant(name: str, text: str) -> datetime:
    instant = from_wire(text)
    if instant is None:
        raise problems.invalid(name, _("The list cannot be filtered by this value."), text)
    return instant


def _bad(path: str, words: str) -> problems.Problem:
    told = problems.invalid(path, words)
    told.status = 400
    return told


def _not_found() -> problems.Problem:
    return problems.not_found(_("There is no such rating."), errors.NOT_FOUND)
