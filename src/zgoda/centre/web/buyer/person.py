"""Who reads the buyer's pages, and the token that makes a form count once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from zgoda.accounts.access import current_user, role_required
from zgoda.accounts.models import Role as AccountRole
from zgoda.accounts.models import User
from zgoda.centre.cases.reading import Reading, read_case
from zgoda.domain.actors import Actor, Role
from zgoda.engine import clock

P = ParamSpec("P")


def buyers_only(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Anonymous: sign in first; other roles: 404. The view gets the buyer as its second argument; nothing is cached."""

    @never_cache
    @role_required(AccountRole.BUYER)
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = current_user(request)
        if user is None:
            raise Http404
        return view(request, user, *args, **kwargs)

    return guarded


def as_actor(user: User) -> Actor:
    return Actor(Role.BUYER, user.pk)


def own_reading(user: User, case_id: UUID) -> Reading:
    """The buyer's own case as it stands now; somebody else's is not found (P-49)."""
    reading = read_case(case_id, as_actor(user), clock.now())
    if reading is None:
        raise Http404
    return reading


def form_token(request: HttpRequest) -> UUID:
    """The id of what a form asks for, so that sending it twice does it once; a new one where none came."""
    return parsed_id(request.POST.get("token", "")) or uuid4()


def parsed_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
