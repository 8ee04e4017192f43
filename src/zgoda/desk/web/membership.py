"""Which shop a signed-in person works for. Pages of other shops do not exist for them (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zgoda.accounts import factors
from zgoda.accounts.access import current_user
from zgoda.accounts.models import User
from zgoda.desk.store.models import Member
from zgoda.domain.members import Act, ShopRole, needs_factor
from zgoda.engine.prepared import Prepared

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
MemberView = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]
SHOP = "shop"
"""The session's key for the shop chosen by somebody who works for several."""


def member_required(view: MemberView[P]) -> View[P]:
    """Anonymous: the sign-in page. Nobody's member: 404. The view gets the membership, its shop at hand."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        user = current_user(request)
        if user is None:
            return redirect_to_login(request.get_full_path())
        member = member_of(request, user)
        if member is None:
            raise Http404
        if lacks_factor(member):
            return factors.lead_to_set_up(request)
        return view(request, member, *args, **kwargs)

    return guarded


def lacks_factor(member: Member) -> bool:
    """Whether this member may go no further before a second factor is added."""
    return needs_factor(ShopRole(member.role)) and factors.must_set_up(member.user)


def writer_required(view: MemberView[P]) -> View[P]:
    """A member who may write to buyers; for read-only members the page does not exist."""
    return may_required(Act.WRITE)(view)


def connector_required(view: MemberView[P]) -> View[P]:
    """A member who may set the shop up and connect it to a server."""
    return may_required(Act.ADMINISTER)(view)


def may_required(act: Act) -> Callable[[MemberView[P]], View[P]]:
    """A member whose role allows the act, by `domain.members`; for the others the page does not exist."""
    return lambda view: member_required(_only(view, lambda member: member.may(act)))


def member_of(request: HttpRequest, user: User) -> Member | None:
    """The membership of the chosen shop, else of the one joined first."""
    rows = _OF_USER(user.pk)
    chosen = request.session.get(SHOP) if len(rows) > 1 else None
    member = next((row for row in rows if row.shop_id == chosen), rows[0] if rows else None)
    if member is not None:
        member.user = user
    return member


_OF_USER: Prepared[Member] = Prepared(
    lambda user_id: Member.objects.filter(user_id=user_id).select_related("shop").order_by("pk"), int
)


def _only(view: MemberView[P], may: Callable[[Member], bool]) -> MemberView[P]:
    @wraps(view)
    def guarded(request: HttpRequest, member: Member, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may(member):
            raise Http404
        return view(request, member, *args, **kwargs)

    return guarded
