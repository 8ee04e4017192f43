"""Who may open a page: signed in, in one of the roles. Pages of other roles do not exist for the rest (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zgoda.accounts import factors
from zgoda.accounts.models import Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def current_user(request: HttpRequest) -> User | None:
    """The person signed in, or None."""
    user = request.user
    return user if isinstance(user, User) else None


def role_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Anonymous: the sign-in page, and back here after. Another role: 404, as if there were no such page.
    Staff without a second factor, where one is required: the page where it is added."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = current_user(request)
            if user is None:
                return redirect_to_login(request.get_full_path())
            if user.role not in roles:
                raise Http404
            if user.role in factors.STAFF and factors.must_set_up(user):
                return factors.lead_to_set_up(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def signed_in(
    view: Callable[Concatenate[HttpRequest, User, P], HttpResponseBase],
) -> View[P]:
    """Any role; the view gets the person as its second argument."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = current_user(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        return view(request, user, *args, **kwargs)

    return guarded
